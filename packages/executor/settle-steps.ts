import { type Finding, invalid, type PlanStep, type TaskGoing, type TaskStep, toErrorData } from '@nimbus/kernel'
import { saidBackCode } from '@nimbus/safety'
import { coveringOf } from './ground.ts'
import { type HalfDone, halfDone, type Made, sayWhatIsSo, settled } from './half-done.ts'
import { countRun } from './quota.ts'
import { resolveReferences } from './resolve-references.ts'
import { afterRun, notAsserted, wasCutOff } from './step-result.ts'
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

const countCutOff = async (work: Work, step: PlanStep, run: string): Promise<void> => {
  const record = await work.ports.journal.get(run, work.request.principal.tenant)
  await countRun(work, step, { run, data: record?.envelope?.data })
}

const madeOf = (found: HalfDone): Made => {
  if ('made' in found) return found.made
  const { data, undo } = 'envelope' in found ? found.envelope : {}
  return { ...(data === undefined ? {} : { data }), ...(undo ? { undo } : {}) }
}

type Answer = TaskGoing['answer']

/**
 * What was under way when the process before this one ended, or was cut off, is looked at first: it is done or open then.
 * What nobody could tell then is looked at once more. Where somebody says that it is not done, no look is needed, and where
 * they say that it is done, the look only tells what it came to.
 */
export const settle = async (work: Work, { back, answer }: TaskGoing): Promise<void> => {
  for (const step of work.plan.steps) {
    const stands = standing(work, step.id)
    const said = answer?.step === step.id ? answer.is : undefined
    const unclear = stands.status === 'unclear' && said !== 'not-done'
    if (stands.status !== 'running' && !wasCutOff(stands) && !unclear) continue
    const input = inputNow(work, step)
    const call = input === undefined ? undefined : { operation: step.operation, input }
    const found = await halfDone(work, stands, step.id, call, coveringOf(work.stored, step))
    if (unclear && said === 'done') {
      await checkpoint(work, { ...stands, ...madeOf(found) })
      continue
    }
    // What is to be taken back is not made again for its result.
    const there = back && found.is === 'open' && found.after ? found.there : undefined
    const now = there
      ? afterRun(step, stands, there, work.ports.clock.now().toISOString())
      : 'envelope' in found
        ? afterRun(step, stands, found.envelope, found.at)
        : settled(stands, found, sayWhatIsSo(work.task, step.id, back ? 'roll-back' : 'resume'))
    const known = now.status === 'waiting' || now.status === 'unclear' ? now : await heldAgainst(work, step, now)
    // Its process ended before it could count what the step took.
    if (known.run && known.status !== 'waiting' && known.status !== 'unclear') await countCutOff(work, step, known.run)
    await checkpoint(work, known, 'why' in found ? found.why : undefined)
  }
}

const saidBy = (work: Work, code: string, what: string): Finding => ({
  status: 'unknown',
  code,
  message: `${work.request.principal.id} says that it is ${what}`,
})

/**
 * Writes down what somebody says of a step of which nobody could tell: whether it was done, or whether it was taken back.
 * Raises `step-not-unclear` (exit 2) for any other step.
 */
export const takeAnswer = async (work: Work, answer: Answer): Promise<void> => {
  if (!answer) return
  const { endedAt, foreseen: _foreseen, error, ...stands } = standing(work, answer.step)
  const isKnown = work.plan.steps.some(({ id }) => id === answer.step)
  const asks = stands.status === 'unclear' || (stands.status === 'undoing' && error?.code === 'step-unclear')
  if (!isKnown || !asks)
    throw invalid('step-not-unclear', `step ${answer.step} does not ask what became of it`, {
      at: answer.step,
      next: `see its steps with: nimbus task show ${work.task}`,
    })
  const ended = endedAt ? { endedAt } : {}
  if (stands.status === 'unclear') {
    // It came after what is known to have ended, and is taken back before that.
    const at = endedAt ?? work.ports.clock.now().toISOString()
    const done = { ...stands, endedAt: at, status: 'done' as const, outcome: 'done' as const }
    if (answer.is === 'done') await checkpoint(work, { ...done, findings: [saidBy(work, 'said-done', 'done')] })
    else await checkpoint(work, { ...stands, status: 'waiting' })
  } else if (answer.is === 'done') {
    const findings = [...(stands.findings ?? []), saidBy(work, saidBackCode, 'taken back')]
    await checkpoint(work, { ...stands, ...ended, status: 'undone', findings })
  }
  // It stands as it did before anybody began to take it back.
  else await checkpoint(work, { ...stands, ...ended, status: 'kept' })
}

/** Whether a step has done its work for good, so that it gives no other result by being made again. */
const isDoneWith = ({ ports }: Work, { operation, effect }: PlanStep, { error }: TaskStep): boolean =>
  error?.code === notAsserted && effect !== 'read' && ports.catalog.get(operation)?.idempotent !== true

/** Steps that did not get done are open once more. */
export const reopen = async (work: Work): Promise<void> => {
  for (const stands of answeredFor(work)) await checkpoint(work, stands)
  for (const step of work.plan.steps) {
    const { endedAt: _endedAt, foreseen: _foreseen, ...stands } = standing(work, step.id)
    if (isDoneWith(work, step, stands)) continue
    if (['failed', 'skipped', 'asks'].includes(stands.status)) await checkpoint(work, { ...stands, status: 'waiting' })
  }
}
