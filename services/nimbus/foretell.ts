import type { Change, HostContext } from '@nimbus/kernel/define'
import { isUnseen, needsSecondPerson, noWayBack, type Plan, sealed } from '@nimbus/plan-graph'

type Decision = Plan['decisions'][number]

const counted = (changes: readonly Pick<Change, 'resource'>[]): string => {
  const [first, ...more] = changes
  return `${first?.resource ?? ''}${more.length > 0 ? ` and ${more.length} more` : ''}`
}

const verbs = { delete: 'deletes', update: 'changes', create: 'makes' } as const

/** What a step with an effect comes to, as far as a look at it tells. */
const expected = ({ changes }: Decision): string | undefined => {
  const said = (['delete', 'update', 'create'] as const).flatMap((kind) => {
    const those = changes.filter((change) => change.effect === kind)
    return those.length > 0 ? [`${verbs[kind]} ${counted(those)}`] : []
  })
  return said.length > 0 ? said.join(', ') : undefined
}

const risksOf = (plan: Plan, guarded: boolean): string[] => {
  const unseen = new Set(plan.steps.filter((step) => isUnseen(plan, step)).map(({ id }) => id))
  const ofSteps = plan.decisions.flatMap(({ step, changes, irreversible }) => {
    const gone = changes.filter(({ effect }) => effect === 'delete')
    return [
      ...(gone.length > 0 ? [`step ${step} deletes ${counted(gone)}`] : []),
      ...(irreversible ? [noWayBack(step, irreversible)] : []),
      ...(unseen.has(step) ? [`what step ${step} changes is not known before its turn comes`] : []),
    ]
  })
  return [...(guarded ? [`${plan.environment} is protected: it needs a second person`] : []), ...ofSteps]
}

const median = (some: readonly number[]): number => {
  const sorted = some.toSorted((a, b) => a - b)
  const half = Math.floor(sorted.length / 2)
  return sorted.length % 2 === 1 ? (sorted[half] ?? 0) : ((sorted[half - 1] ?? 0) + (sorted[half] ?? 0)) / 2
}

/** How long the steps took before, one after the other; nothing where one of them was never seen. */
const timeOf = async ({ steps }: Plan, { records, principal }: HostContext): Promise<Plan['estimates']> => {
  const lasted = await records.journal.lasted([...new Set(steps.map(({ operation }) => operation))], principal.tenant)
  const byOperation = Map.groupBy(lasted, ({ operation }) => operation)
  let [durationMs, runs] = [0, Number.POSITIVE_INFINITY]
  for (const { operation } of steps) {
    const seen = byOperation.get(operation)
    if (!seen) return {}
    durationMs += median(seen.map(({ ms }) => ms))
    runs = Math.min(runs, seen.length)
  }
  return { durationMs: Math.round(durationMs), runs }
}

const versionsOf = ({ steps }: Plan, { records, catalog }: HostContext): Promise<Readonly<Record<string, string>>> =>
  records.versions([...new Set(steps.flatMap(({ operation }) => catalog.get(operation)?.needs.programs ?? []))])

/**
 * A decided plan with what can be said of it beforehand: what each step comes to, what could go wrong, how long it takes
 * by the history, and the versions of the programs that it needs. What nobody knows is left out.
 */
export const foretold = async (plan: Plan, ctx: HostContext): Promise<Plan> => {
  const [policy, time, toolVersions] = await Promise.all([
    ctx.records.policy(plan.workspace),
    timeOf(plan, ctx),
    versionsOf(plan, ctx),
  ])
  const decisionOf = new Map(plan.decisions.map((decision) => [decision.step, decision]))
  const steps = plan.steps.map((step) => {
    const decision = decisionOf.get(step.id)
    const expect = step.expect ?? (decision ? expected(decision) : undefined)
    return expect === undefined ? step : { ...step, expect }
  })
  const { durationMs: _durationMs, runs: _runs, ...estimates } = plan.estimates
  const risks = risksOf(plan, needsSecondPerson(plan, policy))
  return sealed({ ...plan, steps, estimates: { ...estimates, ...time }, risks, toolVersions })
}

/** Programs that are of another version than when a plan was made, in words. What is unknown by now is not another. */
export const otherTools = async (plan: Plan, ctx: HostContext): Promise<string[]> => {
  const then = plan.toolVersions ?? {}
  const now = await ctx.records.versions(Object.keys(then))
  return Object.keys(then)
    .filter((name) => now[name] !== undefined && now[name] !== then[name])
    .map((name) => `${name} is ${now[name]} now, and was ${then[name]} when the plan was made`)
}
