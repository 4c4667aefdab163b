import type { Settings } from '../config/settings.ts'
import { budgetAccounts, rateAccounts, type SpendingAccount } from './accounts.ts'
import type { SpendingCall } from './call.ts'
import type { Periods } from './periods.ts'
import { scopesOf } from './scopes.ts'

type Rules = Pick<Settings, 'policies' | 'agents'>

/** The accounts of the last minute's calls, by whose they are. Settings are never changed, only read anew. */
const known = new WeakMap<Rules['policies'], { agents: Rules['agents']; periods: Periods; named: Named }>()
type Named = Map<string, readonly SpendingAccount[]>

/** Whose the last call was: the next one is mostly the same one's. */
interface Last extends Pick<SpendingCall, 'provider' | 'model' | 'agent' | 'project'> {
  named: Named
  accounts: readonly SpendingAccount[]
}

let latest: Last | undefined

const isOf = ({ provider, model, agent, project }: SpendingCall, last: Last): boolean =>
  last.model === model && last.project === project && last.provider === provider && last.agent === agent

/** A gateway may serve very many projects: what was worked out for them is no reason to grow. */
const mostKnown = 1_000

const accountsIn = (scopes: ReturnType<typeof scopesOf>, periods: Periods): readonly SpendingAccount[] => [
  ...budgetAccounts(scopes, periods),
  ...rateAccounts(scopes, periods),
]

/** The accounts that a call is counted on. */
export const accountsOf = (call: SpendingCall, rules: Rules, periods: Periods): readonly SpendingAccount[] => {
  const last = known.get(rules.policies)
  const isCurrent = last?.periods === periods && last.agents === rules.agents && last.named.size < mostKnown
  const { named } = isCurrent ? last : { named: new Map() as Named }
  if (!isCurrent) known.set(rules.policies, { agents: rules.agents, periods, named })
  const { provider, model, agent, project } = call
  if (latest?.named === named && isOf(call, latest)) return latest.accounts
  const name = `${provider ?? ''}\n${model}\n${agent ?? ''}\n${project}`
  const accounts = named.get(name) ?? accountsIn(scopesOf(call, rules), periods)
  named.set(name, accounts)
  latest = { provider, model, agent, project, named, accounts }
  return accounts
}
