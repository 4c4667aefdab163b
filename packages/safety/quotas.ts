import type { Change, Finding, LedgerBalance, LedgerClaim, LedgerLine } from '@nimbus/kernel'
import { blastOf } from './blast-radius.ts'
import { nanodollars, type Spent } from './cost.ts'
import { type Amounts, type Measure, measures } from './limits.ts'

/** What a task or a step takes, or what all of them have taken on a day. */
export type Taken = Readonly<Record<Exclude<Measure, 'costUsd'>, number> & { costUsd: Spent }>

/** A ledger counts in whole numbers: resources, nanodollars and milliseconds. */
const units: Readonly<Record<Measure, number>> = { changes: 1, deletions: 1, costUsd: nanodollars, minutes: 60_000 }

/** What changes take of a quota, each resource counted once. */
export const takenBy = (changes: readonly Pick<Change, 'resource' | 'effect'>[]): Taken => {
  const { create, update, delete: deleted } = blastOf(changes)
  return { changes: create + update + deleted, deletions: deleted, costUsd: 0, minutes: 0 }
}

/** The measures that are limited by the day. */
export const limited = (perDay: Amounts = {}): Measure[] => measures.filter((each) => perDay[each] !== undefined)

/** The account of a measure on the day of a time, by the calendar of UTC. */
const accountOf = (measure: Measure, at: Date): string => `${measure}/day/${at.toISOString().slice(0, 10)}`

/** The accounts of all measures on a day, in their order. */
export const quotaAccounts = (at: Date): string[] => measures.map((each) => accountOf(each, at))

/** What was taken on a day, from the balances of its accounts. What is set aside counts: somebody is at work with it. */
export const takenOf = (balances: readonly LedgerBalance[]): Taken => {
  const of = (measure: Measure) => {
    const { spent = 0, reserved = 0 } = balances[measures.indexOf(measure)] ?? {}
    return (spent + reserved) / units[measure]
  }
  return { changes: of('changes'), deletions: of('deletions'), costUsd: of('costUsd'), minutes: of('minutes') }
}

const inUnits = (measure: Measure, amount: Spent): number =>
  amount === 'unknown' ? 0 : Math.round(amount * units[measure])

/** What a step sets aside. What nobody knows before, its time and its price, needs that there is anything left. */
export const quotaClaims = (perDay: Amounts, taken: Taken, costs: boolean, at: Date): LedgerClaim[] =>
  limited(perDay).flatMap((measure) => {
    const known = inUnits(measure, taken[measure])
    const amount = measure === 'minutes' || (measure === 'costUsd' && costs) ? Math.max(1, known) : known
    // What takes nothing of a quota may go on when that is used up.
    if (amount === 0) return []
    return [{ account: accountOf(measure, at), amount, limit: Math.round((perDay[measure] ?? 0) * units[measure]) }]
  })

/** What a step has really taken, as a ledger settles it. */
export const quotaLines = (perDay: Amounts, taken: Taken, at: Date): LedgerLine[] =>
  limited(perDay).map((measure) => ({ account: accountOf(measure, at), amount: inUnits(measure, taken[measure]) }))

const words: Readonly<Record<Measure, string>> = {
  changes: 'changes of resources',
  deletions: 'deletions',
  costUsd: 'US dollars',
  minutes: 'minutes of work',
}

const inShort = (amount: number): number => Math.round(amount * 1000) / 1000

const said = (measure: Measure, most: number, used: number, more: number): string => {
  const then = more > 0 ? `, and ${inShort(more)} more would be` : ''
  return `${inShort(used)} of at most ${most} ${words[measure]} of a day are used${then}`
}

/** Holds what was taken today, and what is to be taken now, against the limits of a day. */
export const withinQuotas = (perDay: Amounts | undefined, today: Taken, more: Taken): Finding[] =>
  limited(perDay).map((measure) => {
    const most = perDay?.[measure] ?? 0
    const [used, next] = [today[measure], more[measure]]
    const code = `quota-${measure === 'costUsd' ? 'cost' : measure}`
    if (used === 'unknown' || next === 'unknown')
      return {
        status: 'fail',
        code: `${code}-unknown`,
        message: `what it costs is not known, and at most ${most} US dollars of a day are allowed`,
      }
    const over = used + next > most || (measure === 'minutes' && used >= most)
    const isFree = measure !== 'minutes' && next === 0
    return { status: over && !isFree ? 'fail' : 'pass', code, message: said(measure, most, used, next) }
  })
