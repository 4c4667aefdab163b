import { expect, test } from 'bun:test'
import { planned } from '../testing.ts'

test.each([
  ['search the history for "staging" and "apply"', ['staging', 'apply']],
  ['find "a", "b" and "c" in the history', ['a', 'b', 'c']],
])('%s: each quotation is looked for', (request, words) => {
  expect(planned(request)).toEqual([['state.history-search', { words }]])
})
