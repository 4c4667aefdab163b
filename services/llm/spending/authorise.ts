import type { Context, LedgerLine } from '@nimbus/kernel/define'
import { nanodollars } from '@nimbus/money'
import type { Settings } from '../config/settings.ts'
import type { SpendingAccount } from './accounts.ts'
import { accountsOf } from './accounts-of.ts'
import type { SpendingCall } from './call.ts'
import { claimsOf } from './claims.ts'
import { type Foreseen, foresee } from './estimate.ts'
import { expectedOutput } from './output-history.ts'
import { periodsAt } from './periods.ts'
import { needsJustification, overBudget, rateLimited, unknownPrice } from './refusals.ts'
import { mayWarn, type Warned, warningsOf } from './warnings.ts'

/** Leave to make a call, with what was set aside for it. */
export interface Authorised {
  id: string
  call: SpendingCall
  /** Nanodollars; 0 without a budget, absent when the price is unknown or nothing is metered. */
  reserved?: number
  /** What a person should know. */
  warnings: readonly string[]
  /** What was set aside, account by account. */
  lines: readonly LedgerLine[]
  /**
   * The accounts that it is settled on: those of the moment at which it was authorised. A call that spans midnight
   * counts on the day on which it began, where its money was set aside.
   */
  accounts: readonly SpendingAccount[]
  foreseen: Foreseen
}

/** Where money is kept, and by which rules. */
export interface Purse extends Pick<Context, 'ledger' | 'now' | 'log'> {
  settings: Pick<Settings, 'policies' | 'agents'>
}

/** What a call is expected to take. */
export const foreseeCall = async (call: SpendingCall, { ledger, now, settings }: Purse): Promise<Foreseen> =>
  foresee(call, settings.policies, await expectedOutput(call, ledger, now()))

/** Raises `needs-justification` and `unknown-price`: what no account is needed for. */
const refuseOutright = (call: SpendingCall, { cost }: Foreseen, budget: SpendingAccount | undefined, purse: Purse) => {
  const { requireJustificationOverUsd: threshold, limit } = purse.settings.policies
  const justified = threshold === undefined || Boolean(call.justification?.trim())
  if (!justified && cost !== undefined && cost > nanodollars(threshold))
    throw needsJustification(cost, nanodollars(threshold))
  if (budget && cost === undefined && !call.notMetered && limit.type === 'hard' && !call.force)
    throw unknownPrice(call, budget)
}

const nothing: readonly string[] = []

const limitedBudget = (accounts: readonly SpendingAccount[]): SpendingAccount | undefined =>
  accounts.find(({ unit, limit }) => unit === 'usd' && limit !== undefined)

/** Sets aside what a call is expected to take on all its accounts, or raises why not; see `Spending.authorise`. */
export const authorise = async (call: SpendingCall, purse: Purse): Promise<Authorised> => {
  const { ledger, settings } = purse
  const { policies } = settings
  const now = purse.now()
  const periods = periodsAt(now, policies.timeZone)
  const accounts = accountsOf(call, settings, periods)
  const foreseen = foresee(call, policies, await expectedOutput(call, ledger, now))
  const limited = limitedBudget(accounts)
  refuseOutright(call, foreseen, limited, purse)

  const held = policies.limit.type === 'hard' && !call.force ? 'held' : 'counted'
  const claims = claimsOf(accounts, foreseen, held)
  const { refusal, lines, balances } = await ledger.reserve(
    call.id,
    claims.map(({ claim }) => claim),
  )
  const refused = refusal && claims.find(({ claim }) => claim.account === refusal.account)?.account
  if (refused) {
    const here = { now, zone: policies.timeZone }
    throw refused.unit === 'usd' ? overBudget(refused, refusal, here) : rateLimited(refused, refusal, call, here)
  }

  const budgets: Warned['budgets'][number][] = []
  let reserved = 0
  for (let n = 0; n < claims.length; n++) {
    const [account, line, balance] = [claims[n]?.account, lines[n], balances[n]]
    if (account?.unit !== 'usd' || !line || !balance) continue
    budgets.push({ account, balance })
    reserved = Math.max(reserved, line.amount)
  }
  const unpriced = limited && foreseen.cost === undefined && !call.notMetered ? periods.day : undefined
  const warned = { call, budgets, unpriced, policies, ledger, now }
  let warnings = nothing
  try {
    if (mayWarn(warned)) warnings = await warningsOf(warned)
  } catch (thrown) {
    await ledger.release(call.id)
    throw thrown
  }
  const authorised: Authorised = { id: call.id, call, warnings, lines, accounts, foreseen }
  if (foreseen.cost !== undefined) authorised.reserved = reserved
  return authorised
}
