import { type Envelope, type ErrorData, exits, type Finding, type PlanStep, type TaskStep } from '@nimbus/kernel'
import { asserted } from './asserts.ts'

/** The code of a step that was done, and whose result is not what the plan said it would be. */
export const notAsserted = 'not-asserted'

const notAchieved = (envelope: Envelope): ErrorData | undefined => {
  const no = envelope.findings?.find(({ status }) => status === 'fail')
  return (
    no && {
      code: 'not-achieved',
      message: no.message,
      ...(no.resource ? { at: no.resource } : {}),
      why: 'the operation says that it was done, and a look at the world says otherwise',
      next: `look at it before you go on: nimbus history show ${envelope.run}`,
      exit: exits.failed,
    }
  )
}

const otherResult = (judged: readonly Finding[], run: string): ErrorData | undefined => {
  const no = judged.find(({ status }) => status === 'fail')
  return (
    no && {
      code: notAsserted,
      message: no.message,
      why: 'the plan says what the result of this step has to be, and nothing is built on another one',
      next: `see what it gave with: nimbus history show ${run}`,
      exit: exits.failed,
    }
  )
}

/** Whether a step was stopped in the middle, by somebody or by its time: nobody has seen what it did by then. */
export const wasCutOff = ({ status, outcome, error }: TaskStep): boolean =>
  status === 'failed' && (outcome === 'cancelled' || error?.code === 'step-timeout')

/**
 * A step after its run: done, failed, or waiting for an answer. A check that finds something is done all the same; one
 * whose result is not what the plan said has failed, whatever it did.
 */
export const afterRun = (step: PlanStep, stands: TaskStep, envelope: Envelope, at: string): TaskStep => {
  const { outcome, data } = envelope
  const judged = envelope.error ? [] : asserted(step, data)
  const findings = judged.length > 0 ? [...(envelope.findings ?? []), ...judged] : envelope.findings
  const error = envelope.error ?? notAchieved(envelope) ?? otherResult(judged, envelope.run)
  const { error: _error, foreseen, wayBack, ...kept } = stands
  // What was made in part has a way back as well.
  const undo = envelope.undo ?? error?.made?.undo
  const after: TaskStep = {
    ...kept,
    ...(envelope.run ? { run: envelope.run } : {}),
    status: !error ? 'done' : error.exit === exits.approval ? 'asks' : 'failed',
    outcome,
    ...(data === undefined ? {} : { data }),
    ...(findings ? { findings } : {}),
    ...(undo ? { undo } : {}),
    ...(error ? { error } : {}),
    endedAt: at,
  }
  // What was seen before it tells whether it did anything, and what was known then may take it back.
  return wasCutOff(after) ? { ...after, ...(foreseen ? { foreseen } : {}), ...(wayBack ? { wayBack } : {}) } : after
}
