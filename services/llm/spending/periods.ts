/** What limits count by. Days and months are those of a time zone; minutes are everybody's. */
export type PeriodKind = 'minute' | 'day' | 'month'

/** The names of the periods that a moment lies in: `2026-11-21T07:10Z`, `2026-11-21`, `2026-11`. */
export type Periods = Readonly<Record<PeriodKind, string>>

const minuteMs = 60_000

const formats = new Map<string, Intl.DateTimeFormat>()

/** The date on the calendars of a time zone, `YYYY-MM-DD`. Raises a `RangeError` when there is no such zone. */
const dateIn = (zone: string, at: number): string => {
  const format =
    formats.get(zone) ??
    new Intl.DateTimeFormat('en-US', {
      timeZone: zone,
      calendar: 'gregory',
      numberingSystem: 'latn',
      year: 'numeric',
      month: '2-digit',
      day: '2-digit',
    })
  formats.set(zone, format)
  const [month, day, year] = format.format(at).split('/')
  return `${year}-${month}-${day}`
}

let latest: { zone: string; minute: number; periods: Periods } | undefined

/** The periods that a moment lies in. No time zone changes its date within a minute, so a minute is asked for once. */
export const periodsAt = (at: Date, zone: string): Periods => {
  const minute = Math.floor(at.getTime() / minuteMs)
  if (latest?.minute === minute && latest.zone === zone) return latest.periods
  const day = dateIn(zone, at.getTime())
  const periods = { minute: `${new Date(minute * minuteMs).toISOString().slice(0, 16)}Z`, day, month: day.slice(0, 7) }
  latest = { zone, minute, periods }
  return periods
}

const daysAtMost = { day: 3, month: 34 }

/**
 * When a period ends that a moment lies in: the first minute of the next one.
 *
 * A day is as long as the calendar makes it, 23 or 25 hours or, at the date line, none; so the end is looked for, not
 * worked out.
 */
export const endOf = (kind: PeriodKind, at: Date, zone: string): Date => {
  const now = Math.floor(at.getTime() / minuteMs)
  if (kind === 'minute') return new Date((now + 1) * minuteMs)
  const name = (minute: number) => dateIn(zone, minute * minuteMs).slice(0, kind === 'day' ? 10 : 7)
  const current = name(now)
  let within = now
  let after = now + daysAtMost[kind] * 24 * 60
  while (after - within > 1) {
    const middle = Math.floor((within + after) / 2)
    if (name(middle) > current) after = middle
    else within = middle
  }
  return new Date(after * minuteMs)
}

/** A moment on the clocks of a time zone: `2026-11-22 00:00 Europe/Berlin`. */
export const momentIn = (at: Date, zone: string): string => {
  const time = new Intl.DateTimeFormat('en-GB', { timeZone: zone, hour: '2-digit', minute: '2-digit' }).format(at)
  return `${dateIn(zone, at.getTime())} ${time} ${zone}`
}

/** How long until a moment, for a person: `42 s`, `12 min`, `5 h 12 min`, `9 d`. */
export const untilText = (moment: Date, now: Date): string => {
  const seconds = Math.max(1, Math.ceil((moment.getTime() - now.getTime()) / 1000))
  if (seconds < 60) return `${seconds} s`
  const minutes = Math.ceil(seconds / 60)
  if (minutes < 60) return `${minutes} min`
  const hours = Math.floor(minutes / 60)
  if (hours < 48) return minutes % 60 === 0 ? `${hours} h` : `${hours} h ${minutes % 60} min`
  return `${Math.floor(hours / 24)} d`
}

/** The first moment of a date on the calendars of a time zone. */
export const startOf = (date: string, zone: string): Date => {
  // Clocks are at most 14 hours ahead of UTC, so this is on a day before.
  let at = new Date(Date.parse(`${date}T00:00:00.000Z`) - 15 * 60 * minuteMs)
  while (dateIn(zone, at.getTime()) < date) at = endOf('day', at, zone)
  return at
}

/**
 * Gives the dates of moments after 1972, ISO 8601 in UTC; for many moments. Clocks are whole quarters of an hour from
 * UTC since then (Liberia was the last that was not: https://data.iana.org/time-zones/tzdb/africa), so the calendar is
 * asked once for each quarter.
 */
export const datesIn = (zone: string): ((at: string) => string) => {
  const known = new Map<string, string>()
  return (at) => {
    if (zone === 'UTC') return at.slice(0, 10)
    const quarter = `${at.slice(0, 13)}${Math.floor(Number(at.slice(14, 16)) / 15)}`
    const found = known.get(quarter) ?? dateIn(zone, Date.parse(at))
    known.set(quarter, found)
    return found
  }
}
