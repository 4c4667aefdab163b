import { z } from '@nimbus/kernel/define'

// Much more could not be counted in nanodollars, and every budget that is shown would fail.
const usd = z.number().min(0).max(1_000_000)
const count = z.number().int().min(1)
const model = z.string().min(1)

const limits = {
  daily_budget_usd: usd.optional().describe('US dollars a day; no limit when absent'),
  monthly_budget_usd: usd.optional().describe('US dollars a calendar month'),
  rate_limiting: z
    .strictObject({ requests_per_minute: count.optional(), tokens_per_minute: count.optional() })
    .optional(),
}

/** Limits of one agent, model or project. */
export const LimitsFile = z.strictObject(limits)
export type LimitsFile = z.output<typeof LimitsFile>

/** Budgets and limits, as a person writes them. */
export const PoliciesFile = z.strictObject({
  ...limits,
  limit: z
    .strictObject({
      type: z
        .enum(['soft', 'hard'])
        .optional()
        .describe('soft warns, hard refuses before anything is spent; default soft'),
      threshold_percent: z.number().min(1).max(100).optional().describe('When to warn; default 80'),
    })
    .optional(),
  time_zone: z.string().optional().describe('When a day and a month begin, such as Europe/Berlin; default UTC'),
  prefer_cheaper_models_under_tokens: z
    .number()
    .int()
    .min(0)
    .optional()
    .describe('Simple prompts shorter than this go to a cheap model; 0 for never; default 1500'),
  auto_fallback_on_rate_limit: z.boolean().optional().describe('Default true'),
  require_justification_over_usd: usd.optional().describe('A call that may cost more has to say why'),
  default_output_tokens: count.optional().describe('What an answer is expected to have, without history; default 512'),
  per_agent: z.record(z.string(), LimitsFile).optional(),
  per_model: z.record(z.string(), LimitsFile).optional(),
  per_project: z.record(z.string(), LimitsFile).optional(),
  privacy: z
    .strictObject({
      mode: z
        .enum(['metadata', 'full'])
        .optional()
        .describe('full keeps prompts and answers, redacted; default metadata'),
      local_only: z.boolean().optional().describe('Nothing leaves this machine; default false'),
    })
    .optional(),
  retention_days: count.optional().describe('How long calls are kept on record; default 90'),
  cost_optimization: z
    .strictObject({
      enabled: z.boolean().optional().describe('Default true'),
      default_model: model.optional().describe('For what cannot be classified'),
      classifier: model.optional().describe('A small model that says how hard a task is'),
    })
    .optional(),
})
export type PoliciesFile = z.output<typeof PoliciesFile>
