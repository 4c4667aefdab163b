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

/** A step after its run: done, failed, or waiting for an answer. A check that finds something is done all the same. */
export const afterRun = (step: TaskStep, envelope: Envelope, at: string): TaskStep => {
  const { outcome, data, findings, undo } = envelope
  const error = envelope.error ?? notAchieved(envelope)
  const { error: _error, foreseen: _foreseen, ...kept } = step
  return {
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
}
