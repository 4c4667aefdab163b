import { type HostContext, invalid, z } from '@nimbus/kernel/define'
import type { Checked, Limits } from '@nimbus/safety'

/** What a safety check found, as results carry it. */
export const CheckResult = z.object({
  allowed: z.boolean(),
  findings: z.array(
    z.object({
      status: z.enum(['pass', 'fail', 'unknown']),
      code: z.string(),
      message: z.string(),
      resource: z.string().optional(),
    }),
  ),
})

/** Limits that are to hold beside those of the configuration; only stricter ones count. */
export const LimitFields = z
  .object({
    changes: z.number().int().min(0).optional().describe('Resources that may be changed'),
    deletions: z.number().int().min(0).optional().describe('Resources that may be deleted or replaced'),
    costUsd: z.number().min(0).optional().describe('US dollars; what is unknown does not pass'),
    minutes: z.number().min(0).optional().describe('Minutes from the beginning'),
  })
  .default({})
  .describe('Limits beside those of the configuration; the stricter one counts')

const stricter = (one: number | undefined, other: number | undefined): number | undefined =>
  one === undefined || other === undefined ? (one ?? other) : Math.min(one, other)

/** The limits in force here, tightened by those that were given. */
export const limitsFor = async (given: z.infer<typeof LimitFields>, ctx: HostContext): Promise<Limits> => {
  const value = async (key: string) => (await ctx.records.config.get(key, ctx.workspace)).value
  const cap = String(await value('safety.max_cost_usd')).trim()
  if (cap !== '' && !(Number(cap) >= 0))
    throw invalid('invalid-setting', `safety.max_cost_usd: ${cap} is no amount of money`, { at: 'safety.max_cost_usd' })
  const costUsd = stricter(given.costUsd, cap === '' ? undefined : Number(cap))
  const limits = {
    changes: stricter(given.changes, Number(await value('safety.max_changes'))),
    deletions: stricter(given.deletions, Number(await value('safety.max_deletions'))),
    minutes: stricter(given.minutes, Number(await value('safety.max_minutes'))),
    costUsd,
  }
  return Object.fromEntries(Object.entries(limits).filter(([, limit]) => limit !== undefined))
}

/** A check as results carry it. */
export const checkResult = ({ allowed, findings }: Checked): z.infer<typeof CheckResult> => ({
  allowed,
  findings: findings.map(({ status, code, message, resource }) => ({
    status,
    code,
    message,
    ...(resource ? { resource } : {}),
  })),
})

const marks = { pass: '✓', fail: '✗', unknown: '?' } as const

/** A check for a terminal: the answer, then what stands against it first. */
export const checkText = ({ allowed, findings }: z.infer<typeof CheckResult>): string => {
  const order = ['fail', 'unknown', 'pass']
  const sorted = [...findings].sort((a, b) => order.indexOf(a.status) - order.indexOf(b.status))
  return [
    allowed ? '✓ it may go on' : '✗ it may not go on',
    ...sorted.map(({ status, message }) => `  ${marks[status]} ${message}`),
  ].join('\n')
}
