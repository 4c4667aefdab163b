import { expect, test } from 'bun:test'
import fc from 'fast-check'
import { canonicalJson, digestOf } from './canonical.ts'

const shuffled = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(shuffled)
  if (value === null || typeof value !== 'object') return value
  return Object.fromEntries(
    Object.entries(value)
      .reverse()
      .map(([key, inner]) => [key, shuffled(inner)]),
  )
}

test('the order of keys does not matter, at any depth', () => {
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      expect(canonicalJson(shuffled(value))).toBe(canonicalJson(value))
      expect(digestOf(shuffled(value))).toBe(digestOf(value))
    }),
  )
})

test('it is JSON of the same value', () => {
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      expect(JSON.parse(canonicalJson(value)) as unknown).toEqual(JSON.parse(JSON.stringify(value)))
    }),
  )
})

test('the order of a list matters, and undefined does not', () => {
  expect(digestOf([1, 2])).not.toBe(digestOf([2, 1]))
  expect(digestOf({ a: 1, b: undefined })).toBe(digestOf({ a: 1 }))
  expect(canonicalJson(undefined)).toBe('null')
})
