import type { Agent, Settings } from '../config/settings.ts'
import { estimateFor } from './expected-cost.ts'
import { type ModelTarget, offeredModels, resolveModel } from './resolve-model.ts'
import type { Target } from './route.ts'
import { targetName } from './target-name.ts'
import type { Task } from './task.ts'

/** Somebody's wish that a target answers, the strongest first in a list of them. */
export interface Wish {
  target: Target
  reason: string
  /** `settled` is not traded for a cheaper model: someone named it for exactly this. */
  weight: 'settled' | 'preferred' | 'fallback'
}

/** A name in the configuration that leads nowhere. */
export interface LostWish {
  name: string
  reason: string
}

type Found = Wish | LostWish

const model = (settings: Settings, task: Task, name: string, reason: string, weight: Wish['weight']): Found => {
  // Only whoever named the provider means this name to be one of its models.
  const target = resolveModel(settings, name, name === task.model ? task.provider : undefined)
  return target ? { target, reason, weight } : { name, reason: 'no such model is configured or in the catalogue' }
}

const step = (
  settings: Settings,
  task: Task,
  tool: string,
  name: string,
  why: string,
  weight: Wish['weight'],
): Found => {
  const found = model(settings, task, name, why, weight)
  if (tool === 'api') return found
  // Who asks for a model gets the one that the program would have used.
  if (task.answeredBy !== 'models and programs') return found
  const facts = 'target' in found ? found.target.facts : undefined
  return { target: { kind: 'tool', tool, model: name, ...(facts ? { facts } : {}) }, reason: why, weight }
}

const ofAgent = (agent: Agent, settings: Settings, task: Task): Found[] => {
  const { name, preferredTool = 'api', taskTypes, fallbackChain } = agent
  const isProgram = preferredTool !== 'api'
  // Where a model answers in place of a program that is preferred without one, it is the first that this lists.
  const onlyModels = task.answeredBy !== 'models and programs'
  const listed = onlyModels ? Object.keys(settings.tools[preferredTool]?.models ?? {})[0] : undefined
  const preferredModel = agent.preferredModel ?? listed
  const forTask = task.taskType === undefined ? undefined : taskTypes[task.taskType]
  const found: Found[] = []
  if (forTask !== undefined)
    found.push(
      step(settings, task, preferredTool, forTask, `agent ${name} has it for ${task.taskType} tasks`, 'settled'),
    )
  if (preferredModel !== undefined)
    found.push(step(settings, task, preferredTool, preferredModel, `agent ${name} prefers it`, 'preferred'))
  else if (isProgram && !onlyModels)
    found.push({
      target: { kind: 'tool', tool: preferredTool },
      reason: `agent ${name} prefers it`,
      weight: 'preferred',
    })
  const program = fallbackChain.findIndex(({ tool }) => tool !== 'api')
  const asked =
    task.answeredBy === 'models before programs' && program >= 0 ? fallbackChain.slice(0, program) : fallbackChain
  asked.forEach(({ tool, model: id }, index) => {
    const place = `fallback ${index + 1} of agent ${name}`
    found.push(step(settings, task, tool, id, place, found.length === 0 ? 'preferred' : 'fallback'))
  })
  return found
}

const byName = (a: Target, b: Target): number => (targetName(a) < targetName(b) ? -1 : 1)

/** The dearest for this task first: price is the only measure of ability there is. Unknown prices come last. */
const byAbility = (models: readonly ModelTarget[], task: Task): ModelTarget[] =>
  models.toSorted((a, b) => (estimateFor(b, task).cost ?? -1) - (estimateFor(a, task).cost ?? -1) || byName(a, b))

/** The cheapest for this task first; unknown prices last. */
const byPrice = (models: readonly ModelTarget[], task: Task): ModelTarget[] => {
  const cost = (target: Target) => estimateFor(target, task).cost ?? Number.MAX_VALUE
  return models.toSorted((a, b) => cost(a) - cost(b) || byName(a, b))
}

/** The models that are said to suit a kind of task. A hard task of that kind takes an abler default all the same. */
const suitedTo = (task: Task, offered: readonly ModelTarget[], standard: Target | undefined): ModelTarget[] => {
  const { taskType, complexity } = task
  const suited = taskType === undefined ? [] : offered.filter(({ facts }) => facts.suitability.includes(taskType))
  if (complexity.level !== 'hard') return byPrice(suited, task)
  const enough = standard === undefined ? 0 : (estimateFor(standard, task).cost ?? 0)
  return byAbility(suited, task).filter((target) => (estimateFor(target, task).cost ?? 0) >= enough)
}

const ofSettings = (settings: Settings, task: Task): Found[] => {
  const offered = byAbility(offeredModels(settings, task.provider), task)
  const { defaultModel } = settings.policies.costOptimization
  const standard =
    defaultModel === undefined ? undefined : model(settings, task, defaultModel, 'it is the default model', 'preferred')
  const [ablest] = offered
  const able = standard && 'target' in standard ? standard.target : ablest
  const found: Found[] = suitedTo(task, offered, able).map((target) => ({
    target,
    reason: `it suits ${task.taskType} tasks`,
    weight: 'preferred',
  }))
  if (standard) found.push(standard)
  for (const target of offered)
    found.push({
      target,
      reason:
        found.length === 0 ? 'nothing says which is preferred, and it is the ablest by price' : 'it is configured',
      weight: found.length === 0 ? 'preferred' : 'fallback',
    })
  return found
}

/**
 * Who should answer, the strongest wish first: whoever was named, the agent's model for the kind of task, its
 * preferred one, its fallbacks; without an agent the models that suit the kind of task, the default, and the rest.
 */
export const wishesFor = (task: Task, settings: Settings): Found[] => {
  if (task.model !== undefined) return [model(settings, task, task.model, 'it was asked for', 'settled')]
  const agent = task.agent === undefined ? undefined : settings.agents[task.agent]
  const own = agent ? ofAgent(agent, settings, task) : []
  // A chain that someone wrote is the whole chain; a single preference still has the rest behind it, unless that is a
  // program, which is asked for what it does besides answering.
  const { preferredTool = 'api', ownChain = false } = agent ?? {}
  const isWhole = ownChain || (preferredTool !== 'api' && task.answeredBy === 'models and programs')
  return isWhole && own.length > 0 ? own : [...own, ...ofSettings(settings, task)]
}
