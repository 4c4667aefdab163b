import { nanodollars } from '@nimbus/money'
import type { PeriodKind, Periods } from './periods.ts'
import type { Scope } from './scopes.ts'

/** What is counted: nanodollars, requests, tokens. */
export type Unit = 'usd' | 'requests' | 'tokens'

/** One account of the ledger that a call is counted on, with its limit where it has one. */
export interface SpendingAccount {
  /** Such as `usd/day/2026-11-21/agent:reviewer`. */
  name: string
  scope: Scope
  unit: Unit
  period: PeriodKind
  /** In the unit of the account. */
  limit?: number
  /** The key of its limit in the configuration. */
  setting: string
}

const budgets = [
  { period: 'day', key: 'daily_budget_usd', of: 'dailyUsd' },
  { period: 'month', key: 'monthly_budget_usd', of: 'monthlyUsd' },
] as const

const rates = [
  { unit: 'requests', key: 'rate_limiting.requests_per_minute', of: 'requestsPerMinute' },
  { unit: 'tokens', key: 'rate_limiting.tokens_per_minute', of: 'tokensPerMinute' },
] as const

const nameOf = (unit: Unit, period: PeriodKind, periods: Periods, { key }: Scope): string =>
  `${unit}/${period}/${periods[period]}/${key}`

/** The accounts for money: all of them are kept, so that a limit that is set later knows what was spent before. */
export const budgetAccounts = (scopes: readonly Scope[], periods: Periods): SpendingAccount[] =>
  scopes.flatMap((scope) =>
    budgets.map(({ period, key, of }) => {
      const usd = scope.limits[of]
      return {
        name: nameOf('usd', period, periods, scope),
        scope,
        unit: 'usd' as const,
        period,
        setting: `${scope.setting}.${key}`,
        ...(usd === undefined ? {} : { limit: nanodollars(usd) }),
      }
    }),
  )

/** The accounts for requests and tokens by the minute: only where there is a limit, for nobody asks for old ones. */
export const rateAccounts = (scopes: readonly Scope[], periods: Periods): SpendingAccount[] =>
  scopes.flatMap((scope) =>
    rates.flatMap(({ unit, key, of }) => {
      const limit = scope.limits[of]
      if (limit === undefined) return []
      const setting = `${scope.setting}.${key}`
      return [{ name: nameOf(unit, 'minute', periods, scope), scope, unit, period: 'minute' as const, setting, limit }]
    }),
  )

/**
 * How long accounts are kept after something was last put on them, in days: by then their period is over for good, and
 * nobody looks at it any more.
 */
export const keptAccounts: readonly { prefix: string; days: number }[] = [
  { prefix: 'requests/', days: 1 },
  { prefix: 'tokens/', days: 1 },
  { prefix: 'usd/day/', days: 40 },
  { prefix: 'usd/month/', days: 400 },
  { prefix: 'output/', days: 62 },
  { prefix: 'said/', days: 40 },
]
