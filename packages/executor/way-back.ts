import {
  type Call,
  type Covering,
  type Envelope,
  type ErrorData,
  exits,
  failureEnvelope,
  invoke,
  type PlanStep,
  type Request,
  redacted,
  type TaskStep,
} from '@nimbus/kernel'
import { foundBackCode } from '@nimbus/safety'
import { answerTo, withAnswer } from './answers.ts'
import { coveringOf, digestOfLook } from './ground.ts'
import { halfDone, sayWhatIsSo } from './half-done.ts'
import { standing, type Work } from './work.ts'

/** The name under which the taking back of a step is on record. */
const undoName = (id: string): string => `undo ${id}`

/**
 * Taking back is covered as far as the plan's own changes go: who approved that it is rolled back approved that what it
 * makes goes again, and what it alters or removes comes back. Anything else asks.
 */
const backCovering = (work: Work, step: PlanStep): Covering => {
  if (work.back) return work.back
  const covering = coveringOf(work.stored, step)
  return {
    ...covering,
    changes: covering.changes.map(({ resource, effect }) => ({
      resource,
      effect: effect === 'create' ? 'delete' : 'update',
    })),
  }
}

/** The call that takes a step back, or why there is none. */
const wayBack = (step: PlanStep, { undo, run = '' }: TaskStep): Call | { error: ErrorData } => {
  const none = (why: string) => ({
    error: {
      code: 'irreversible',
      message: `step ${step.id} cannot be taken back`,
      why,
      next: `see what it did with: nimbus history show ${run}`,
      exit: exits.failed,
    },
  })
  if (!undo) return none('it left no way back')
  if ('irreversible' in undo) return none(undo.irreversible)
  if (JSON.stringify(undo).includes(redacted))
    return none('taking it back needs a secret, and secrets are not recorded')
  return { operation: undo.operation, input: undo.input }
}

const unclearBack = (step: PlanStep, work: Work, why: string): ErrorData => ({
  code: 'step-unclear',
  message: `nobody can tell whether step ${step.id} was taken back`,
  why,
  next: sayWhatIsSo(work.task, step.id, 'roll-back'),
  exit: exits.approval,
})

/** A step that nobody has seen taken back, and of which a look finds nothing left; by the run that may have done it. */
const foundBack = (run: string, why: string): Ready => ({
  come: {
    ok: true,
    run,
    outcome: 'done',
    findings: [{ status: 'pass', code: foundBackCode, message: `there is nothing left to take back: ${why}` }],
  },
})

/** The call that takes a step back, once a look has found nothing against it; or what has come of that already. */
export type Ready = { call: Request; foreseen?: string } | { come: Envelope }

/** Looks whether a step can be taken back, and how. Changes nothing. */
export const ready = async (step: PlanStep, work: Work): Promise<Ready> => {
  const { ports, request } = work
  const stands = standing(work, step.id)
  const call = wayBack(step, stands)
  if ('error' in call) return { come: failureEnvelope('', call.error) }
  const name = undoName(step.id)
  const own = { ...request, ...call, task: work.task, step: name }
  const covering = withAnswer(backCovering(work, step), await answerTo(work, stands, own))
  if (stands.status === 'undoing') {
    const found = await halfDone(work, stands, name, call, covering)
    if (found.is === 'ended') return { come: found.envelope }
    if (found.is === 'found-done') return foundBack(found.run.id, found.why)
    if (found.is === 'unclear') return { come: failureEnvelope(found.run.id, unclearBack(step, work, found.why)) }
  }
  const whole = { ...own, covering }
  const look = await invoke({ ...whole, dryRun: true }, ports)
  if (look.error?.already) return foundBack(look.run, look.error.message)
  if (look.error) return { come: look }
  const foreseen = digestOfLook(look)
  return foreseen ? { call: whole, foreseen } : { call: whole }
}
