import { expect, test } from 'bun:test'
import { quotedIn } from './quote.ts'

test.each([
  ['show me a file', 'a', 1],
  ['show a.txt', 'a', 0],
  ['restart it', 'art', 0],
  ['delete infra/dev', 'dev', 0],
  ['delete a.txt.', 'delete a.txt', 1],
  ['Please DELETE\n a.txt now', 'delete a.txt', 1],
  ['delete a.txt, delete a.txt', 'delete a.txt', 2],
  ['delete a.txt', ' ', 0],
] as const)('of %p %p stands in it %p times', (text, quote, times) => {
  expect(quotedIn(text, quote)).toHaveLength(times)
})
