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

test('without columns, with enough of them and with far too few it stays one line', () => {
  for (const columns of [undefined, 80, 20])
    expect(hanging('name  ', 'one two three four', columns)).not.toContain('\n')
})
