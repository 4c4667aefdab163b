import { invalid } from '@nimbus/kernel/define'
import { startOf } from '../spending/periods.ts'

const unitMs: Readonly<Record<string, number>> = { m: 60_000, h: 3_600_000, d: 86_400_000, w: 7 * 86_400_000 }

const isDate = (text: string): boolean =>
  /^\d{4}-\d{2}-\d{2}$/.test(text) && new Date(`${text}T00:00:00Z`).toJSON()?.slice(0, 10) === text

/** Refuses a time that ends before it begins: `invalid-time` (exit 2). */
export const inOrder = (since: string, until: string | undefined): void => {
  if (until === undefined || since < until) return
  throw invalid('invalid-time', 'until: it is not after since', {
    at: 'until',
    why: `since is ${since}, until is ${until}`,
    next: 'give since the earlier of the two: --since 40d --until 30d',
  })
}

/**
 * A moment as people write it, as ISO 8601: `30d`, `12h`, `2w` ago; a date, which begins at midnight in the time zone
 * of the budgets; or a time with its offset. Raises `invalid-time` (exit 2) naming the field.
 */
export const momentOf = (text: string, field: string, now: Date, zone: string): string => {
  const [, count, unit] = /^(\d{1,6})([mhdw])$/.exec(text) ?? []
  if (count && unit) return new Date(now.getTime() - Number(count) * (unitMs[unit] ?? 0)).toISOString()
  if (isDate(text)) return startOf(text, zone).toISOString()
  const exact = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:\d{2})$/.test(text)
  const parsed = exact ? Date.parse(text) : Number.NaN
  if (Number.isFinite(parsed)) return new Date(parsed).toISOString()
  throw invalid('invalid-time', `${field}: ${text} is not a time`, {
    at: field,
    next: 'use a span such as 12h, 30d or 4w, a date such as 2026-01-31, or a time such as 2026-01-31T08:00:00Z',
  })
}
