import { join } from 'node:path'
import { decides, effects, invalid, nearest, type PolicyLayer, type Rule, type Trust } from '@nimbus/kernel'
import { defaultPolicy } from './default-policy.ts'
import type { Home } from './home.ts'
import { failedSamples } from './policy-samples.ts'
import { readYaml } from './yaml-file.ts'

const fields = [
  'operation',
  'effect',
  'resource',
  'except',
  'environment',
  'principal',
  'direct',
  'unedited',
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

const checkSamples = (samples: unknown, at: string): void => {
  if (samples === undefined) return
  if (!Array.isArray(samples)) throw wrong('Samples must be a list', at)
  for (const sample of samples as unknown[]) {
    const texts = sample && typeof sample === 'object' ? Object.entries(sample) : []
    if (texts.some(([, value]) => typeof value !== 'string') || !texts.some(([key]) => key === 'operation'))
      throw wrong('A sample is a mapping of texts with an operation', at)
  }
}

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
  if (typeof rule.operation !== 'string' || rule.operation === '')
    throw wrong('A rule needs operation: a glob over ids', at)
  if (!decides.some((each) => each === rule.decide)) throw wrong(`A rule needs decide: ${decides.join(', ')}`, at)
  if (typeof rule.reason !== 'string' || rule.reason === '') throw wrong('A rule needs a reason', at)
  for (const effect of rule.effect === undefined ? [] : [rule.effect].flat())
    if (!effects.includes(effect))
      throw wrong(`effect: ${String(effect)} is not an effect`, at, undefined, `use ${effects.join(', ')}`)
  for (const name of ['resource', 'except', 'environment', 'principal'] as const)
    if (rule[name] !== undefined && typeof rule[name] !== 'string') throw wrong(`${name} must be text`, at)
  for (const name of ['direct', 'unedited'] as const)
    if (rule[name] !== undefined && rule[name] !== true) throw wrong(`${name} must be true, or absent`, at)
  for (const name of ['match', 'notMatch'] as const) checkSamples(rule[name], `${at}: ${name}`)
  const checked = rule as Rule
  const [failed] = failedSamples(checked)
  if (failed) throw wrong('A rule does not do what its samples say', at, failed)
  return checked
}

const toLayer = async (path: string, name: string): Promise<PolicyLayer> => {
  const file = await readYaml(path)
  if (file.problem) throw wrong(file.problem.message, file.problem.at ?? path, file.problem.why)
  const { value } = file
  if (value === null || typeof value !== 'object' || Array.isArray(value))
    throw wrong('The file must be a mapping of rules and protected', path)
  const unknown = Object.keys(value).find((key) => key !== 'rules' && key !== 'protected')
  if (unknown) throw wrong(`Policy has no field ${unknown}`, path, undefined, 'it takes rules and protected')
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

/**
 * What a level of autonomy adds: it only ever tightens.
 *
 * `observe` forbids every effect. `propose` turns every effect into a saved plan; plans themselves can be approved
 * meanwhile, and are applied once the level is raised.
 */
const autonomyLayer = (level: unknown): PolicyLayer[] => {
  const effect = ['create', 'update', 'delete'] as const
  const raise = 'a person may raise it for one command with NIMBUS_AUTONOMY=operate'
  const rule = (more: Pick<Rule, 'decide' | 'reason'> & Partial<Rule>) => [
    { name: 'autonomy', rules: [{ operation: '**', effect, ...more }] },
  ]
  if (level === 'observe') return rule({ decide: 'deny', reason: `it is observe, which only reads; ${raise}` })
  if (level === 'propose')
    return rule({
      except: 'nimbus:records/plans/**',
      decide: 'plan',
      reason: `it is propose: plans are made, ${raise}`,
    })
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
