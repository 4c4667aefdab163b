import {
  type Call,
  type Covering,
  denied,
  type Envelope,
  exits,
  invoke,
  type RunRecord,
  type TaskStep,
} from '@nimbus/kernel'
import { digestOfLook } from './attempt-step.ts'
import type { Work } from './work.ts'

/** What is known of a call that was under way when its process died, or that was stopped in the middle. */
export type HalfDone =
  /** It was never begun, or nothing came of it: it may be made. */
  | { is: 'open'; after?: RunRecord }
  /** It has ended, which only nobody wrote down. */
  | { is: 'ended'; envelope: Envelope; at: string }
  /** Nobody saw it end, and the world is as if it had. */
  | { is: 'found-done'; run: RunRecord; why: string }
  /** Nobody can tell. */
  | { is: 'unclear'; run: RunRecord; why: string }

/** How many runs of a task are looked through; retries and looks make several of a step. */
const mostRuns = 20_000

/** Whether a run was stopped before it began: only then does it say by which rule it was let through. */
const neverBegan = ({ outcome, decision }: RunRecord): boolean => outcome === 'cancelled' && decision === undefined

/** The last run of a step that may have changed anything. Looks change nothing, and a read may be made again. */
const lastEffect = async (work: Work, step: string): Promise<RunRecord | undefined> => {
  const { ports, task, request } = work
  const runs = await ports.journal.list({ tenant: request.principal.tenant, task, limit: mostRuns })
  const ofStep = runs.filter((run) => run.step === step && run.effect !== 'read' && run.outcome !== 'preview')
  return ofStep.find((run) => !neverBegan(run))
}

const stillRunning = (run: RunRecord) =>
  denied('step-running', `a step of the task is still running: ${run.operation}`, {
    at: run.id,
    why: 'the process that runs it is alive',
    next: `follow it with: nimbus run show ${run.id}`,
  })

/** Whether a look sees the world at all: what only repeats its input says the same before and after. */
const seesTheWorld = ({ preview }: Envelope): boolean =>
  Object.keys(preview?.preconditions ?? {}).length > 0 ||
  (preview?.changes.some(({ diff }) => diff !== undefined) ?? false)

const changesNothing = ({ preview }: Envelope): boolean =>
  preview !== undefined && preview.changes.every(({ effect }) => effect === 'read')

const keptBy = ({ kept = {} }: RunRecord): string =>
  Object.keys(kept).length > 0 ? `; what it replaced is kept: ${Object.keys(kept).join(', ')}` : ''

/**
 * What became of a call that was cut off, judged by its record and by a look at the world.
 *
 * A call that may be repeated is open again. Of any other, the look that was taken right before it tells: the same
 * sight means that nothing happened, nothing left to do means that it was done. Raises `step-running` when the process
 * that makes it is alive after all.
 */
export const halfDone = async (
  work: Work,
  stands: TaskStep,
  step: string,
  call: Call | undefined,
  covering: Covering,
): Promise<HalfDone> => {
  const { ports, request } = work
  const run = await lastEffect(work, step)
  if (!run) return { is: 'open' }
  if (run.outcome === 'running') throw stillRunning(run)
  const cutOff = run.outcome === 'interrupted' || run.outcome === 'cancelled'
  if (!cutOff && run.envelope)
    return { is: 'ended', envelope: run.envelope, at: run.endedAt ?? ports.clock.now().toISOString() }
  const again = ports.catalog.get(run.operation)?.idempotent
  if (!call)
    return again
      ? { is: 'open', after: run }
      : { is: 'unclear', run, why: `what it was called with can no longer be told${keptBy(run)}` }

  const look = await invoke({ ...request, ...call, covering, task: work.task, step, dryRun: true }, ports)
  // Made again it gives its result as well, as long as it can be made again.
  if (again && !look.error?.already) return { is: 'open', after: run }
  if (look.error?.already || changesNothing(look))
    return { is: 'found-done', run, why: look.error?.message ?? 'a look finds nothing left to do' }
  if (stands.foreseen !== undefined && digestOfLook(look) === stands.foreseen && seesTheWorld(look))
    return { is: 'open', after: run }
  const seen = look.error
    ? `a look says: ${look.error.message}`
    : `a look shows ${look.preview?.changes.map(({ effect, resource }) => `${effect} ${resource}`).join(', ')}`
  return { is: 'unclear', run, why: `${seen}${keptBy(run)}` }
}

/** How a person says what nobody can tell. */
export const sayWhatIsSo = (task: string, step: string, going: 'resume' | 'roll-back'): string =>
  `say what is so: nimbus task ${going} ${task} --step ${step} --is done, or --is not-done`

/** A step that was cut off, as it stands once that is known. */
export const settled = (stands: TaskStep, found: HalfDone, again: string): TaskStep => {
  const { error: _error, endedAt: _endedAt, ...rest } = stands
  if (found.is === 'open' || found.is === 'ended') return { ...rest, status: 'waiting' }
  const { id, startedAt } = found.run
  if (found.is === 'found-done')
    return {
      ...rest,
      status: 'done',
      run: id,
      outcome: 'done',
      findings: [{ status: 'pass', code: 'found-done', message: `it was cut off, and ${found.why}` }],
      undo: { irreversible: `${id} was cut off before it left a way back` },
      endedAt: startedAt,
    }
  return {
    ...rest,
    status: 'unclear',
    run: id,
    error: {
      code: 'step-unclear',
      message: `nobody can tell what step ${stands.id} did before it was cut off`,
      at: id,
      why: found.why,
      next: again,
      exit: exits.approval,
    },
  }
}
