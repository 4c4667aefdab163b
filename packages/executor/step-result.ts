import { type Envelope, type ErrorData, exits, type TaskStep } from '@nimbus/kernel'

const notAchieved = (envelope: Envelope): ErrorData | undefined => {
  const no = envelope.findings?.find(({ status }) => status === 'fail')
  return (
    no && {
      code: 'not-achieved',
      message: no.message,
      ...(no.resource ? { at: no.resource } : {}),
      why: 'the operation says that it was done, and a look at the world says otherwise',
      next: `look at it before you go on: nimbus run show ${envelope.run}`,
      exit: exits.failed,
    }
  )
}

/** Whether a step was stopped in the middle, by somebody or by its time: nobody has seen what it did by then. */
export const wasCutOff = ({ status, outcome, error }: TaskStep): boolean =>
  status === 'failed' && (outcome === 'cancelled' || error?.code === 'step-timeout')

/** A step after its run: done, failed, or waiting for an answer. A check that finds something is done all the same. */
export const afterRun = (step: TaskStep, envelope: Envelope, at: string): TaskStep => {
  const { outcome, data, findings, undo } = envelope
  const error = envelope.error ?? notAchieved(envelope)
  const { error: _error, foreseen, ...kept } = step
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
  // What was seen before it tells whether it did anything.
  return foreseen !== undefined && wasCutOff(after) ? { ...after, foreseen } : after
}
