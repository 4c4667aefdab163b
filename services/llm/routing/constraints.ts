import type { ModelFacts } from '../catalogue/facts.ts'
import type { Settings } from '../config/settings.ts'
import { mayBeKeyless } from '../providers/access.ts'
import type { Target } from './route.ts'
import type { Task } from './task.ts'

/** What the router knows of the moment. */
export interface RouterState {
  /** Providers that are not asked now, and why: their breaker is open. */
  resting: ReadonlyMap<string, string>
  /** Programs that cannot be asked here, and why. */
  absent?: ReadonlyMap<string, string>
}

/** A rule that a target breaks. Nothing outweighs it. */
export interface Obstacle {
  rule: 'provider' | 'privacy' | 'fault' | 'key' | 'tools' | 'vision' | 'context' | 'program' | 'resting'
  reason: string
}

const count = (tokens: number): string => tokens.toLocaleString('en-US')

const ofAbilities = (
  facts: ModelFacts | undefined,
  { needs, inputTokens, outputTokens }: Task,
): Obstacle | undefined => {
  // What is not known of a model is no reason against it: whoever configured it may know.
  if (needs.tools && facts?.tools === false) return { rule: 'tools', reason: 'it takes no tools' }
  if (needs.vision && facts?.vision === false) return { rule: 'vision', reason: 'it takes no images' }
  const window = facts?.contextWindow
  const wanted = inputTokens + Math.min(outputTokens, facts?.maxOutput ?? outputTokens)
  if (window !== undefined && wanted > window)
    return { rule: 'context', reason: `about ${count(wanted)} tokens do not fit its window of ${count(window)}` }
  return undefined
}

const ofProvider = (name: string, task: Task, settings: Settings, state: RouterState): Obstacle | undefined => {
  const provider = settings.providers[name]
  if (!provider) return { rule: 'provider', reason: `no provider ${name} is configured` }
  if (task.provider !== undefined && task.provider !== name)
    return { rule: 'provider', reason: `${task.provider} was asked for` }
  if (settings.policies.privacy.localOnly && !provider.local)
    return { rule: 'privacy', reason: 'privacy is local-only and it is not on this machine' }
  if (provider.fault) return { rule: 'fault', reason: provider.fault.message }
  if (provider.apiKey === undefined && !mayBeKeyless(provider))
    return { rule: 'key', reason: `there is no key for ${name}; looked for ${provider.keyFrom}` }
  const resting = state.resting.get(name)
  return resting === undefined ? undefined : { rule: 'resting', reason: resting }
}

/** The hard rule that keeps a target from this task, or undefined. */
export const obstacleTo = (
  target: Target,
  task: Task,
  settings: Settings,
  state: RouterState,
): Obstacle | undefined => {
  if (target.kind === 'model')
    return ofProvider(target.provider, task, settings, state) ?? ofAbilities(target.facts, task)
  if (task.answeredBy !== 'models and programs')
    return { rule: 'program', reason: 'a model was asked for, and it is a program' }
  if (task.provider !== undefined) return { rule: 'provider', reason: `${task.provider} was asked for` }
  if (!settings.tools[target.tool]) return { rule: 'program', reason: `no program ${target.tool} is configured` }
  const absent = state.absent?.get(target.tool)
  if (absent !== undefined) return { rule: 'program', reason: absent }
  // Where a program sends what it is given is not ours to know, but for what its definition says.
  if (settings.policies.privacy.localOnly && !settings.tools[target.tool]?.capabilities.includes('local'))
    return { rule: 'privacy', reason: 'privacy is local-only and it is not known to stay on this machine' }
  return ofAbilities(target.facts, task)
}
