import { expect, test } from 'bun:test'
import { costOf } from './cost.ts'

const none = { input: 0, cachedRead: 0, cachedWrite: 0, output: 0, reasoning: 0 }
const price = { input: 3, output: 15, cachedRead: 0.3, cachedWrite: 3.75, source: 'test' }

test('each kind of token is billed once, at its own rate', () => {
  expect(costOf(price, { ...none, input: 1_000_000 })).toBe(3_000_000_000)
  expect(costOf(price, { input: 100, cachedRead: 1000, cachedWrite: 200, output: 50, reasoning: 10 })).toBe(
    300_000 + 300_000 + 750_000 + 900_000,
  )
})

test('what the cache keeps for an hour is twice as dear as input, and no other', () => {
  expect(costOf(price, { ...none, cachedWrite: 100, hourWrite: 40 })).toBe(60 * 3_750 + 40 * 6_000)
})

test('without a rate of its own the cache is billed as input, and reasoning always as output', () => {
  const plain = { input: 2, output: 8, source: 'test' }
  expect(costOf(plain, { ...none, cachedRead: 3, cachedWrite: 4 })).toBe(14_000)
  expect(costOf(plain, { ...none, reasoning: 5 })).toBe(40_000)
})

test('a long prompt, the cache included, makes the whole call dearer', () => {
  const tiered = { ...price, above: [{ tokens: 200_000, input: 6, output: 22.5, cachedRead: 0.6 }] }
  expect(costOf(tiered, { ...none, input: 200_000, output: 2 })).toBe(600_030_000)
  expect(costOf(tiered, { ...none, input: 1, cachedRead: 200_000, output: 2 })).toBe(6_000 + 120_000_000 + 45_000)
})

test('a cost is a whole number of nanodollars', () => {
  expect(costOf({ input: 0.0375, output: 0.15, source: 'test' }, { ...none, input: 1 })).toBe(38)
})
