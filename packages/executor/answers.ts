import { type Covering, invoke, type Request, type StoredPlan, type TaskStep } from '@nimbus/kernel'
import { madeFor } from '@nimbus/plan-graph'
import { approvedByFlags } from './approval.ts'
import { coveringOf } from './ground.ts'
import type { Work } from './work.ts'

/** More tries of a task than this that ended with a question are not looked through. */
const mostQuestions = 500

/** The plans that a call has asked with, the latest first: every try asks anew, and any of them may be approved. */
const questionsOf = async ({ ports, task }: Work, call: Request, latest: string): Promise<ReadonlySet<string>> => {
  const { tenant } = call.principal
  const runs = await ports.journal.list({ tenant, task, outcome: 'approval', limit: mostQuestions })
  const own = runs.filter(({ step }) => step === call.step)
  return new Set([latest, ...own.flatMap(({ envelope }) => envelope?.error?.plan ?? [])])
}

/** Whether what a question stands on is what it was when somebody answered. */
const stillStands = async ({ ports }: Work, call: Request, { plan }: StoredPlan): Promise<boolean> => {
  const { preview } = await invoke({ ...call, dryRun: true }, ports)
  return Object.entries(plan.preconditions).every(([name, then]) => preview?.preconditions?.[name] === then)
}

/**
 * What somebody has approved since a step asked, or says yes to with flags as it goes on, used up by this; undefined
 * while nobody has, and where the ground has moved since: then the step asks again.
 */
export const answerTo = async (work: Work, { error }: TaskStep, call: Request): Promise<Covering | undefined> => {
  if (!error?.plan) return undefined
  const { ports, consent, stored, guarded } = work
  const { principal } = call
  const now = ports.clock.now().toISOString()
  for (const id of await questionsOf(work, call, error.plan)) {
    const [asked] = await ports.plans.find(id, principal.tenant)
    const [own] = asked?.plan.steps ?? []
    if (!asked || !own || asked.plan.expires <= now || !(await stillStands(work, call, asked))) continue
    const given = asked.status === 'waiting' && !(guarded && principal.id === madeFor(stored)) && consent
    const answer = given ? await approvedByFlags(asked, { principal, consent }, ports) : asked
    const { approval } = answer
    const isOwn = guarded && approval?.by === madeFor(stored)
    const holds = answer.status === 'approved' && approval?.digest === answer.plan.digest && !isOwn
    if (holds && (await ports.plans.claim(id))) return coveringOf(answer, own)
  }
  return undefined
}

/** What was approved in the beginning, and what was approved since. */
export const withAnswer = (covering: Covering, answer: Covering | undefined): Covering =>
  answer ? { ...answer, changes: [...covering.changes, ...answer.changes] } : covering
