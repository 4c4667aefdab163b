import type { Ledger, LedgerBalance } from '@nimbus/kernel/define'
import { dollars } from '@nimbus/money'
import type { Policies } from '../config/settings.ts'
import type { SpendingAccount } from './accounts.ts'
import { modelName, type SpendingCall } from './call.ts'
import { onlyOnce } from './once.ts'
import { anewText, budgetText } from './refusals.ts'

/** A call as warnings go by it. */
export interface Warned {
  call: SpendingCall
  /** Every limited budget that the call is set aside on, with how it stands now. */
  budgets: readonly { account: SpendingAccount; balance: LedgerBalance }[]
  /** The day, when there are budgets and the price of the model is unknown. */
  unpriced: string | undefined
  policies: Policies
  ledger: Ledger
  now: Date
}

/** `$0.81 of it is spent and $0.04 set aside`. */
const standText = ({ spent, reserved }: LedgerBalance): string =>
  `${dollars(spent)} is spent and ${dollars(reserved)} set aside`

const budgetWarning = async (
  { account, balance }: Warned['budgets'][number],
  { call, policies, ledger, now }: Warned,
): Promise<string | undefined> => {
  const { limit = 0 } = account
  // A limit that was changed within its period is another one.
  const whose = `${limit}/${account.name}`
  const { type, thresholdPercent } = policies.limit
  const committed = balance.spent + balance.reserved
  // The end of a period is looked for in a calendar: only when there is something to say.
  const anew = () => `it begins anew ${anewText(account, { now, zone: policies.timeZone })}`
  // Some of it may have been set aside by a process that is dead: looking at an account once more gives that back.
  const isStill = (least: number) => async () => {
    const [found] = await ledger.balances([account.name])
    return found !== undefined && found.spent + found.reserved >= least
  }
  if (committed > limit) {
    // Whoever goes past a hard limit hears it every time.
    if (type === 'hard')
      return `this call goes past the ${budgetText(account)}, because of --force: ${standText(balance)}; ${anew()}`
    if (!(await onlyOnce(ledger, `over/${whose}`, call.id, isStill(limit + 1)))) return undefined
    return `the ${budgetText(account)}, is used up: ${standText(balance)}; calls go on, because policies.limit.type is soft; ${anew()}`
  }
  const threshold = thresholdOf(account, policies.limit)
  if (committed < threshold) return undefined
  if (!(await onlyOnce(ledger, `${thresholdPercent}/${whose}`, call.id, isStill(threshold)))) return undefined
  const after = type === 'hard' ? 'calls are refused beyond it' : 'calls go on beyond it'
  return `${thresholdPercent} % of the ${budgetText(account)}, is reached: ${standText(balance)}; ${after}; ${anew()}`
}

const priceWarning = async (day: string, { call, ledger }: Warned): Promise<string | undefined> =>
  (await onlyOnce(ledger, `price/${day}/${modelName(call)}`, call.id))
    ? `what ${modelName(call)} costs is unknown, so no budget counts it; set its cost_per_1k_tokens under models in llm.yaml`
    : undefined

/** What is spent and set aside of a limit when a person is warned: a share of it. */
const thresholdOf = ({ limit = 0 }: SpendingAccount, { thresholdPercent }: Policies['limit']): number =>
  Math.ceil((limit * thresholdPercent) / 100)

/** Whether there may be something to hear at all; most calls are far from every limit. */
export const mayWarn = ({ budgets, unpriced, policies }: Warned): boolean =>
  unpriced !== undefined ||
  budgets.some(
    ({ account, balance }) =>
      balance.spent + balance.reserved >= Math.min(account.limit ?? 0, thresholdOf(account, policies.limit)),
  )

/**
 * What a person should hear before a call: each threshold once for each period and limit, whoever crosses it, and once a
 * day that a model without a price is not counted.
 */
export const warningsOf = async (warned: Warned): Promise<string[]> => {
  const said = warned.unpriced === undefined ? [] : [await priceWarning(warned.unpriced, warned)]
  for (const budget of warned.budgets) said.push(await budgetWarning(budget, warned))
  return said.filter((each) => each !== undefined)
}
