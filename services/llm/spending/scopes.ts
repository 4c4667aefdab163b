import type { Limits, Settings } from '../config/settings.ts'
import { modelName, type SpendingCall } from './call.ts'

/** Whose limits: everything together, a project, an agent, a model. */
export interface Scope {
  kind: 'global' | 'project' | 'agent' | 'model'
  /** `global`, `agent:reviewer`: the last part of the names of its accounts. */
  key: string
  limits: Limits
  /** Where its limits stand in the configuration. */
  setting: string
}

type Rules = Pick<Settings, 'policies' | 'agents'>

const none: Limits = {}

/** The scope of everything together. */
const globalScope = ({ policies }: Rules): Scope => ({
  kind: 'global',
  key: 'global',
  limits: policies,
  setting: 'policies',
})

/** The scope of a project. */
const projectScope = (name: string, { policies }: Rules): Scope => ({
  kind: 'project',
  key: `project:${name}`,
  limits: policies.perProject[name] ?? none,
  setting: `policies.per_project.${name}`,
})

/** The scope of an agent. */
const agentScope = (name: string, { agents }: Rules): Scope => ({
  kind: 'agent',
  key: `agent:${name}`,
  limits: agents[name]?.limits ?? none,
  setting: `policies.per_agent.${name}`,
})

/** The scope of a model, by `provider/id`, or by its id alone, whoever provides it. */
const modelScope = (name: string, { policies }: Rules): Scope => ({
  kind: 'model',
  key: `model:${name}`,
  limits: policies.perModel[name] ?? none,
  setting: `policies.per_model.${name}`,
})

/** The scopes that a call counts in. Their limits hold all together. */
export const scopesOf = (
  call: Pick<SpendingCall, 'provider' | 'model' | 'agent' | 'project'>,
  rules: Rules,
): Scope[] => [
  globalScope(rules),
  projectScope(call.project, rules),
  ...(call.agent === undefined ? [] : [agentScope(call.agent, rules)]),
  ...[...new Set([modelName(call), call.model])].map((name) => modelScope(name, rules)),
]

/** Everything together, and whoever has limits of their own. */
export const limitedScopes = (rules: Rules): Scope[] => [
  globalScope(rules),
  ...Object.keys(rules.policies.perProject).map((name) => projectScope(name, rules)),
  ...Object.values(rules.agents)
    .filter(({ limits }) => limits !== undefined)
    .map(({ name }) => agentScope(name, rules)),
  ...Object.keys(rules.policies.perModel).map((name) => modelScope(name, rules)),
]

/** What a scope is called in a sentence: `the daily budget …`. */
export const ofScope = ({ kind, key }: Pick<Scope, 'kind' | 'key'>): string =>
  kind === 'global' ? '' : ` of ${kind} ${key.slice(kind.length + 1)}`
