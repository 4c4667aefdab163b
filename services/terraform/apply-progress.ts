import { z } from '@nimbus/kernel/define'

/** One step of an apply on one resource. */
export const ApplyProgress = z.object({
  address: z.string(),
  action: z.string().describe('create, update, delete, read'),
  status: z.enum(['started', 'running', 'done', 'failed']),
  seconds: z.number().optional(),
  text: z.string().describe('The same as one line'),
})
export type ApplyProgress = z.output<typeof ApplyProgress>

/** Messages of `terraform apply -json` (https://developer.hashicorp.com/terraform/internals/machine-readable-ui). */
const Hook = z.object({
  type: z.enum(['apply_start', 'apply_progress', 'apply_complete', 'apply_errored']),
  hook: z.object({
    resource: z.object({ addr: z.string() }),
    action: z.string(),
    elapsed_seconds: z.number().optional(),
  }),
})

const statuses = {
  apply_start: 'started',
  apply_progress: 'running',
  apply_complete: 'done',
  apply_errored: 'failed',
} as const

/** One line of a `-json` apply as progress, or undefined when it is another message. */
export const parseApplyLine = (line: string): ApplyProgress | undefined => {
  if (!line.startsWith('{') || !line.includes('"apply_')) return undefined
  try {
    const message = Hook.safeParse(JSON.parse(line))
    if (!message.success) return undefined
    const { type, hook } = message.data
    const { resource, action, elapsed_seconds: seconds } = hook
    const status = statuses[type]
    const mark = status === 'done' ? '✓' : status === 'failed' ? '✗' : '·'
    return {
      address: resource.addr,
      action,
      status,
      ...(seconds === undefined ? {} : { seconds }),
      text: `${mark} ${resource.addr}: ${action} ${status}${seconds === undefined ? '' : ` (${seconds} s)`}`,
    }
  } catch {
    // A line that was cut off is no message.
    return undefined
  }
}
