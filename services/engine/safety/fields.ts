import { type HostContext, z } from '@nimbus/kernel/define'
import {
  type Checked,
  type Limits,
  limitsFrom,
  notApprovedCode,
  quotaAccounts,
  type Taken,
  takenOf,
} from '@nimbus/safety'

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
  const { perDay, ...own } = await limitsFrom(async (key) => (await ctx.records.config.get(key, ctx.workspace)).value)
  const limits = {
    changes: stricter(given.changes, own.changes),
    deletions: stricter(given.deletions, own.deletions),
    minutes: stricter(given.minutes, own.minutes),
    costUsd: stricter(given.costUsd, own.costUsd),
    perDay,
  }
  return Object.fromEntries(Object.entries(limits).filter(([, limit]) => limit !== undefined))
}

/** What all tasks have taken today of what is limited by the day. */
export const takenToday = async (ctx: HostContext): Promise<Taken> =>
  takenOf(await ctx.ledger.balances(quotaAccounts(ctx.now())))

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
  const waits = findings.some(({ code }) => code === notApprovedCode)
  const yes = waits ? '✓ it may go on once it is approved' : '✓ it may go on'
  return [
    allowed ? yes : '✗ it may not go on',
    ...sorted.map(({ status, message }) => `  ${marks[status]} ${message}`),
  ].join('\n')
}
