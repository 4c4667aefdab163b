import { join } from 'node:path'
import {
  decides,
  defaultPolicy,
  effects,
  failedSamples,
  invalid,
  nearest,
  type PolicyLayer,
  type Rule,
  type Trust,
} from '@nimbus/kernel'
import type { Home } from './home.ts'
import { readYaml } from './yaml-file.ts'

const fields = [
  'operation',
  'effect',
  'resource',
  'environment',
  'principal',
  'direct',
  'decide',
  'reason',
  'match',
  'notMatch',
]

const wrong = (message: string, at: string, why?: string, next?: string) =>
  invalid('invalid-policy', message, {
    at,
    ...(why ? { why } : {}),
    next: next ?? 'mend the rule; nothing runs with a broken policy',
  })

const toRule = (value: unknown, at: string): Rule => {
  if (!value || typeof value !== 'object' || Array.isArray(value)) throw wrong('A rule must be a mapping', at)
  for (const key of Object.keys(value))
    if (!fields.includes(key)) {
      const close = nearest(key, fields)
      throw wrong(
        `A rule has no field ${key}`,
        at,
        undefined,
        close ? `did you mean ${close}?` : `it takes ${fields.join(', ')}`,
      )
    }
  const rule = value as Partial<Rule>
  if (typeof rule.operation !== 'string') throw wrong('A rule needs operation: a glob over ids', at)
  if (!decides.some((each) => each === rule.decide)) throw wrong(`A rule needs decide: ${decides.join(', ')}`, at)
  if (typeof rule.reason !== 'string' || rule.reason === '') throw wrong('A rule needs a reason', at)
  for (const effect of rule.effect === undefined ? [] : [rule.effect].flat())
    if (!effects.includes(effect))
      throw wrong(`effect: ${String(effect)} is not an effect`, at, undefined, `use ${effects.join(', ')}`)
  for (const name of ['resource', 'environment', 'principal'] as const)
    if (rule[name] !== undefined && typeof rule[name] !== 'string') throw wrong(`${name} must be text`, at)
  const checked = rule as Rule
  const [failed] = failedSamples(checked)
  if (failed) throw wrong('A rule does not do what its samples say', at, failed)
  return checked
}

const toLayer = async (path: string, name: string): Promise<PolicyLayer> => {
  const file = await readYaml(path)
  if (file.problem) throw wrong(file.problem.message, file.problem.at ?? path, file.problem.why)
  const value = file.value && typeof file.value === 'object' ? file.value : {}
  const rules: unknown = 'rules' in value ? value.rules : []
  const guarded: unknown = 'protected' in value ? value.protected : []
  if (!Array.isArray(rules)) throw wrong('rules must be a list', path)
  if (!Array.isArray(guarded) || guarded.some((each) => typeof each !== 'string'))
    throw wrong('protected must be a list of environments', path)
  return {
    name,
    rules: rules.map((rule, index) => toRule(rule, `${path}: rules.${index}`)),
    protected: guarded.map(String),
  }
}

/** What a level of autonomy adds: it only ever tightens. */
const autonomyLayer = (level: unknown): PolicyLayer[] => {
  const reason = `autonomy is ${String(level)}`
  const effect = ['create', 'update', 'delete'] as const
  const own: Rule = { operation: '{nimbus.*,state.config-*}', effect, decide: 'ask', reason }
  if (level === 'observe') return [{ name: 'autonomy', rules: [{ ...own, operation: '*', decide: 'deny' }] }]
  if (level === 'propose') return [{ name: 'autonomy', rules: [{ ...own, operation: '*', decide: 'plan' }] }]
  return []
}

/**
 * The layers of policy for a workspace: defaults, user, workspace, autonomy.
 *
 * An untrusted workspace can only tighten: its `allow` rules are dropped. Raises `invalid-policy` (exit 2).
 */
export const policyLayers = async (
  home: Home,
  workspace: string,
  trust: Trust,
  autonomy: unknown,
): Promise<PolicyLayer[]> => {
  const user = await toLayer(home.policy, 'user')
  const project = await toLayer(join(workspace, '.nimbus', 'policy.yaml'), 'workspace')
  const trusted = project.rules.length === 0 || (await trust.status(workspace)).trusted
  const rules = trusted ? project.rules : project.rules.filter(({ decide }) => decide !== 'allow')
  return [defaultPolicy, user, { ...project, rules }, ...autonomyLayer(autonomy)]
}
