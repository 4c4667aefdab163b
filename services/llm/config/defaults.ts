import type { Policies } from './settings.ts'

/** What holds where nothing is configured: no budget, no limit, and numbers that are kept but no texts. */
export const defaultPolicies: Policies = {
  limit: { type: 'soft', thresholdPercent: 80 },
  timeZone: 'UTC',
  preferCheaperUnderTokens: 1500,
  autoFallbackOnRateLimit: true,
  defaultOutputTokens: 512,
  perModel: {},
  perProject: {},
  privacy: { mode: 'metadata', localOnly: false },
  retentionDays: 90,
  costOptimization: { enabled: true },
}
