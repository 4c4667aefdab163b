import { expect, test } from 'bun:test'
import fc from 'fast-check'
import { retryAfterOf } from './retry-after.ts'

const now = Date.parse('2026-11-21T12:00:00Z')

test.each([
  [{ 'retry-after': '7' }, '', 7000],
  [{ 'retry-after': '0.25' }, '', 250],
  [{ 'retry-after': 'Sat, 21 Nov 2026 12:01:30 GMT' }, '', 90_000],
  [{ 'retry-after': 'Sat, 21 Nov 2026 11:00:00 GMT' }, '', 0],
  [{ 'retry-after-ms': '120', 'retry-after': '1' }, '', 120],
  [{}, '{"details":[{"@type":"type.googleapis.com/google.rpc.RetryInfo","retryDelay":"31s"}]}', 31_000],
  [{}, 'Rate limit reached. Please try again in 1.4s.', 1400],
  [{}, 'Please try again in 120ms.', 120],
  [{ 'retry-after': 'soon' }, '', undefined],
  [{ 'retry-after': '-5' }, '', undefined],
  [undefined, 'no idea', undefined],
])('%j with %j is a wait of %j ms', (headers, body, wait) => {
  expect(retryAfterOf(headers, body, now)).toBe(wait)
})

test('whatever a server sends, a wait is a whole number of milliseconds or unknown', () => {
  fc.assert(
    fc.property(fc.string(), fc.string(), (header, body) => {
      const wait = retryAfterOf({ 'retry-after': header }, body, now)
      return wait === undefined || (Number.isInteger(wait) && wait >= 0)
    }),
  )
})
