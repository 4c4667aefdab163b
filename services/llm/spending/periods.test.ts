import { expect, test } from 'bun:test'
import fc from 'fast-check'
import { datesIn, endOf, momentIn, periodsAt, untilText } from './periods.ts'

const at = (text: string) => new Date(text)

test.each([
  ['UTC', '2026-11-30T23:59:59.999Z', '2026-11-30', '2026-11'],
  ['UTC', '2026-12-01T00:00:00.000Z', '2026-12-01', '2026-12'],
  ['Pacific/Kiritimati', '2026-12-31T10:00:00.000Z', '2027-01-01', '2027-01'],
  ['Pacific/Pago_Pago', '2027-01-01T10:59:00.000Z', '2026-12-31', '2026-12'],
  ['Asia/Kathmandu', '2026-02-28T18:15:00.000Z', '2026-03-01', '2026-03'],
  ['America/New_York', '2026-03-08T04:59:00.000Z', '2026-03-07', '2026-03'],
])('in %s, %s is on %s', (zone, moment, day, month) => {
  expect(periodsAt(at(moment), zone)).toMatchObject({ day, month })
})

test('minutes are the same everywhere', () => {
  expect(periodsAt(at('2026-11-21T07:10:59.999Z'), 'Asia/Kathmandu').minute).toBe('2026-11-21T07:10Z')
  expect(endOf('minute', at('2026-11-21T07:10:00.000Z'), 'Asia/Kathmandu')).toEqual(at('2026-11-21T07:11:00.000Z'))
})

test.each([
  ['a day', 'UTC', '2026-11-21T07:10:30.000Z', '2026-11-22T00:00:00.000Z'],
  ['the last moment of a day', 'UTC', '2026-11-21T23:59:59.999Z', '2026-11-22T00:00:00.000Z'],
  ['a day of 23 hours', 'Europe/Berlin', '2026-03-28T23:00:00.000Z', '2026-03-29T22:00:00.000Z'],
  ['a day of 25 hours', 'Europe/Berlin', '2026-10-24T22:00:00.000Z', '2026-10-25T23:00:00.000Z'],
  // Egypt's clocks go from 24 April 23:59 to 01:00: https://data.iana.org/time-zones/tzdb/africa (Rule Egypt, 2023-)
  ['a day before one without a midnight', 'Africa/Cairo', '2026-04-23T12:00:00.000Z', '2026-04-23T22:00:00.000Z'],
  // Samoa left out 30 December 2011: https://data.iana.org/time-zones/tzdb/australasia
  ['a day before one that never was', 'Pacific/Apia', '2011-12-30T01:00:00.000Z', '2011-12-30T10:00:00.000Z'],
])('%s ends when the next one begins', (_what, zone, moment, end) => {
  expect(endOf('day', at(moment), zone)).toEqual(at(end))
})

test.each([
  ['UTC', '2026-02-28T23:59:00.000Z', '2026-03-01T00:00:00.000Z'],
  ['UTC', '2028-02-01T00:00:00.000Z', '2028-03-01T00:00:00.000Z'],
  ['America/St_Johns', '2026-12-31T20:00:00.000Z', '2027-01-01T03:30:00.000Z'],
  ['Pacific/Kiritimati', '2026-10-31T09:59:00.000Z', '2026-10-31T10:00:00.000Z'],
])('a month in %s ends with its last day', (zone, moment, end) => {
  expect(endOf('month', at(moment), zone)).toEqual(at(end))
})

test('a period holds every minute until its end and none after', () => {
  const zones = fc.constantFrom(...Intl.supportedValuesOf('timeZone'))
  const moments = fc.date({ min: at('2015-01-01T00:00:00Z'), max: at('2037-12-31T00:00:00Z'), noInvalidDate: true })
  fc.assert(
    fc.property(zones, moments, fc.constantFrom('day' as const, 'month' as const), (zone, moment, kind) => {
      const name = periodsAt(moment, zone)[kind]
      const end = endOf(kind, moment, zone)
      expect(end.getTime()).toBeGreaterThan(moment.getTime())
      expect(periodsAt(new Date(end.getTime() - 1), zone)[kind]).toBe(name)
      expect(periodsAt(end, zone)[kind] > name).toBe(true)
    }),
    { numRuns: 300 },
  )
})

test('the dates of many moments are those of each', () => {
  const zones = fc.constantFrom(...Intl.supportedValuesOf('timeZone'))
  const moments = fc.date({ min: at('2000-01-01T00:00:00Z'), max: at('2037-12-31T00:00:00Z'), noInvalidDate: true })
  fc.assert(
    fc.property(zones, fc.array(moments, { minLength: 1, maxLength: 20 }), (zone, some) => {
      const dateOf = datesIn(zone)
      const near = some.flatMap((each) => [0, 60_000, 840_000].map((ms) => new Date(each.getTime() + ms)))
      for (const moment of near) expect(dateOf(moment.toISOString())).toBe(periodsAt(moment, zone).day)
    }),
  )
})

test('a moment and the time until then are said as people say them', () => {
  expect(momentIn(at('2026-11-21T23:00:00.000Z'), 'Europe/Berlin')).toBe('2026-11-22 00:00 Europe/Berlin')
  const texts = [0, 500, 59_000, 60_000, 754_000, 3_600_000, 18_720_000, 10 * 86_400_000].map((ms) =>
    untilText(new Date(ms), new Date(0)),
  )
  expect(texts).toEqual(['1 s', '1 s', '59 s', '1 min', '13 min', '1 h', '5 h 12 min', '10 d'])
})
