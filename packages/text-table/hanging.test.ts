import { expect, test } from 'bun:test'
import { hanging } from './index.ts'

test('a text that does not fit goes on below itself, and words stay whole', () => {
  const text = 'get it from https://example.com/a/rather/long/address or ask'
  expect(hanging('– aws  ', text, 30).split('\n')).toEqual([
    '– aws  get it from',
    '       https://example.com/a/rather/long/address',
    '       or ask',
  ])
})

test('without columns, or with enough of them, it stays one line', () => {
  for (const columns of [undefined, 80]) expect(hanging('name  ', 'one two three four', columns)).not.toContain('\n')
})

test('where there is no room beside what leads to it, it stands below', () => {
  expect(hanging(' 1  + create  a.very-long-operation  ', 'name=one region=two zones=three', 40).split('\n')).toEqual([
    ' 1  + create  a.very-long-operation',
    '      name=one region=two zones=three',
  ])
})
