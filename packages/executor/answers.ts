import type { Covering, TaskStep } from '@nimbus/kernel'
import { coveringOf } from './ground.ts'
import type { Work } from './work.ts'

/** What somebody has approved since a step asked, used up by this; undefined while nobody has. */
export const answerTo = async ({ ports, request }: Work, { error }: TaskStep): Promise<Covering | undefined> => {
  if (!error?.plan) return undefined
  const [answer] = await ports.plans.find(error.plan, request.principal.tenant)
  const [own] = answer?.plan.steps ?? []
  const holds = answer?.status === 'approved' && answer.approval?.digest === answer.plan.digest
  const inTime = answer !== undefined && answer.plan.expires > ports.clock.now().toISOString()
  if (!answer || !own || !holds || !inTime || !(await ports.plans.claim(answer.id))) return undefined
  return coveringOf(answer, own)
}

/** What was approved in the beginning, and what was approved since. */
export const withAnswer = (covering: Covering, answer: Covering | undefined): Covering =>
  answer ? { ...answer, changes: [...covering.changes, ...answer.changes] } : covering
