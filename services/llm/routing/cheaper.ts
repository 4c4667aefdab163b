import { dollars } from '@nimbus/money'
import type { Settings } from '../config/settings.ts'
import { estimateFor } from './expected-cost.ts'
import { offeredModels, resolveModel } from './resolve-model.ts'
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
  const offered = new Map(
    offeredModels(settings).flatMap(({ provider, model, facts }) => [
      [model, facts],
      [`${provider}/${model}`, facts],
    ]),
  )
  return Object.keys(settings.tools[target.tool]?.models ?? {}).flatMap((model) => {
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
const surely = ({ facts }: Target, { needs, taskType, complexity }: Task): boolean => {
  if (!facts || (needs.tools && facts.tools !== true) || (needs.vision && facts.vision !== true)) return false
  const said = taskType !== undefined && facts.suitability.includes(taskType)
  // Who says what a model is good for knows better than the features of a text.
  return said || (complexity.level === 'simple' && (taskType === undefined || facts.suitability.length === 0))
}

/** The cheapest of the alternatives that will surely do, if it costs less than what the preferred one is expected to. */
const cheapest = (preferred: Target, task: Task, settings: Settings, suits: (target: Target) => boolean) => {
  let best = { target: preferred, cost: estimateFor(preferred, task).cost ?? Number.MAX_VALUE }
  for (const target of alternativesTo(preferred, settings)) {
    const { cost } = estimateFor(target, task)
    if (cost !== undefined && cost < best.cost && surely(target, task) && suits(target)) best = { target, cost }
  }
  return best.target === preferred ? undefined : best
}

/**
 * Whether the preferred target may be traded for the cheapest that will do: only below
 * `prefer_cheaper_models_under_tokens`, and only for a simple task, or one of a kind that the cheaper model is said to
 * suit. A short but hard task stays, and so does one that nobody can classify.
 */
export const tradeForCheaper = (
  preferred: Wish,
  task: Task,
  settings: Settings,
  suits: (target: Target) => boolean,
): Trade | undefined => {
  const { costOptimization, preferCheaperUnderTokens: under } = settings.policies
  if (!costOptimization.enabled || preferred.weight === 'settled') return undefined
  const { taskType, inputTokens, complexity } = task
  const { level, score } = complexity
  const name = targetName(preferred.target)
  if (preferred.target.model === undefined) return { reason: `${name} chooses its model by itself` }
  if (inputTokens >= under) return { reason: `about ${inputTokens} tokens are not under ${under}, so ${name} stays` }
  if (level === 'hard') return { reason: `the task is short but hard (score ${score}), so ${name} stays` }

  const best = cheapest(preferred.target, task, settings, suits)
  if (best) {
    const { cost } = estimateFor(preferred.target, task)
    const instead = cost === undefined ? 'an unknown price' : dollars(cost)
    const why = level === 'simple' ? `the task is simple (score ${score})` : `it is said to suit ${taskType} tasks`
    return {
      target: best.target,
      reason: `about ${inputTokens} tokens are under ${under} and ${why}: ${targetName(best.target)} for ${dollars(best.cost)} instead of ${name} for ${instead}`,
    }
  }
  if (level === 'simple')
    return { reason: `the task is simple, but nothing suitable is known to be cheaper than ${name}` }
  return {
    reason:
      level === 'unknown'
        ? `the task cannot be classified, so ${name} stays`
        : `the task is short but ${level} (score ${score}), so ${name} stays`,
  }
}

/**
 * The cheaper model that an agent program is told to use for a task, with the reason; undefined when the one it is
 * configured with stays.
 */
export const cheaperForProgram = (
  tool: string,
  model: string,
  task: Task,
  settings: Settings,
): { model: string; reason: string } | undefined => {
  const facts = resolveModel(settings, model)?.facts
  const target: Target = { kind: 'tool', tool, model, ...(facts ? { facts } : {}) }
  const trade = tradeForCheaper({ target, reason: '', weight: 'preferred' }, task, settings, () => true)
  const cheaper = trade?.target?.model
  return trade && cheaper !== undefined ? { model: cheaper, reason: trade.reason } : undefined
}
