import type { LedgerClaim } from '@nimbus/kernel/define'
import type { SpendingAccount } from './accounts.ts'
import type { Foreseen } from './estimate.ts'

/** What is to be set aside on an account that has a limit. */
export interface AccountClaim {
  account: SpendingAccount
  claim: LedgerClaim
}

/** The share of a limit below which the most that a request allows is set aside, so that the limit holds to the end. */
const carefulBelow = 0.2

const amountsOf = ({ unit }: SpendingAccount, foreseen: Foreseen) => {
  if (unit === 'requests') return { amount: 1, careful: 1 }
  const { cost, carefulCost, inputTokens, outputTokens, carefulOutput } = foreseen
  if (unit === 'usd') return cost === undefined ? undefined : { amount: cost, careful: carefulCost ?? cost }
  return { amount: inputTokens + outputTokens, careful: inputTokens + carefulOutput }
}

/**
 * What a call claims on its accounts. Budgets are only counted where their limit is soft or the call goes past them;
 * requests and tokens by the minute are always held to their limits.
 */
export const claimsOf = (
  accounts: readonly SpendingAccount[],
  foreseen: Foreseen,
  budgets: 'held' | 'counted',
): AccountClaim[] => {
  const claims: AccountClaim[] = []
  for (const account of accounts) {
    const { name, unit, limit } = account
    if (limit === undefined) continue
    const amounts = amountsOf(account, foreseen)
    // What costs nothing fits even where more was spent than allowed.
    if (!amounts || (unit === 'usd' && amounts.careful === 0)) continue
    const claim: LedgerClaim = { account: name, amount: amounts.amount }
    if (unit !== 'usd' || budgets === 'held') {
      claim.limit = limit
      claim.careful = { below: carefulBelow, amount: amounts.careful }
    }
    claims.push({ account, claim })
  }
  return claims
}
