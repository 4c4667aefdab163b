import { expect, test } from 'bun:test'
import { csvOf } from './csv.ts'

test('cells are quoted where they must be, and lines end as RFC 4180 says', () => {
  expect(
    csvOf([
      ['a', 1, undefined],
      ['b,c', 'say "no"', 'two\nlines'],
      [-1, '-', ''],
    ]),
  ).toBe('a,1,\r\n"b,c","say ""no""","two\nlines"\r\n-1,-,\r\n')
})

test.each(['=1+1', '+1', '-1', '@SUM(A1)', '\tx', '\rx'])('%j is no formula', (text) => {
  expect(csvOf([[text]]).replaceAll('"', '')).toStartWith("'")
})
