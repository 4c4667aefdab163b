import { expect, test } from 'bun:test'
import { ago, since, took } from './time-text.ts'

const now = '2026-03-10T12:00:00.000Z'

test.each([
  ['2026-03-10T12:00:00.000Z', 'just now'],
  ['2026-03-10T11:59:18.000Z', '42s ago'],
  ['2026-03-10T09:30:00.000Z', '2h ago'],
  ['2026-03-01T12:00:00.000Z', '9d ago'],
  ['2025-12-24T12:00:00.000Z', '2025-12-24'],
])('%s is %s', (moment, text) => {
  expect(ago(moment, now)).toBe(text)
})

test('durations use the unit that a person would', () => {
  expect([3.4, 999, 1500, 61_000].map(took)).toEqual(['3ms', '999ms', '1.5s', '1m 1s'])
  expect([999.6, 59_960, 119_600].map(took)).toEqual(['1.0s', '1m 0s', '2m 0s'])
})

test('a moment is a span before now or a date', () => {
  expect(since('90m', new Date(now))).toBe('2026-03-10T10:30:00.000Z')
  expect(since('400d', new Date(now))).toBe('2025-02-03T12:00:00.000Z')
  expect(since('2026-01-31', new Date(now))).toBe('2026-01-31T00:00:00.000Z')
  expect(() => since('2', new Date(now))).toThrow('2 is not a time')
  expect(() => since('2026-13-45', new Date(now))).toThrow('is not a time')
})
