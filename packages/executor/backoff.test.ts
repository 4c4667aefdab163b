import { expect, test } from 'bun:test'
import { mayPass, waitBefore } from './backoff.ts'

test('a wait is anything up to a bound that doubles, and never more than half a minute', () => {
  expect([1, 2, 3, 7, 30].map((tried) => waitBefore(tried, () => 1))).toEqual([500, 1000, 2000, 30_000, 30_000])
  expect(waitBefore(30, () => 0)).toBe(0)
})

test.each([
  ['program-failed', 1, true],
  ['unexpected', 1, false],
  ['effect-exceeded', 1, false],
  ['invalid-output', 1, false],
  ['not-achieved', 1, false],
  ['not-asserted', 1, false],
  ['irreversible', 1, false],
  ['invalid-input', 2, false],
  ['over-budget', 4, false],
  ['no-file', 5, false],
  ['cancelled', 130, false],
] as const)('%s with exit code %p: another try may do: %p', (code, exit, may) => {
  expect(mayPass({ code, exit, message: '' })).toBe(may)
})
