import {
  type Envelope,
  failed,
  NimbusError,
  newId,
  onlyOne,
  type Plan,
  type Ports,
  type Request,
  type Task,
} from '@nimbus/kernel'
import { cycleIn } from '@nimbus/plan-graph'
import { blocked } from './ground.ts'
import { mustBeApplicable, usedUp } from './may-apply.ts'

const mustHaveOrder = (plan: Plan): void => {
  const cycle = cycleIn(plan.steps)
  if (cycle)
    throw failed('plan-stuck', `${plan.id} has steps that depend on each other`, {
      why: cycle.join(' → '),
      next: 'make a new plan',
    })
}

const refused = (look: Envelope): never => {
  if (look.error) throw new NimbusError(look.error)
  throw failed('no-look', 'a step could not be looked at')
}

/**
 * Makes a task of an approved plan, which is used up by it. Nothing has been done yet when this returns.
 *
 * Checks status, digest, expiry and workspace, dry-runs every step whose input is known and compares its preconditions.
 * Raises `plan-used`, `plan-not-approved`, `plan-expired`, `plan-changed` and `precondition-changed` (exit 4), and what
 * a look at a step raises.
 */
export const createTask = async (prefix: string, request: Request, ports: Ports): Promise<Task> => {
  const stored = onlyOne(prefix, await ports.plans.find(prefix, request.principal.tenant), 'plan')
  await mustBeApplicable(stored, request, ports)
  const { plan, tenant } = stored
  mustHaveOrder(plan)
  const faster = () => usedUp(stored, 'somebody else was faster', ports)
  for (const step of plan.steps) {
    const no = await blocked(stored, step, request, ports).catch(async (moved: unknown) => {
      // Who was faster has moved the ground: it is not that somebody else did.
      const [found] = await ports.plans.find(plan.id, tenant)
      throw found?.status === 'used' ? await faster() : moved
    })
    if (no) refused(no)
  }
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
