import type { Settings } from '../config/settings.ts'
import { dollars, estimateFor } from './expected-cost.ts'
import { offeredModels } from './resolve-model.ts'
import type { Target } from './route.ts'
import { targetName } from './target-name.ts'
import type { Task } from './task.ts'
import type { Wish } from './wishes.ts'

/** What became of the question whether a cheaper model will do. */
export interface Trade {
  /** The cheaper target that takes the first place. */
  target?: Target
  reason: string
}

/** Models that an agent program can be told to use, as targets of that program. */
const ofProgram = (target: Extract<Target, { kind: 'tool' }>, settings: Settings): Target[] => {
  const models = settings.tools[target.tool]?.models ?? {}
  const offered = new Map(offeredModels(settings).map(({ model, facts }) => [model, facts]))
  return Object.keys(models).flatMap((model) => {
    const facts = offered.get(model)
    return facts ? [{ kind: 'tool' as const, tool: target.tool, model, facts }] : []
  })
}

const alternativesTo = (target: Target, settings: Settings): readonly Target[] => {
  if (target.kind === 'model') return offeredModels(settings)
  // A program on a seat at a flat rate costs the same whatever it uses.
  return settings.tools[target.tool]?.output.cost === 'not-metered' ? [] : ofProgram(target, settings)
}

/** Known to do what the task needs: a guess is not enough to give work away. */
const surely = ({ facts }: Target, { needs, taskType }: Task): boolean => {
  if (!facts || (needs.tools && facts.tools !== true) || (needs.vision && facts.vision !== true)) return false
  return taskType === undefined || facts.suitability.length === 0 || facts.suitability.includes(taskType)
}

/**
 * Whether the preferred target may be traded for the cheapest that will do: only for a simple task below
 * `prefer_cheaper_models_under_tokens`. A short but hard task stays, and so does one that nobody can classify.
 */
export const tradeForCheaper = (
  preferred: Wish,
  task: Task,
  settings: Settings,
  suits: (target: Target) => boolean,
): Trade | undefined => {
  const { costOptimization, preferCheaperUnderTokens: under } = settings.policies
  const { level, score } = task.complexity
  const name = targetName(preferred.target)
  if (!costOptimization.enabled || preferred.weight === 'settled') return undefined
  if (task.inputTokens >= under)
    return { reason: `about ${task.inputTokens} tokens are not under ${under}, so ${name} stays` }
  if (level === 'unknown') return { reason: `the task cannot be classified, so ${name} stays` }
  if (level !== 'simple') return { reason: `the task is short but ${level} (score ${score}), so ${name} stays` }

  const cost = estimateFor(preferred.target, task).cost ?? Number.MAX_VALUE
  let best: { target: Target; cost: number } | undefined
  for (const target of alternativesTo(preferred.target, settings)) {
    const expected = estimateFor(target, task).cost
    if (expected === undefined || expected >= (best?.cost ?? cost)) continue
    if (surely(target, task) && suits(target)) best = { target, cost: expected }
  }
  if (!best) return { reason: `the task is simple, but nothing suitable is known to be cheaper than ${name}` }
  const instead = cost === Number.MAX_VALUE ? 'an unknown price' : dollars(cost)
  return {
    target: best.target,
    reason: `about ${task.inputTokens} tokens are under ${under} and the task is simple (score ${score}): ${targetName(best.target)} for ${dollars(best.cost)} instead of ${name} for ${instead}`,
  }
}
