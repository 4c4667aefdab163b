import {
  type Call,
  type Covering,
  denied,
  type Envelope,
  type ErrorData,
  exits,
  invoke,
  type RunRecord,
  type TaskStep,
  type Undo,
} from '@nimbus/kernel'
import { changesNothing, digestOfLook } from './ground.ts'
import { leftBy } from './told-ahead.ts'
import type { Work } from './work.ts'

/** What a call came to, as a look tells of it. */
export type Made = NonNullable<ErrorData['made']>

/** What is known of a call that was under way when its process died, or that was stopped in the middle. */
export type HalfDone =
  /** It was never begun, or nothing came of it: it may be made. One that may be made again may be `there` all the same. */
  | { is: 'open'; after?: RunRecord; there?: Envelope }
  /** It has ended, which only nobody wrote down. */
  | { is: 'ended'; envelope: Envelope; at: string }
  /** Nobody saw it end, and the world is as if it had. */
  | { is: 'found-done'; run: RunRecord; why: string; envelope: Envelope; at: string }
  /** Nobody can tell, or it was done in part; `next` is what a person can do about it beside saying what is so. */
  | { is: 'unclear'; run: RunRecord; why: string; made: Made; next?: string }

/** How many runs of a task are looked through; retries and looks make several of a step. */
const mostRuns = 20_000

/** Whether a run began: only then does it say by which rule it was let through. A look that failed is no run of a step. */
const began = ({ decision }: RunRecord): boolean => decision !== undefined

/** The last run of a step that may have changed anything. Looks change nothing, and a read may be made again. */
const lastEffect = async (work: Work, step: string): Promise<RunRecord | undefined> => {
  const { ports, task, request } = work
  const runs = await ports.journal.list({ tenant: request.principal.tenant, task, limit: mostRuns })
  const ofStep = runs.filter((run) => run.step === step && run.effect !== 'read' && run.outcome !== 'preview')
  return ofStep.find(began)
}

const stillRunning = (run: RunRecord) =>
  denied('step-running', `a step of the task is still running: ${run.operation}`, {
    at: run.id,
    why: 'the process that runs it is alive',
    next: `follow it with: nimbus history show ${run.id}`,
  })

/** Whether a look sees the world at all: what only repeats its input says the same before and after. */
const seesTheWorld = ({ preview }: Envelope): boolean =>
  Object.keys(preview?.preconditions ?? {}).length > 0 ||
  (preview?.changes.some(({ diff }) => diff !== undefined) ?? false)

const keptBy = ({ kept = {} }: RunRecord): string =>
  Object.keys(kept).length > 0 ? `; what it replaced is kept: ${Object.keys(kept).join(', ')}` : ''

/** The end of a run that nobody saw, as a look tells of it. */
const foundDone = (run: RunRecord, why: string, made: Made, wayBack?: Undo): Envelope => ({
  ok: true,
  run: run.id,
  outcome: 'done',
  undo: wayBack
    ? leftBy(wayBack, run.id)
    : { irreversible: `${run.id} was cut off before it left a way back${keptBy(run)}` },
  ...made,
  findings: [{ status: 'pass', code: 'found-done', message: `it was cut off, and ${why}` }, ...(made.findings ?? [])],
})

/**
 * What became of a call that was cut off, judged by its record and by a look at the world.
 *
 * A call that may be repeated is open again. Of any other, the look that was taken right before it tells: the same
 * sight means that nothing happened, nothing left to do means that it was done, and what an operation can tell of a call
 * that was made before counts as its end. Raises `step-running` when the process that makes it is alive after all.
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
      : { is: 'unclear', run, why: `what it was called with can no longer be told${keptBy(run)}`, made: {} }

  const look = await invoke({ ...request, ...call, covering, task: work.task, step, dryRun: true }, ports)
  // Made again it gives its result as well, as long as it can be made again.
  if (again && !look.error?.already) {
    const isThere = changesNothing(look) && seesTheWorld(look)
    const why = 'a look finds nothing left to do'
    return { is: 'open', after: run, ...(isThere ? { there: foundDone(run, why, {}, stands.wayBack) } : {}) }
  }
  const made = look.error?.made ?? {}
  if (look.error?.already || changesNothing(look)) {
    const why = look.error?.message ?? 'a look finds nothing left to do'
    return { is: 'found-done', run, why, envelope: foundDone(run, why, made, stands.wayBack), at: run.startedAt }
  }
  if (stands.foreseen !== undefined && digestOfLook(look) === stands.foreseen && seesTheWorld(look))
    return { is: 'open', after: run }
  const seen = look.error
    ? `a look says: ${[look.error.message, look.error.why].filter(Boolean).join(': ')}`
    : `a look shows ${look.preview?.changes.map(({ effect, resource }) => `${effect} ${resource}`).join(', ')}`
  const next = look.error?.next ? { next: look.error.next } : {}
  return { is: 'unclear', run, why: `${seen}${keptBy(run)}`, made, ...next }
}

/**
 * The end of a step that an earlier run of it is found to have made after all, when it is to be begun once more; undefined
 * where a look says anything else, or no run of it ever began.
 */
export const madeBefore = async (work: Work, step: string, { error }: Envelope): Promise<Envelope | undefined> => {
  const run = error?.already ? await lastEffect(work, step) : undefined
  return error && run && foundDone(run, error.message, error.made ?? {})
}

/** How a person says what nobody can tell. */
export const sayWhatIsSo = (task: string, step: string, going: 'resume' | 'roll-back'): string =>
  `say what is so: nimbus task ${going} ${task} --step ${step} --is done, or --is not-done`

type Unsettled = Exclude<HalfDone, { envelope: Envelope }>

/** A step that was cut off and did not come to its end, as it stands once that is known. */
export const settled = (stands: TaskStep, found: Unsettled, again: string): TaskStep => {
  const { error: _error, endedAt: _endedAt, wayBack, ...rest } = stands
  // Made again it finds nothing to do, and would say that there is nothing to take back.
  if (found.is === 'open')
    return { ...rest, ...(found.there?.undo ? { wayBack: found.there.undo } : {}), status: 'waiting' }
  return {
    ...rest,
    ...(wayBack ? { wayBack, undo: leftBy(wayBack, found.run.id) } : {}),
    ...found.made,
    status: 'unclear',
    run: found.run.id,
    error: {
      code: 'step-unclear',
      message: `nobody can tell what step ${stands.id} did before it was cut off`,
      at: found.run.id,
      why: found.why,
      next: found.next ? `${found.next}; or ${again}` : again,
      exit: exits.approval,
    },
  }
}
