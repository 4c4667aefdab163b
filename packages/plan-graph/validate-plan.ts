import {
  type Catalog,
  type CatalogEntry,
  type JsonSchema,
  mainName,
  nearest,
  type Plan,
  type PlanStep,
  planDigest,
  planLifetimeMs,
  rank,
  unknownOperation,
} from '@nimbus/kernel'
import { comesAfter, cycleIn } from './graph.ts'
import { type Later, type Misfit, misfits } from './misfits.ts'
import { partsOf } from './pointer.ts'
import { inPlan, inStep, type PlanProblem, problemOf } from './problem.ts'
import { allReferences, asReference, type Reference } from './references.ts'
import { mayFit, named, namesAt, schemasAt } from './schema-places.ts'

/** What a plan is held against. */
export type Known = Pick<Catalog, 'get' | 'list'>

const ofWhole = (plan: Plan, now: Date): PlanProblem[] => {
  const found: PlanProblem[] = []
  if (planDigest(plan) !== plan.digest)
    found.push({
      code: 'plan-edited',
      message: 'the plan is not what its digest says',
      at: inPlan('/digest'),
      why: 'it was changed after it was made',
      next: 'take id and digest out to make it a plan of your own, or make a fresh one',
    })
  if (!(Date.parse(plan.expires) > now.getTime()))
    found.push({
      code: 'plan-expired',
      message: `the plan expired at ${plan.expires}`,
      at: inPlan('/expires'),
      next: 'make a fresh one',
    })
  if (Date.parse(plan.expires) - now.getTime() > planLifetimeMs)
    found.push({
      code: 'plan-lives-too-long',
      message: `the plan would hold until ${plan.expires}`,
      at: inPlan('/expires'),
      why: 'plans hold for a day at most: the world moves on',
      next: 'take expires out',
    })
  return found
}

const ofGraph = (plan: Plan): PlanProblem[] => {
  const ids = plan.steps.map(({ id }) => id)
  const known = new Set(ids)
  const twice = ids.filter((id, i) => ids.indexOf(id) !== i)
  const unknown = plan.steps.flatMap(({ id, dependsOn }) =>
    dependsOn.filter((each) => !known.has(each)).map((each) => noSuchStep(each, ids, inStep(id, '/dependsOn'))),
  )
  const cycle = cycleIn(plan.steps)
  return [
    ...[...new Set(twice)].map((id) => ({
      code: 'duplicate-step',
      message: `${twice.filter((each) => each === id).length + 1} steps are called ${id}`,
      at: inStep(id, '/id'),
      next: 'give each step an id of its own',
    })),
    ...unknown,
    ...(cycle
      ? [
          {
            code: 'plan-cycle',
            message: `steps depend on each other: ${cycle.join(' → ')}`,
            at: inStep(cycle[0] ?? '', '/dependsOn'),
            next: 'take one of these dependencies out',
          },
        ]
      : []),
  ]
}

const noSuchStep = (step: string, ids: readonly string[], at: string): PlanProblem => {
  const close = nearest(step, ids)
  return {
    code: 'no-such-step',
    message: `there is no step ${step}`,
    at,
    next: close ? `did you mean ${close}?` : `the steps are ${ids.slice(0, 20).join(', ')}`,
  }
}

const ofEffect = ({ id, effect, retry }: PlanStep, entry: CatalogEntry): PlanProblem[] => [
  ...(rank(effect) > rank(entry.effect)
    ? [
        {
          code: 'effect-exceeded',
          message: `the step says ${effect}, and ${entry.effect} is the most that ${entry.id} does`,
          at: inStep(id, '/effect'),
          next: 'leave effect out, and it is found out',
        },
      ]
    : []),
  ...(retry && retry.attempts > 1 && !entry.idempotent
    ? [
        {
          code: 'not-idempotent',
          message: `${entry.id} may not be tried again`,
          at: inStep(id, '/retry'),
          why: 'running it twice is not the same as running it once',
          next: 'leave retry out',
        },
      ]
    : []),
]

/** What a result may have at a place, for who named one that it cannot have. */
const rather = (output: JsonSchema, parts: readonly string[]): string => {
  const close = nearest(parts.at(-1) ?? '', namesAt(output, parts.slice(0, -1)))
  return close ? `did you mean ${close}?` : `it gives ${namesAt(output, []).join(', ') || 'nothing'}`
}

/** A result that can never be what the step says would be found out after its effect. */
const ofAsserts = ({ id, asserts = [] }: PlanStep, { id: operation, output }: CatalogEntry): PlanProblem[] =>
  asserts.flatMap(({ pointer, equals }, i): PlanProblem[] => {
    const at = inStep(id, `/asserts/${i}`)
    const parts = partsOf(pointer) ?? []
    const found = schemasAt(output, parts)
    if (found.length === 0)
      return [
        {
          code: 'no-such-result',
          message: `${operation} gives nothing at ${pointer}`,
          at,
          next: rather(output, parts),
        },
      ]
    if (found.some((schema) => misfits(schema, equals, '', () => undefined).length === 0)) return []
    const kinds = [...new Set(found.map(named))].join(' or ')
    const message = `${pointer} is ${kinds}, and never ${JSON.stringify(equals)}`
    return [{ code: 'never-so', message, at, next: 'assert what it can be, or leave it out' }]
  })

/** What is wrong with a reference where a value of some schema belongs, as seen from the schemas alone. */
const referenceMisfits = (
  reference: Reference,
  wanted: JsonSchema,
  outputs: (step: string) => JsonSchema | undefined,
): readonly Misfit[] => {
  const output = outputs(reference.step)
  const parts = partsOf(reference.pointer) ?? []
  if (!output) return []
  const found = schemasAt(output, parts)
  if (found.length === 0) {
    const message = `step ${reference.step} gives nothing at ${reference.pointer}`
    return [{ at: reference.at, message, next: rather(output, parts) }]
  }
  if (found.some((schema) => mayFit(schema, wanted))) return []
  const given = [...new Set(found.map(named))].join(' or ')
  return [{ at: reference.at, message: `takes ${named(wanted)}, and step ${reference.step} gives ${given}` }]
}

const ofInput = (step: PlanStep, entry: CatalogEntry, outputs: (step: string) => JsonSchema | undefined) => {
  const later: Later = (value, schema, at) => {
    const reference = asReference(value, at)
    if (!reference) return undefined
    return 'step' in reference ? referenceMisfits(reference, schema, outputs) : []
  }
  return misfits(entry.input, step.input, '', later).map(
    ({ at, message, next }): PlanProblem => ({
      code: 'invalid-input',
      message: at ? `${at.slice(1).replaceAll('/', '.')}: ${message}` : `the input ${message}`,
      at: inStep(step.id, `/input${at}`),
      next: next ?? `see what it takes with: nimbus ${mainName(entry)} --help`,
    }),
  )
}

const ofReferences = (
  plan: Plan,
  step: PlanStep,
  ids: readonly string[],
  known: ReadonlySet<string>,
): PlanProblem[] => {
  let earlier: ReadonlySet<string> | undefined
  const follows = (id: string): boolean => {
    if (step.dependsOn.includes(id)) return true
    earlier ??= comesAfter(plan, step)
    return earlier.has(id)
  }
  return allReferences(step.input).flatMap((each): PlanProblem[] => {
    const at = inStep(step.id, `/input${each.at}`)
    if (!('step' in each))
      return [
        {
          code: 'malformed-reference',
          message: each.fault,
          at,
          next: 'write { "$from": { "step": "…", "pointer": "/…" } }',
        },
      ]
    if (!known.has(each.step)) return [noSuchStep(each.step, ids, at)]
    if (follows(each.step)) return []
    return [
      {
        code: 'missing-dependency',
        message: `step ${step.id} takes a value from ${each.step} and does not depend on it`,
        at,
        next: `add ${each.step} to its dependsOn`,
      },
    ]
  })
}

/**
 * Everything that is wrong with a plan: digest and expiry, the graph, unknown operations, effects above what an
 * operation declares, inputs that do not fit, references that find nothing or the wrong type, results that can never be so.
 * Empty when it is in order.
 *
 * It looks at the plan and the catalog alone. What only the world can tell is left to previews.
 */
export const validatePlan = (plan: Plan, catalog: Known, now: Date): readonly PlanProblem[] => {
  const ids = plan.steps.map(({ id }) => id)
  const known = new Set(ids)
  const operations = new Map(plan.steps.map(({ id, operation }) => [id, operation]))
  const outputs = (step: string) => catalog.get(operations.get(step) ?? '')?.output
  const ofSteps = plan.steps.flatMap((step) => {
    const entry = catalog.get(step.operation)
    const references = ofReferences(plan, step, ids, known)
    if (entry)
      return [...ofEffect(step, entry), ...ofAsserts(step, entry), ...ofInput(step, entry, outputs), ...references]
    const served = catalog.list().map(({ id }) => id)
    return [{ ...problemOf(unknownOperation(step.operation, served).data), at: inStep(step.id, '/operation') }]
  })
  return [...ofWhole(plan, now), ...ofGraph(plan), ...ofSteps]
}

/** The steps that no plan may have, because only whoever is at the top makes those calls, each with the reason. */
export const notForPlans = (plan: Plan, catalog: Known): readonly PlanProblem[] =>
  plan.steps.flatMap(({ id, operation }) => {
    const why = catalog.get(operation)?.exclude.call
    if (!why) return []
    const next = 'take the step out, and make the call yourself'
    return [
      { code: 'not-in-a-plan', message: `${operation} cannot be a step`, at: inStep(id, '/operation'), why, next },
    ]
  })
