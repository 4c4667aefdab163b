import type { Settings } from '../config/settings.ts'
import { budgetAccounts, rateAccounts, type SpendingAccount } from './accounts.ts'
import type { SpendingCall } from './call.ts'
import type { Periods } from './periods.ts'
import { scopesOf } from './scopes.ts'

type Rules = Pick<Settings, 'policies' | 'agents'>

/** The accounts of the last minute's calls, by whose they are. Settings are never changed, only read anew. */
const known = new WeakMap<Rules['policies'], { agents: Rules['agents']; periods: Periods; named: Named }>()
type Named = Map<string, readonly SpendingAccount[]>

/** A gateway may serve very many projects: what was worked out for them is no reason to grow. */
const mostKnown = 1_000

/** The accounts that a call is counted on. */
export const accountsOf = (call: SpendingCall, rules: Rules, periods: Periods): readonly SpendingAccount[] => {
  const last = known.get(rules.policies)
  const isCurrent = last?.periods === periods && last.agents === rules.agents && last.named.size < mostKnown
  const { named } = isCurrent ? last : { named: new Map() as Named }
  if (!isCurrent) known.set(rules.policies, { agents: rules.agents, periods, named })
  const { provider, model, agent, project } = call
  const name = `${provider ?? ''}\n${model}\n${agent ?? ''}\n${project}`
  const found = named.get(name)
  if (found) return found
  const scopes = scopesOf(call, rules)
  const accounts = [...budgetAccounts(scopes, periods), ...rateAccounts(scopes, periods)]
  named.set(name, accounts)
  return accounts
}
