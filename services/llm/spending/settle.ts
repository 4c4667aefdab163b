import type { LedgerLine } from '@nimbus/kernel/define'
import type { TokenUsage } from '../conversation/messages.ts'
import { entryOf, spentNothing } from '../telemetry/entry.ts'
import type { Invocation } from '../telemetry/invocation.ts'
import { mayPrune, pruneSometimes } from '../telemetry/retention.ts'
import type { SpendingAccount } from './accounts.ts'
import type { Authorised, Purse } from './authorise.ts'
import { outputLine } from './output-history.ts'

const tokensOf = ({ input, cachedRead, cachedWrite, output, reasoning }: TokenUsage): number =>
  input + cachedRead + cachedWrite + output + reasoning

/**
 * What an account is charged with.
 *
 * A call that had begun to answer and of which nobody said what it took is charged with what was set aside for it: a
 * limit must hold with silent providers as well. Where nothing is set aside, because the account has no limit yet, that
 * is what the call was expected to cost. Its record says that the cost is unknown.
 */
const charged = ({ unit, name }: SpendingAccount, { lines, foreseen }: Authorised, invocation: Invocation): number => {
  if (unit === 'requests') return 1
  const known = unit === 'usd' ? invocation.cost : invocation.usage && tokensOf(invocation.usage)
  if (known !== undefined) return known
  if (spentNothing(invocation)) return 0
  const unlimited = unit === 'usd' ? foreseen.cost : undefined
  return lines.find(({ account }) => account === name)?.amount ?? unlimited ?? 0
}

/**
 * Puts what a call took in the place of what was set aside, with its record; see `Spending.settle`. Nobody waits until
 * it is written: what is not settled yet is still set aside.
 */
export const settle = (authorised: Authorised, invocation: Invocation, purse: Purse): Promise<void> | undefined => {
  const { policies } = purse.settings
  const { usage, outcome } = invocation
  const now = purse.now()
  const lines: LedgerLine[] = []
  for (const account of authorised.accounts) {
    const amount = charged(account, authorised, invocation)
    if (amount !== 0) lines.push({ account: account.name, amount })
  }
  if (usage && outcome === 'ok') {
    const { answers = 1 } = authorised.call
    lines.push(outputLine(authorised.call, now, Math.ceil((usage.output + usage.reasoning) / answers)))
  }
  const { id } = authorised
  purse.ledger.settle(id, lines, entryOf(invocation, policies.privacy), 'soon').catch((thrown: unknown) =>
    // It stays set aside, is shown as unsettled, and is written with the next call or by the next process.
    purse.log('warn', 'What a call took could not be recorded yet', { id, why: String(thrown) }),
  )
  return mayPrune(purse.ledger, now) ? pruneSometimes(purse, policies.retentionDays, id) : undefined
}
