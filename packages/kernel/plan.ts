import type { Call, Change, Irreversible, Preview } from './call.ts'
import { digestOf } from './canonical.ts'
import type { Effect } from './effect.ts'
import { newId } from './ids.ts'
import type { Decide, Decision } from './policy.ts'

/** What a result holds at a JSON pointer (RFC 6901). */
export interface PlanAssert {
  pointer: string
  equals: unknown
}

/** A step of a plan. Inputs may hold `{ "$from": { step, pointer } }` in place of a value. */
export interface PlanStep {
  id: string
  operation: string
  input: unknown
  dependsOn: readonly string[]
  effect: Effect
  reason: string
  /** What it should come to, in words. */
  expect?: string
  /** Only for idempotent operations: how often it is tried in all. */
  retry?: { attempts: number }
  /** How long it may take, in milliseconds. */
  timeoutMs?: number
  /** What its result has to be, place by place; with another one it has failed. */
  asserts?: readonly PlanAssert[]
}

/** What policy said of a step when the plan was made; an approval covers exactly these changes. */
export interface PlanDecision {
  step: string
  decide: Decide
  rule: string
  changes: readonly Change[]
  /** Why nothing will take the step back, where that is known. */
  irreversible?: string
}

/** A saved, reviewable graph of steps. */
export interface Plan {
  version: 1
  id: string
  /** Of everything but `id` and `digest`. */
  digest: string
  request?: string
  intent?: string
  /** The model that planned, where one did: its steps are nobody's own. */
  plannedBy?: string
  workspace: string
  environment?: string
  steps: readonly PlanStep[]
  /** By name; `step/name` where there are several steps. */
  preconditions: Readonly<Record<string, string>>
  /** `durationMs` is the sum of what steps took by the median of `runs` runs or more; absent where nobody knows. */
  estimates: { durationMs?: number; runs?: number; costUsd?: number }
  risks?: readonly string[]
  /** Programs by name, with the versions the plan was made with. */
  toolVersions?: Readonly<Record<string, string>>
  /** What becomes of the rest when a step fails; `stop` by default. */
  onFailure?: 'stop' | 'continue' | 'roll-back'
  decisions: readonly PlanDecision[]
  /** ISO 8601. */
  expires: string
}

/** Who approved which digest, and when. */
export interface Approval {
  by: string
  /** Nobody had to: policy allows every step. It covers nothing, and policy speaks again when a step is done. */
  needless?: true
  digest: string
  at: string
}

/** What travels with a call: these changes were approved, or allowed by policy, and nothing else is. */
export interface Covering {
  /** The approved plan; absent when policy allowed the caller without one. */
  plan?: string
  /** Who approved. */
  by: string
  /** Who had asked; in a protected environment somebody else than who approved. */
  requester?: string
  changes: readonly Change[]
}

/** How long a saved plan may be applied. */
export const planLifetimeMs = 24 * 60 * 60 * 1000

/** The digest a plan must have. */
export const planDigest = ({ id: _id, digest: _digest, ...body }: Plan): string => digestOf(body)

/** Why nothing will take back what was looked at, where that is known. */
export const irreversibleIn = ({ undo }: Preview): Partial<Irreversible> =>
  undo && 'irreversible' in undo ? { irreversible: undo.irreversible } : {}

/** The plan of one call, which is what asking once means. */
export const oneStepPlan = (
  call: Call & { effect: Effect; summary: string },
  foreseen: { preview: Preview; decision: Decision; workspace: string; environment?: string; now: Date },
): Plan => {
  const body: Omit<Plan, 'id' | 'digest'> = {
    version: 1,
    workspace: foreseen.workspace,
    ...(foreseen.environment ? { environment: foreseen.environment } : {}),
    steps: [
      {
        id: '1',
        operation: call.operation,
        input: call.input,
        dependsOn: [],
        effect: call.effect,
        reason: call.summary,
      },
    ],
    preconditions: foreseen.preview.preconditions ?? {},
    estimates: {},
    decisions: [
      {
        step: '1',
        decide: foreseen.decision.decide,
        rule: foreseen.decision.rule,
        changes: foreseen.preview.changes.map(({ diff: _diff, ...change }) => change),
        ...irreversibleIn(foreseen.preview),
      },
    ],
    expires: new Date(foreseen.now.getTime() + planLifetimeMs).toISOString(),
  }
  const plan = { ...body, id: newId('p'), digest: '' }
  return { ...plan, digest: planDigest(plan) }
}
