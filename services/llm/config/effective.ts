import { z } from '@nimbus/kernel/define'
import { mayBeKeyless } from '../providers/access.ts'
import { reach } from './problem.ts'
import type { Reading } from './read-settings.ts'
import type { Provider } from './settings.ts'

/** Where a value comes from. */
const Origin = z.enum(['workspace', 'user', 'shipped', 'environment', 'credential', 'default'])

/** A provider as it is shown: its key is never part of it. */
export const ProviderView = z.object({
  name: z.string(),
  type: z.string(),
  baseUrl: z.string(),
  local: z.boolean().describe('On this machine'),
  key: z.enum(['set', 'not set', 'not needed', 'unusable']),
  keyFrom: z.string().describe('Where the key is, or where it was looked for'),
  origin: Origin.describe('Who described the provider'),
  fault: z.string().optional().describe('What keeps it from being asked'),
})

/** A tool as it is shown here; nimbus llm tool list says more. */
export const ToolName = z.object({ name: z.string(), origin: Origin })

/** A model of the configuration as it is shown. */
export const ModelView = z.object({ name: z.string(), provider: z.string(), id: z.string(), origin: Origin })

/** One value of the policies in force. */
export const PolicyView = z.object({
  key: z.string(),
  value: z.unknown().optional().describe('Absent when there is no limit'),
  origin: Origin,
  source: z.string().optional().describe('file:line:column'),
})

type From = { origin: z.infer<typeof Origin>; source?: string }

const from = ({ whole }: Reading, path: readonly string[], otherwise: z.infer<typeof Origin>): From => {
  const holder = whole.holder(path)
  if (!holder || reach(holder.value, path) === undefined) return { origin: otherwise }
  return { origin: holder.layer.origin, source: holder.locate(path) }
}

const keyState = (provider: Provider): z.infer<typeof ProviderView>['key'] => {
  if (provider.fault?.code === 'invalid-key') return 'unusable'
  if (provider.apiKey !== undefined) return 'set'
  return mayBeKeyless(provider) ? 'not needed' : 'not set'
}

/** The providers in force. */
export const providerViews = (reading: Reading): z.infer<typeof ProviderView>[] =>
  Object.values(reading.settings.providers).map((provider) => ({
    name: provider.name,
    type: provider.type,
    baseUrl: provider.baseUrl,
    local: provider.local,
    key: keyState(provider),
    keyFrom: provider.keyFrom,
    origin: from(reading, ['providers', provider.name], 'default').origin,
    ...(provider.fault ? { fault: provider.fault.message } : {}),
  }))

/** The tools in force, shipped ones included. */
export const toolNames = (reading: Reading): z.infer<typeof ToolName>[] =>
  Object.keys(reading.settings.tools).map((name) => ({
    name,
    origin: from(reading, ['tools', name], 'shipped').origin,
  }))

/** The models that files describe, each once. */
export const modelViews = (reading: Reading): z.infer<typeof ModelView>[] =>
  Object.keys(reading.whole.value.models ?? {}).flatMap((name) => {
    const model = reading.settings.models[name]
    return model
      ? [{ name, provider: model.provider, id: model.id, origin: from(reading, ['models', name], 'user').origin }]
      : []
  })

/** Every policy in force, by the key it has in the file. */
export const policyViews = (reading: Reading): z.infer<typeof PolicyView>[] => {
  const { policies } = reading.settings
  const { limit, privacy, costOptimization } = policies
  const at = (path: readonly string[], value: unknown): z.infer<typeof PolicyView> => {
    const { origin, source } = from(reading, ['policies', ...path], 'default')
    return { key: path.join('.'), ...(value === undefined ? {} : { value }), origin, ...(source ? { source } : {}) }
  }
  const one = (key: string, value: unknown) => at(key.split('.'), value)
  const scopes = (['per_agent', 'per_model', 'per_project'] as const).flatMap((scope) =>
    Object.entries(reading.whole.value.policies?.[scope] ?? {}).map(([name, each]) => at([scope, name], each)),
  )
  return [
    one('daily_budget_usd', policies.dailyUsd),
    one('monthly_budget_usd', policies.monthlyUsd),
    one('rate_limiting.requests_per_minute', policies.requestsPerMinute),
    one('rate_limiting.tokens_per_minute', policies.tokensPerMinute),
    one('limit.type', limit.type),
    one('limit.threshold_percent', limit.thresholdPercent),
    one('time_zone', policies.timeZone),
    one('prefer_cheaper_models_under_tokens', policies.preferCheaperUnderTokens),
    one('auto_fallback_on_rate_limit', policies.autoFallbackOnRateLimit),
    one('require_justification_over_usd', policies.requireJustificationOverUsd),
    one('default_output_tokens', policies.defaultOutputTokens),
    one('privacy.mode', privacy.mode),
    one('privacy.local_only', privacy.localOnly),
    one('retention_days', policies.retentionDays),
    one('cost_optimization.enabled', costOptimization.enabled),
    one('cost_optimization.default_model', costOptimization.defaultModel),
    one('cost_optimization.classifier', costOptimization.classifier),
    ...scopes,
  ]
}
