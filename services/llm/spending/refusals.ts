import { denied, type LedgerRefusal, type NimbusError } from '@nimbus/kernel/define'
import { dollars } from '@nimbus/money'
import { ModelFailure } from '../providers/failure.ts'
import type { SpendingAccount } from './accounts.ts'
import { modelName, type SpendingCall } from './call.ts'
import { endOf, momentIn, untilText } from './periods.ts'
import { ofScope } from './scopes.ts'

/** A moment and the time zone in which people see it. */
interface Here {
  now: Date
  zone: string
}

const budgetName = ({ period, scope }: SpendingAccount): string =>
  `${period === 'day' ? 'daily' : 'monthly'} budget${ofScope(scope)}`

/** `the daily budget of agent reviewer, $1.00`. */
export const budgetText = (account: SpendingAccount): string => `${budgetName(account)}, ${dollars(account.limit ?? 0)}`

/** `at 2026-11-22 00:00 Europe/Berlin (in 5 h)`: when an account begins anew. */
export const anewText = ({ period }: SpendingAccount, { now, zone }: Here): string => {
  const end = endOf(period, now, zone)
  return `at ${momentIn(end, zone)} (in ${untilText(end, now)})`
}

/** A budget does not allow a call; nothing was spent. */
export const overBudget = (account: SpendingAccount, refusal: LedgerRefusal, here: Here): NimbusError => {
  const { spent, reserved, asked, limit } = refusal
  const larger = asked > limit
  return denied('over-budget', `The ${budgetText(account)}, does not allow this call`, {
    at: account.setting,
    why: larger
      ? `this call may take ${dollars(asked)}, more than the whole budget`
      : `${dollars(spent)} is spent and ${dollars(reserved)} set aside for calls under way; this one may take ${dollars(asked)}`,
    next: `${larger ? '' : `it begins anew ${anewText(account, here)}; until then `}take a cheaper model, lower the maximum of tokens, raise ${account.setting}, or go past it with --force of nimbus llm chat or exec`,
  })
}

/**
 * Too much was asked within a minute. The cause is the same failure that a provider would give, with the time after
 * which there is room again.
 */
export const rateLimited = (
  account: SpendingAccount,
  refusal: LedgerRefusal,
  call: SpendingCall,
  { now, zone }: Here,
): NimbusError => {
  const { spent, reserved, asked, limit } = refusal
  const end = endOf('minute', now, zone)
  const message = `The limit of ${limit} ${account.unit} a minute${ofScope(account.scope)} does not allow this call now`
  const cause = new ModelFailure('rate-limited', message, {
    provider: call.provider ?? '',
    model: call.model,
    ...(asked > limit ? {} : { retryAfterMs: end.getTime() - now.getTime() }),
  })
  return denied('rate-limited', message, {
    at: account.setting,
    why:
      asked > limit
        ? `this call alone takes about ${asked}`
        : `${spent} were counted in this minute and ${reserved} are under way; this call takes ${account.unit === 'tokens' ? 'about ' : ''}${asked}`,
    next:
      asked > limit
        ? `make the request smaller, or raise ${account.setting}`
        : `try again in ${untilText(end, now)}, or raise ${account.setting}`,
    cause,
  })
}

/** How what is asked gets a price: a model by its entry, an agent program by a model that has one or by its seat. */
const priced = ({ provider }: SpendingCall): string =>
  provider === undefined
    ? 'give the program a model with a price, write cost: not-metered under output in its definition for a seat at a flat rate'
    : 'set cost_per_1k_tokens of this model under models in llm.yaml'

/** A hard limit cannot hold for a call that costs nobody knows what. */
export const unknownPrice = (call: SpendingCall, account: SpendingAccount): NimbusError =>
  denied('unknown-price', `What ${modelName(call)} costs is unknown`, {
    at: account.setting,
    why: `a hard limit, the ${budgetText(account)}, cannot hold for a model without a price`,
    next: `${priced(call)}, make policies.limit.type soft, or go ahead with --force of nimbus llm chat or exec`,
  })

/** A call this dear needs a word of explanation. */
export const needsJustification = (cost: number, threshold: number): NimbusError =>
  denied('needs-justification', `This call may cost ${dollars(cost)} and needs a justification`, {
    at: 'policies.require_justification_over_usd',
    why: `everything over ${dollars(threshold)} does`,
    next: 'say why with --justification "…" of nimbus chat, llm chat or llm exec, or take a cheaper model',
  })
