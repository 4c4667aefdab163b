import { needsApproval, type PlanStep } from '@nimbus/kernel'
import { hasReference } from '@nimbus/plan-graph'
import { callKey, duringCheck, mayCost, refusalOf, spentSoFar, unexpectedCode } from '@nimbus/safety'
import { unexpectedIn } from './unexpected.ts'
import { standing, type Work } from './work.ts'

/**
 * Refuses the next call of a task that has run too long or cost too much, and asks when a step has done more than was
 * shown of it, or when the same call is made over and over. Calls that the plan itself shows word for word were seen by
 * whoever approved it.
 */
export const mustBeSafe = (work: Work, step: PlanStep, input: unknown): void => {
  const { ports, plan, steps, around, calls, startedAt } = work
  const entry = ports.catalog.get(step.operation)
  if (!entry) return
  const key = callKey({ operation: step.operation, input })
  const looped = entry.effect !== 'read' && hasReference(step.input)
  const found = duringCheck({
    minutes: (ports.clock.now().getTime() - startedAt.getTime()) / 60_000,
    spent: spentSoFar(plan.steps, ports.catalog.get, (id) => steps.get(id)),
    costs: mayCost(entry),
    // What is not known passes no cap, be it one for a day.
    limits: { costUsd: around.limits.perDay?.costUsd, ...around.limits },
    unexpected: entry.effect === 'read' ? [] : unexpectedIn(work),
    calls: looped ? calls : [],
    next: key,
  })
  const loop = found.findings.find(({ code }) => code === 'same-call')
  if (loop)
    throw needsApproval('same-call', `step ${step.id}: ${loop.message}`, {
      at: step.operation,
      why: 'a plan that goes round in circles does no good',
      next: `if it is meant, go on: nimbus task resume ${work.task}`,
    })
  const more = found.findings.find(({ code }) => code === unexpectedCode)
  if (more)
    throw needsApproval(unexpectedCode, `step ${step.id} waits: ${more.message}`, {
      at: step.operation,
      why: 'an approval covers what was shown, and nobody has approved more than that',
      next: `see what was done with: nimbus task show ${work.task} — if it may stand, go on: nimbus task resume ${work.task}`,
    })
  const refusal = refusalOf(found, standing(work, step.id).id)
  if (refusal) throw refusal
  if (looped) calls.push(key)
}
