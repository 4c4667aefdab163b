import { invalid } from '@nimbus/kernel/define'

const units: readonly (readonly [string, number])[] = [
  ['d', 86_400_000],
  ['h', 3_600_000],
  ['m', 60_000],
  ['s', 1000],
]

/** How long before a moment another one was: `just now`, `5m ago`, `3d ago`; after thirty days the date. */
export const ago = (moment: string, now: string): string => {
  const passed = Date.parse(now) - Date.parse(moment)
  if (passed > 30 * 86_400_000) return moment.slice(0, 10)
  const unit = units.find(([, length]) => passed >= length)
  return unit ? `${Math.floor(passed / unit[1])}${unit[0]} ago` : 'just now'
}

/** A duration for a person: `12ms`, `3.4s`, `2m 5s`. */
export const took = (ms: number): string => {
  const [whole, tenths, seconds] = [Math.round(ms), Math.round(ms / 100), Math.round(ms / 1000)]
  if (whole < 1000) return `${whole}ms`
  if (tenths < 600) return `${(tenths / 10).toFixed(1)}s`
  return `${Math.floor(seconds / 60)}m ${seconds % 60}s`
}

/** A moment as people write it, as ISO 8601: `2h`, `3d`, or a date. Raises `invalid-time` (exit 2). */
export const since = (text: string, now: Date): string => {
  const [, count, letter] = /^(\d{1,6})([smhd])$/.exec(text) ?? []
  const unit = units.find(([name]) => name === letter)
  if (count && unit) return new Date(now.getTime() - Number(count) * unit[1]).toISOString()
  const parsed = /^\d{4}-\d{2}-\d{2}/.test(text) ? Date.parse(text) : Number.NaN
  if (Number.isFinite(parsed)) return new Date(parsed).toISOString()
  throw invalid('invalid-time', `${text} is not a time`, {
    at: 'since',
    next: 'use 30m, 2h, 3d, or a date such as 2026-01-31',
  })
}
