import type { Change } from './call.ts'
import type { Effect } from './effect.ts'
import { globMatches } from './glob.ts'
import type { Principal } from './principal.ts'

/** What a rule decides. The order is the strictness: the strictest matching rule wins. */
export const decides = ['allow', 'ask', 'plan', 'deny'] as const
export type Decide = (typeof decides)[number]

/** A rule of policy. Every field that is present must match. */
export interface Rule {
  /** Glob over operation ids. */
  operation: string
  effect?: Effect | readonly Effect[]
  /** Glob over resource URIs. */
  resource?: string
  /** Glob over resource URIs that it does not apply to. */
  except?: string
  environment?: string
  /** `person`, `model`, `service`, or a glob over principal ids. */
  principal?: string
  /** Only calls that a person made directly, from their own shell. */
  direct?: true
  /** Only for what Nimbus made and nobody has touched since. */
  unedited?: true
  decide: Decide
  reason: string
  /** Samples that this rule must match, and must not; checked when policy is loaded. */
  match?: readonly Sample[]
  notMatch?: readonly Sample[]
}

/** A call in short, to test a rule with. */
export interface Sample {
  operation: string
  effect?: Effect
  resource?: string
  environment?: string
}

/** Rules of one origin. */
export interface PolicyLayer {
  /** `defaults`, `user`, `workspace`, or a level of autonomy. */
  name: string
  rules: readonly Rule[]
  /** Environments in which the approver must not be the requester. */
  protected?: readonly string[]
}

/** What is decided on. */
export interface Question {
  operation: string
  principal: Principal
  environment?: string
  direct: boolean
}

/** What policy says of one change, and which rule said it. */
export interface ChangeDecision {
  change: Change
  decide: Decide
  rule: string
}

/** What policy says of a call: the strictest of what it says of the changes. */
export interface Decision {
  decide: Decide
  rule: string
  changes: readonly ChangeDecision[]
  protected: boolean
}

/** The rule that applies when none matches. */
const unmatched = 'defaults: what no rule allows asks first'

/** Whether a rule speaks of a change. */
export const applies = (rule: Rule, question: Question, change: Change): boolean => {
  const { principal } = question
  const { effect } = rule
  if (effect && (typeof effect === 'string' ? effect !== change.effect : !effect.includes(change.effect))) return false
  if (!globMatches(rule.operation, question.operation)) return false
  if (rule.resource && !globMatches(rule.resource, change.resource)) return false
  if (rule.except && globMatches(rule.except, change.resource)) return false
  if (rule.environment && !globMatches(rule.environment, question.environment ?? '')) return false
  if (rule.principal && rule.principal !== principal.kind && !globMatches(rule.principal, principal.id)) return false
  return (!rule.direct || question.direct) && (!rule.unedited || change.unedited === true)
}

const decideChange = (layers: readonly PolicyLayer[], question: Question, change: Change): ChangeDecision => {
  let found: ChangeDecision | undefined
  for (const layer of layers)
    for (const rule of layer.rules)
      if ((!found || decides.indexOf(rule.decide) > decides.indexOf(found.decide)) && applies(rule, question, change))
        found = { change, decide: rule.decide, rule: `${layer.name}: ${rule.reason}` }
  return found ?? { change, decide: 'ask', rule: unmatched }
}

/** Whether an environment needs a second person. */
export const isProtected = (layers: readonly PolicyLayer[], environment: string | undefined): boolean =>
  environment !== undefined &&
  layers.some((layer) => layer.protected?.some((pattern) => globMatches(pattern, environment)))

const nothing: readonly Change[] = [{ resource: 'nimbus:nothing', effect: 'read' }]

/** Decides a call from the changes it would make. No changes at all is a read of nothing: allowed unless denied. */
export const decide = (layers: readonly PolicyLayer[], question: Question, changes: readonly Change[]): Decision => {
  const decided: ChangeDecision[] = []
  let reads = true
  for (const change of changes.length > 0 ? changes : nothing) {
    decided.push(decideChange(layers, question, change))
    reads &&= change.effect === 'read'
  }
  let strictest = decided[0] as ChangeDecision
  for (const each of decided) if (decides.indexOf(each.decide) > decides.indexOf(strictest.decide)) strictest = each
  const guarded = !reads && isProtected(layers, question.environment)
  return { decide: strictest.decide, rule: strictest.rule, changes: decided, protected: guarded }
}
