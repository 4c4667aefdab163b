import {
  type Configuration,
  denied,
  type HostContext,
  invalid,
  isIdPrefix,
  type Ports,
  type Records,
  type Request,
} from '@nimbus/kernel'
import type { LiveEvents } from './live-events.ts'

/** Steps of one task that run side by side. */
const parallel = 4

/** What operations on Nimbus itself reach of the executor, which is loaded when a plan is applied. */
export const createTaskRunner = ({
  config,
  live,
  ports,
}: {
  config: Configuration
  live: LiveEvents
  ports: () => Ports
}): Pick<Records, 'createTask' | 'runTask'> => {
  const mayAct = async (ctx: HostContext, at: string, command: string): Promise<void> => {
    const { value: autonomy } = await config.get('autonomy', ctx.workspace)
    if (autonomy === 'propose')
      throw denied('autonomy', 'Autonomy is propose: plans are made and not applied', {
        at,
        why: 'autonomy in the configuration, or NIMBUS_AUTONOMY, says so',
        next: `a person may raise it for one command: NIMBUS_AUTONOMY=operate nimbus ${command} ${at}`,
      })
  }
  const setting = (ctx: HostContext) => async (key: string) => (await config.get(key, ctx.workspace)).value
  const mustName = (id: string, kind: 'p' | 't', noun: string): void => {
    if (!isIdPrefix(id, kind))
      throw invalid('invalid-id', `${id} is not the id of a ${noun}`, {
        next: `it looks like ${kind}_ and at least 4 characters`,
      })
  }
  /**
   * The steps are calls of their own, made by whoever called. Flags answer what was shown, as a person at the terminal
   * does: the plan as a whole, and what steps have asked before. No step sees them.
   */
  const requestOf = ({ request }: HostContext): Request => {
    const { covering: _covering, parent: _parent, dryRun: _dryRun, ...own } = request
    const { tenant } = request.principal
    return {
      ...own,
      operation: '',
      input: {},
      base: request.workspace,
      onEvent: (event) => live.publish(event, tenant),
    }
  }

  return {
    async createTask(plan, ctx) {
      await mayAct(ctx, plan, 'apply')
      mustName(plan, 'p', 'plan')
      const { createTask, limitsFrom } = await import('@nimbus/executor')
      return createTask(plan, requestOf(ctx), ports(), await limitsFrom(setting(ctx)))
    },

    async runTask(id, ctx, going = {}) {
      await mayAct(ctx, id, 'task resume')
      mustName(id, 't', 'task')
      const { followSteps, limitsFrom, runTask, sleep } = await import('@nimbus/executor')
      const onTask = followSteps(ctx.said, () => performance.now())
      const covering = going.back ? ctx.covering : undefined
      const request = { ...requestOf(ctx), ...(covering ? { covering } : {}) }
      const limits = await limitsFrom(setting(ctx))
      return runTask(id, request, ports(), { sleep, random: Math.random, parallel, limits, onTask }, going)
    },
  }
}
