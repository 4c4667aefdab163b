import { unkept, z } from '@nimbus/kernel/define'
import { exactDollars } from '@nimbus/money'
import { present } from '../present.ts'
import type { Invocation } from './invocation.ts'

const tokens = z.number().int().optional()

/** One call as it leaves Nimbus, with the names of fields that a usage log has; what is unknown is left out. */
export const ExportedCall = z.object({
  id: z.string(),
  at: z.string().describe('ISO 8601, UTC'),
  run: z.string().describe('The run it was part of'),
  project: z.string(),
  agent: z.string().optional(),
  tool: z.string().optional().describe('The agent program, where one was asked'),
  provider: z.string().optional(),
  model: z.string().optional(),
  task_type: z.string().optional(),
  route: z.string().describe('The place in the chain and why'),
  outcome: z.string(),
  input_tokens: tokens.describe('Without what a cache held or took'),
  cached_tokens: tokens.describe('Read from a cache'),
  cached_write_tokens: tokens.describe('Written to a cache'),
  output_tokens: tokens.describe('Without reasoning'),
  reasoning_tokens: tokens,
  cost_usd: z.string().optional().describe('US dollars, exact; absent when unknown or not metered'),
  metering: z.enum(['metered', 'unknown-price', 'not-metered']),
  latency_ms: z.number().int(),
  first_token_ms: z.number().int().optional(),
  prompt: unkept(z.string()).optional().describe('What was asked, redacted; with privacy full only'),
  response: unkept(z.string()).optional().describe('What was answered, redacted; with privacy full only'),
})
export type ExportedCall = z.infer<typeof ExportedCall>

/** The columns of a file, in their order. */
export const exportedColumns = Object.keys(ExportedCall.shape) as readonly (keyof ExportedCall)[]

const isText = (value: unknown): value is string => typeof value === 'string'

const textsIn = (message: unknown): string[] => {
  if (!message || typeof message !== 'object' || !('role' in message) || message.role !== 'user') return []
  const content = 'content' in message ? message.content : ''
  if (isText(content)) return [content]
  const parts: unknown[] = Array.isArray(content) ? content : []
  return parts.flatMap((part) =>
    part && typeof part === 'object' && 'text' in part && isText(part.text) ? part.text : [],
  )
}

/** What people said in a request that was kept: a conversation as JSON, or the task of an agent program as it is. */
const promptOf = (request: string): string => {
  try {
    const messages: unknown = JSON.parse(request)
    return Array.isArray(messages) ? messages.flatMap(textsIn).join('\n') : request
  } catch {
    // Not a conversation.
    return request
  }
}

/** An invocation as it leaves Nimbus. */
export const exportedCall = (invocation: Invocation): ExportedCall => {
  const { id, at, run, project, agent, tool, provider, model, route, outcome, metering } = invocation
  const { usage, cost, request, response } = invocation
  return present({
    id,
    at,
    run,
    project,
    agent,
    tool,
    provider,
    model,
    task_type: invocation.taskType,
    route,
    outcome,
    input_tokens: usage?.input,
    cached_tokens: usage?.cachedRead,
    cached_write_tokens: usage?.cachedWrite,
    output_tokens: usage?.output,
    reasoning_tokens: usage?.reasoning,
    cost_usd: cost === undefined ? undefined : exactDollars(cost),
    metering,
    latency_ms: invocation.latencyMs,
    first_token_ms: invocation.firstTokenMs,
    prompt: request === undefined ? undefined : promptOf(request),
    response,
  })
}
