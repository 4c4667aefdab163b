import { defaultPolicies } from '../config/defaults.ts'
import type { Agent, ModelSettings, Policies, Provider, Settings, Tool } from '../config/settings.ts'
import type { Complexity } from './route.ts'
import type { Task } from './task.ts'

/** A provider with a key, on this machine or not. */
export const provider = (name: string, more: Partial<Provider> = {}): Provider => ({
  name,
  type: 'openai-compatible',
  baseUrl: `https://${name}.example/v1`,
  apiKey: `key of ${name}`,
  keyFrom: 'a test',
  local: false,
  timeoutMs: 1000,
  ...more,
})

/** A model with a price in dollars for a thousand tokens, the same for input and output. */
export const model = (owner: string, id: string, price?: number, more: Partial<ModelSettings> = {}): ModelSettings => ({
  provider: owner,
  id,
  ...(price === undefined ? {} : { costPer1k: { input: price, output: price } }),
  tools: true,
  vision: true,
  contextWindow: 100_000,
  suitability: [],
  ...more,
})

export const agent = (name: string, more: Partial<Agent> = {}): Agent => ({
  name,
  fallbackChain: [],
  ownChain: more.fallbackChain !== undefined,
  taskTypes: {},
  ...more,
})

export const tool = (name: string, models: readonly string[], more: Partial<Tool> = {}): Tool => ({
  name,
  binary: name,
  args: ['{{prompt}}'],
  prompt: 'argument',
  platforms: ['linux'],
  models: Object.fromEntries(models.map((id) => [id, id])),
  capabilities: [],
  env: {},
  envRequired: [],
  output: { format: 'text' },
  exitCodes: {},
  timeoutMs: 1000,
  ...more,
})

/** Settings of these parts; models are found by `provider/id` and by id. */
export const settingsOf = (parts: {
  providers?: readonly Provider[]
  models?: readonly ModelSettings[]
  agents?: readonly Agent[]
  tools?: readonly Tool[]
  policies?: Partial<Policies>
}): Settings => ({
  providers: Object.fromEntries((parts.providers ?? []).map((each) => [each.name, each])),
  agents: Object.fromEntries((parts.agents ?? []).map((each) => [each.name, each])),
  tools: Object.fromEntries((parts.tools ?? []).map((each) => [each.name, each])),
  models: Object.fromEntries(
    (parts.models ?? []).flatMap((each) => [
      [`${each.provider}/${each.id}`, each],
      [each.id, each],
    ]),
  ),
  policies: { ...defaultPolicies, ...parts.policies },
  sources: [],
  ignored: [],
  warnings: [],
})

/** A level without the features that led to it. */
export const complexity = (level: Complexity['level']): Complexity => ({ level, score: 0.5, features: {} })

/** A short task of no particular kind. */
export const task = (more: Partial<Task> = {}): Task => ({
  inputTokens: 200,
  outputTokens: 100,
  needs: { tools: false, vision: false },
  complexity: complexity('moderate'),
  answeredBy: 'models',
  ...more,
})
