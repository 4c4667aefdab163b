import { nearest } from '@nimbus/kernel/define'
import { present } from '../present.ts'
import { bareMap } from './bare-map.ts'
import { defaultPolicies } from './defaults.ts'
import type { LimitsFile, PoliciesFile } from './policies-schema.ts'
import { didYouMean, type PathProblem } from './problem.ts'
import type { Limits, Policies } from './settings.ts'

/** Limits of one scope, without what is not limited. */
export const limitsOf = (written: LimitsFile): Limits =>
  present({
    dailyUsd: written.daily_budget_usd,
    monthlyUsd: written.monthly_budget_usd,
    requestsPerMinute: written.rate_limiting?.requests_per_minute,
    tokensPerMinute: written.rate_limiting?.tokens_per_minute,
  })

const limitsBy = (
  written: Readonly<Record<string, LimitsFile>> | undefined,
  called: (name: string) => string,
): Record<string, Limits> =>
  bareMap(Object.fromEntries(Object.entries(written ?? {}).map(([name, each]) => [called(name), limitsOf(each)])))

const isTimeZone = (name: string): boolean => {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone !== ''
  } catch {
    // The only error for a lone option: no such time zone.
    return false
  }
}

/**
 * Budgets and limits as they hold, with the defaults for what nobody says. `called` gives the name that calls have a
 * model by: a limit under another name of it would never hold.
 */
export const policiesOf = (
  written: PoliciesFile,
  called: (model: string) => string,
): { policies: Policies; problems: PathProblem[] } => {
  const problems: PathProblem[] = []
  const { time_zone: zone } = written
  if (zone !== undefined && !isTimeZone(zone)) {
    const right = nearest(zone, Intl.supportedValuesOf('timeZone'))
    problems.push({
      path: ['policies', 'time_zone'],
      message: `policies.time_zone: there is no time zone ${zone}`,
      why: 'it is a name of the IANA database, such as Europe/Berlin or UTC',
      next: right ? didYouMean(right) : 'use UTC, or the name your system shows',
    })
  }
  const usual = defaultPolicies
  const { limit, privacy, cost_optimization: optimization } = written
  const policies: Policies = {
    ...limitsOf(written),
    limit: {
      type: limit?.type ?? usual.limit.type,
      thresholdPercent: limit?.threshold_percent ?? usual.limit.thresholdPercent,
    },
    timeZone: zone ?? usual.timeZone,
    preferCheaperUnderTokens: written.prefer_cheaper_models_under_tokens ?? usual.preferCheaperUnderTokens,
    autoFallbackOnRateLimit: written.auto_fallback_on_rate_limit ?? usual.autoFallbackOnRateLimit,
    ...present({ requireJustificationOverUsd: written.require_justification_over_usd }),
    defaultOutputTokens: written.default_output_tokens ?? usual.defaultOutputTokens,
    perModel: limitsBy(written.per_model, called),
    perProject: limitsBy(written.per_project, (name) => name),
    privacy: {
      mode: privacy?.mode ?? usual.privacy.mode,
      localOnly: privacy?.local_only ?? usual.privacy.localOnly,
    },
    retentionDays: written.retention_days ?? usual.retentionDays,
    costOptimization: {
      enabled: optimization?.enabled ?? usual.costOptimization.enabled,
      ...present({ defaultModel: optimization?.default_model, classifier: optimization?.classifier }),
    },
  }
  return { policies, problems }
}
