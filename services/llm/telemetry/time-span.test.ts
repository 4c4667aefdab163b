import { expect, test } from 'bun:test'
import { inOrder, momentOf } from './time-span.ts'

const now = new Date('2026-03-10T12:00:00.000Z')

test.each([
  ['90m', 'UTC', '2026-03-10T10:30:00.000Z'],
  ['30d', 'UTC', '2026-02-08T12:00:00.000Z'],
  ['2w', 'UTC', '2026-02-24T12:00:00.000Z'],
  ['2026-03-01', 'UTC', '2026-03-01T00:00:00.000Z'],
  ['2026-03-01', 'Europe/Berlin', '2026-02-28T23:00:00.000Z'],
  ['2026-03-01', 'Pacific/Kiritimati', '2026-02-28T10:00:00.000Z'],
  ['2026-03-01', 'Pacific/Pago_Pago', '2026-03-01T11:00:00.000Z'],
  // Egypt has no midnight on that day: https://data.iana.org/time-zones/tzdb/africa
  ['2026-04-24', 'Africa/Cairo', '2026-04-23T22:00:00.000Z'],
  ['2026-03-01T08:00+02:00', 'UTC', '2026-03-01T06:00:00.000Z'],
])('%s in %s is %s', (text, zone, moment) => {
  expect(momentOf(text, 'since', now, zone)).toBe(moment)
})

test.each(['', '30', 'd', '-1d', '2026-13-01', '2026-02-30', '2026-03-01T08:00', 'now'])('%j is no time', (text) => {
  expect(() => momentOf(text, 'since', now, 'UTC')).toThrow(`since: ${text} is not a time`)
})

test('a time that ends before it begins is refused', () => {
  expect(() => inOrder('2026-03-02T00:00:00.000Z', '2026-03-01T00:00:00.000Z')).toThrow('until: it is not after since')
  expect(() => inOrder('2026-03-01T00:00:00.000Z', '2026-03-02T00:00:00.000Z')).not.toThrow()
  expect(() => inOrder('2026-03-01T00:00:00.000Z', undefined)).not.toThrow()
})
