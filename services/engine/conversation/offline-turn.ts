import type { Operations } from '@nimbus/kernel/define'
import { hasReference } from '@nimbus/plan-graph'
import { planningText } from '../planning/plan-text.ts'
import { callOperation } from './call-operation.ts'
import { errorText, resultText } from './result-text.ts'
import { say, type Talk } from './talk.ts'

type Planned = Operations['engine.plan']['output']

/** What was asked of the planner before: "now make it 2 zones" needs it. */
const earlierRequests = ({ before }: Talk): string[] =>
  before
    .filter(({ mode }) => mode === 'offline')
    .slice(-20)
    .map(({ said }) => said)

/** Whether a plan may run at once: a person asked to see something, and nothing of it is asked about or waits for a result. */
const onlyLooks = ({ steps, decisions }: NonNullable<Planned['plan']>): boolean =>
  steps.every(({ effect, input }) => effect === 'read' && !hasReference(input)) &&
  decisions.every(({ decide }) => decide === 'allow')

/**
 * Runs a turn without a model: the built-in planner makes a plan of what was said. What only looks is done at once; of
 * everything else the plan is shown, and waits for the person.
 */
export const offlineTurn = async (talk: Talk): Promise<void> => {
  const { ctx, so, said } = talk
  // What it says of a plan or asks about it names what it has found here, and a model may read that later.
  so.tainted = true
  const planned = await ctx.call('engine.plan', { request: said, earlier: earlierRequests(talk), mode: 'offline' })
  const { plan, question, refused } = planned
  so.ended = 'answered'
  if (!plan) {
    if (question !== undefined) so.ended = 'asks'
    so.why = question ?? refused
    say(talk, `${planningText(planned)}\n`)
    return
  }
  if (!onlyLooks(plan)) {
    const { id } = plan
    so.calls.push({ operation: 'engine.plan', effect: 'create', outcome: 'done', plan: id })
    say(talk, `${planningText(planned)}\n`)
    return
  }
  for (const { operation, input } of plan.steps) {
    const call = { operation, input }
    const { error, data } = await callOperation(call, talk)
    say(talk, error ? errorText(error) : resultText(data, await ctx.textOf(call, data)))
  }
}
