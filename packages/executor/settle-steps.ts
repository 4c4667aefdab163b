import { invalid, type PlanStep, type TaskGoing, toErrorData } from '@nimbus/kernel'
import { coveringOf } from './ground.ts'
import { halfDone, settled } from './half-done.ts'
import { resolveReferences } from './resolve-references.ts'
import { afterRun, wasCutOff } from './step-result.ts'
import { answeredFor, heldAgainst } from './unexpected.ts'
import { checkpoint, resultsOf, standing, type Work } from './work.ts'

const inputNow = (work: Work, step: PlanStep): unknown => {
  try {
    return resolveReferences(step.input, resultsOf(work))
  } catch (thrown) {
    work.ports.log('debug', 'the input of a step cannot be told', { step: step.id, why: toErrorData(thrown).message })
    return undefined
  }
}

/** What was under way when the process before this one ended, or was cut off, is looked at first: it is done or open then. */
export const settle = async (work: Work): Promise<void> => {
  for (const step of work.plan.steps) {
    const stands = standing(work, step.id)
    if (stands.status !== 'running' && !wasCutOff(stands)) continue
    const input = inputNow(work, step)
    const call = input === undefined ? undefined : { operation: step.operation, input }
    const found = await halfDone(work, stands, step.id, call, coveringOf(work.stored, step))
    const again = `say what is so: nimbus task resume ${work.task} --step ${step.id} --is done, or --is not-done`
    const now = found.is === 'ended' ? afterRun(stands, found.envelope, found.at) : settled(stands, found, again)
    const known = now.status === 'waiting' || now.status === 'unclear' ? now : await heldAgainst(work, step, now)
    await checkpoint(work, known, 'why' in found ? found.why : undefined)
  }
}

/** Steps that did not get done are open once more; what somebody has said of an unclear one counts. */
export const reopen = async (work: Work, answer: TaskGoing['answer']): Promise<void> => {
  const known = answer === undefined || work.plan.steps.some(({ id }) => id === answer.step)
  if (!known || (answer && standing(work, answer.step).status !== 'unclear'))
    throw invalid('step-not-unclear', `step ${answer?.step} does not ask what became of it`, {
      at: answer?.step ?? '',
      next: `see its steps with: nimbus task show ${work.task}`,
    })
  for (const stands of answeredFor(work)) await checkpoint(work, stands)
  for (const { id } of work.plan.steps) {
    const { endedAt, foreseen: _foreseen, ...stands } = standing(work, id)
    if (answer?.step === id && answer.is === 'done') {
      const { error: _error, ...rest } = stands
      const findings = [
        { status: 'unknown' as const, code: 'said-done', message: `${work.request.principal.id} says that it is done` },
      ]
      await checkpoint(work, { ...rest, status: 'done', outcome: 'done', findings, ...(endedAt ? { endedAt } : {}) })
    } else if (['failed', 'skipped', 'asks'].includes(stands.status) || answer?.step === id)
      await checkpoint(work, { ...stands, status: 'waiting' })
  }
}
