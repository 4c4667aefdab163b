import { expect, test } from 'bun:test'
import fc from 'fast-check'
import { dollars, exactDollars, nanodollars } from './index.ts'

test('dollars become whole nanodollars', () => {
  expect([5, 0.1, 0.07, 1e-9, 0].map(nanodollars)).toEqual([5e9, 1e8, 7e7, 1, 0])
})

test.each([
  [0, '$0.00'],
  [1_500_000_000, '$1.50'],
  [50_000_000, '$0.050'],
  [4_200_000, '$0.0042'],
  [1, '$0.000000001'],
  [-2_000_000_000, '-$2.00'],
])('%d nanodollars read %s', (nano, text) => {
  expect(dollars(nano)).toBe(text)
})

test.each([
  [0, '0.00'],
  [1_500_000_000, '1.50'],
  [12_345_678, '0.012345678'],
  [-1, '-0.000000001'],
])('%d nanodollars are exactly %s', (nano, text) => {
  expect(exactDollars(nano)).toBe(text)
})

test('the exact text is the same number of nanodollars again', () => {
  fc.assert(
    fc.property(fc.integer({ min: -1e12, max: 1e12 }), (nano) => nanodollars(Number(exactDollars(nano))) === nano),
  )
})
