import type { Settings } from '../config/settings.ts'
import { tradeForCheaper } from './cheaper.ts'
import { type Obstacle, obstacleTo, type RouterState } from './constraints.ts'
import { estimateFor } from './expected-cost.ts'
import { noRoute } from './no-route.ts'
import { requireKnown } from './require-known.ts'
import type { Route, Target } from './route.ts'
import { targetName } from './target-name.ts'
import type { Task } from './task.ts'
import { type Wish, wishesFor } from './wishes.ts'

/** A target that was considered and left out, with the rule it breaks. */
export interface Rejection {
  target: string
  reason: string
  rule: Obstacle['rule'] | 'unknown'
}

const sorted = (task: Task, settings: Settings, state: RouterState): { fit: Wish[]; rejected: Rejection[] } => {
  const fit: Wish[] = []
  const rejected: Rejection[] = []
  const seen = new Set<string>()
  for (const found of wishesFor(task, settings)) {
    const name = 'name' in found ? found.name : targetName(found.target)
    if (seen.has(name)) continue
    seen.add(name)
    if ('name' in found) {
      rejected.push({ target: name, reason: found.reason, rule: 'unknown' })
      continue
    }
    const obstacle = obstacleTo(found.target, task, settings, state)
    if (obstacle) rejected.push({ target: name, ...obstacle })
    else fit.push(found)
  }
  return { fit, rejected }
}

const withFirst = (first: Target, all: readonly Target[]): readonly Target[] =>
  first === all[0] ? all : [first, ...all.filter((target) => targetName(target) !== targetName(first))]

/**
 * Decides who answers a task: hard constraints first, then the agent's preference, the kind of task, complexity,
 * context and price. Pure: the same task, settings and state give the same route, and no target of it breaks a hard
 * constraint.
 *
 * Raises `unknown-agent`, `unknown-provider` and `unknown-model` with the nearest name, and `no-model` (exit 5) when
 * nobody is left, with what to set.
 */
export const chooseRoute = (task: Task, settings: Settings, state: RouterState = { resting: new Map() }): Route => {
  requireKnown('agent', task.agent, settings)
  requireKnown('provider', task.provider, settings)
  const { fit, rejected } = sorted(task, settings, state)
  const [preferred] = fit
  if (!preferred) throw noRoute(task, settings, rejected)

  const reasons: string[] = []
  const passed = rejected[0]
  const warnings =
    passed && preferred.weight === 'fallback' ? [`${passed.target} was passed over: ${passed.reason}`] : []
  reasons.push(...warnings)
  reasons.push(`${targetName(preferred.target)}: ${preferred.reason}`)
  const trade = tradeForCheaper(
    preferred,
    task,
    settings,
    (target) => obstacleTo(target, task, settings, state) === undefined,
  )
  if (trade) reasons.push(trade.reason)

  const targets = fit.map(({ target }) => target)
  const first = trade?.target ?? preferred.target
  return {
    chain: withFirst(first, targets),
    reasons,
    warnings,
    rejected: rejected.map(({ target, reason }) => ({ target, reason })),
    get complexity() {
      return task.complexity
    },
    estimate: estimateFor(first, task),
  }
}
