import {
  type Envelope,
  failed,
  NimbusError,
  newId,
  onlyOne,
  type Plan,
  type Ports,
  type Request,
  type StoredPlan,
  type Task,
} from '@nimbus/kernel'
import { cycleIn, shownOf } from '@nimbus/plan-graph'
import { type Before, type Limits, limited, preCheck, refusalOf } from '@nimbus/safety'
import { lookAt, type Sight } from './ground.ts'
import { applicable, usedUp } from './may-apply.ts'
import { takenToday } from './quota.ts'

const mustHaveOrder = (plan: Plan): void => {
  const cycle = cycleIn(plan.steps)
  if (cycle)
    throw failed('plan-stuck', `${plan.id} has steps that depend on each other`, {
      why: cycle.join(' → '),
      next: 'make a new plan',
    })
}

const errorOf = ({ error }: Envelope): NimbusError =>
  error ? new NimbusError(error) : failed('no-look', 'a step could not be looked at')

/** What safety is to judge: the changes as they were just seen, and as they were planned where nobody can look yet. */
const whatIsKnown = (
  stored: StoredPlan,
  sights: ReadonlyMap<string, Sight>,
): Omit<Before, 'entries' | 'limits' | 'today'> => {
  const { plan } = stored
  const changes = plan.steps.flatMap((step) => sights.get(step.id)?.changes ?? shownOf(plan, step))
  const unseen = plan.steps.filter((step) => !sights.get(step.id)?.changes && shownOf(plan, step).length === 0)
  // The looks have been through policy, and ended at a program or credential that is missing.
  return { plan, changes, unseen: unseen.map(({ id }) => id), decisions: [], needs: [] }
}

/**
 * Makes a task of an approved plan, which is used up by it. Nothing has been done yet when this returns. A plan whose
 * every step policy allows needs no approval, and a person at a terminal is asked for one.
 *
 * Checks status, digest, expiry and workspace, dry-runs every step whose input is known and compares its preconditions.
 * Raises `plan-used`, `plan-not-approved` (exit 3), a limit of safety that is passed, `plan-expired`, `plan-changed` and `precondition-changed` (exit 4), and what
 * a look at a step raises.
 */
export const createTask = async (prefix: string, request: Request, ports: Ports, limits: Limits): Promise<Task> => {
  const found = onlyOne(prefix, await ports.plans.find(prefix, request.principal.tenant), 'plan', 'nimbus plan list')
  const stored = await applicable(found, request, ports)
  const { plan, tenant } = stored
  mustHaveOrder(plan)
  const faster = () => usedUp(stored, 'somebody else was faster', ports)
  /** Who was faster has moved the ground: it is not that somebody else did. */
  const orFaster = async (moved: unknown): Promise<unknown> => {
    const [found] = await ports.plans.find(plan.id, tenant)
    return found?.status === 'used' ? faster() : moved
  }
  const sights = new Map<string, Sight>()
  for (const step of plan.steps) {
    const sight = await lookAt(stored, step, request, ports).catch(async (moved: unknown) => {
      throw await orFaster(moved)
    })
    if (sight.no) throw await orFaster(errorOf(sight.no))
    sights.set(step.id, sight)
  }
  const today = limited(limits.perDay).length > 0 ? { today: await takenToday({ request, ports }) } : {}
  const known = { ...whatIsKnown(stored, sights), ...today }
  const refusal = refusalOf(preCheck({ ...known, entries: ports.catalog.get, limits }), plan.id)
  if (refusal) throw refusal
  const task: Task = {
    id: newId('t'),
    plan: plan.id,
    tenant,
    principal: request.principal.id,
    workspace: plan.workspace,
    status: 'ready',
    steps: plan.steps.map(({ id }) => ({ id, status: 'waiting', attempts: 0 })),
    createdAt: ports.clock.now().toISOString(),
  }
  if (!(await ports.tasks.create(task))) throw await faster()
  return task
}
