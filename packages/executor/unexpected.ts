import { type Change, type Finding, mayApprove, member, type PlanStep, type TaskStep } from '@nimbus/kernel'
import { shownOf, stirred } from '@nimbus/plan-graph'
import { unexpectedCode, unexpectedEffects } from '@nimbus/safety'
import { standing, type Work } from './work.ts'

/** Events of a run that are read at a time: before it starts there are those of the look at it. */
const page = 100

type Done = Pick<Change, 'resource' | 'effect'>

/** What a run says as it starts that it was let through to change. */
export const changesOf = (data: unknown): readonly Done[] => {
  const changes: unknown = member(data, 'changes')
  // The pipeline writes them.
  return Array.isArray(changes) ? (changes as Done[]) : []
}

/** What a run was let through to change: nothing, where it never started. */
const changesIn = async (run: string, { journal }: Work['ports']): Promise<readonly Done[]> => {
  for (let after = 0; ; after += page) {
    const events = await journal.events(run, after, page)
    const started = events.find(({ type }) => type === 'started')
    if (started) return changesOf(started.data)
    if (events.length < page) return []
  }
}

/** The run of a step and the calls that it made, with what each was let through to change. */
const runsOf = async (run: string, { ports, request, shown }: Work) => {
  const begun = await ports.journal.begun(run, request.principal.tenant)
  // What this process has heard by itself need not be read: most runs make no other.
  const changes = await Promise.all(begun.map(async ({ id }) => shown.get(id) ?? changesIn(id, ports)))
  return begun.map((record, i) => ({ record, changes: changes[i] ?? [] }))
}

/** What a run and the calls that it made were let through to change. */
export const doneIn = async (run: string, work: Work): Promise<readonly Done[]> =>
  (await runsOf(run, work)).flatMap(({ changes }) => changes)

/**
 * A step after its run, with what the record of that shows beyond what was announced: in the plan, and in what was
 * approved since. Where the plan could not look, or moves the ground itself, what the step showed at its turn counts.
 */
export const heldAgainst = async (work: Work, step: PlanStep, stands: TaskStep): Promise<TaskStep> => {
  const { stored, plan, ports } = work
  const { run, findings = [] } = stands
  if (!run || ports.catalog.get(step.operation)?.effect === 'read') return stands
  const runs = await runsOf(run, work)
  const done = runs.flatMap(({ changes }) => changes)
  const planned = shownOf(stored.plan, step)
  const own = runs.find(({ record }) => record.id === run)
  const atItsTurn = () =>
    own && (own.record.plan !== plan.id || planned.length === 0 || stirred(plan, step)) ? own.changes : []
  // Whether the plan moves the ground is asked only where that matters: it looks at the whole plan.
  const more = unexpectedEffects(step.id, planned, done)
  const beyond = more.length === 0 ? more : unexpectedEffects(step.id, [...planned, ...atItsTurn()], done)
  // What an earlier attempt did is not forgotten for another one.
  const earlier = (standing(work, step.id).findings ?? []).filter(
    ({ code, resource }) => code === unexpectedCode && !beyond.some((each) => each.resource === resource),
  )
  const known = findings.filter(({ code }) => code !== unexpectedCode)
  return earlier.length + beyond.length === 0 ? stands : { ...stands, findings: [...known, ...earlier, ...beyond] }
}

const isOpen = ({ code, status }: Finding): boolean => code === unexpectedCode && status === 'fail'

/** What the steps have done that was not shown, and nobody has answered for. */
export const unexpectedIn = ({ steps }: Work): readonly Finding[] =>
  [...steps.values()].flatMap(({ findings = [] }) => findings.filter(isOpen))

/** Steps with what they did beyond what was shown, as they stand once a person who was told of it goes on all the same. */
export const answeredFor = (work: Work): TaskStep[] => {
  const { steps, request } = work
  const asked = [...steps.values()].some(({ status, error }) => status === 'asks' && error?.code === unexpectedCode)
  if (!asked || !mayApprove(request.principal)) return []
  return [...steps.keys()].flatMap((id) => {
    const { findings = [], ...stands } = standing(work, id)
    if (!findings.some(isOpen)) return []
    const known = `; ${request.principal.id} has gone on knowing it`
    return {
      ...stands,
      findings: findings.map((each) =>
        isOpen(each) ? { ...each, status: 'unknown' as const, message: `${each.message}${known}` } : each,
      ),
    }
  })
}
