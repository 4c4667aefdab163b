import { expect, test } from 'bun:test'
import { costText, priceText } from './cost-text.ts'

test.each([
  [{ cost: 500, unpriced: 0 }, '$0.00000050'],
  [{ cost: 12_300_000, unpriced: 2 }, '$0.012 and 2 of unknown price'],
  [{ cost: 0, unpriced: 0 }, '$0.00'],
  [{ unpriced: 1 }, 'price unknown'],
  [{ unpriced: 0 }, ''],
])('%p reads %s', (price, text) => {
  expect(priceText(price)).toBe(text)
})

test('what a turn took is one line of what is known', () => {
  expect(costText({ model: 'openai/gpt-5', calls: [1], cost: 2_500_000_000, unpriced: 0 })).toBe(
    'openai/gpt-5 · 1 call · $2.50',
  )
  expect(costText({ calls: [], unpriced: 0, conversation: 'c_1' })).toBe('offline · c_1')
})
