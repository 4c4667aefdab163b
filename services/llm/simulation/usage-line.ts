import { z } from '@nimbus/kernel/define'
import { mostTokens } from '../conversation/plausible.ts'

const tokens = z.number().int().min(0).max(mostTokens)
const name = z.string().min(1).max(500)

/**
 * One call of a usage log: a line of JSON. Fields that it does not name are ignored, so that a log may carry more.
 *
 * How hard the task was is judged from `prompt`, or taken from `features` where texts are not kept; `difficulty` is
 * what a person says, and is compared with that, never used to choose.
 */
export const UsageLine = z.object({
  at: z.iso.datetime({ offset: true }),
  agent: name.optional(),
  task_type: name.optional(),
  provider: name,
  model: name,
  input_tokens: tokens,
  cached_tokens: tokens.default(0),
  cached_write_tokens: tokens.default(0),
  output_tokens: tokens,
  reasoning_tokens: tokens.default(0),
  prompt: z.string().optional(),
  features: z.record(z.string(), z.number().min(0).max(1)).optional(),
  tools: z.number().int().min(0).default(0),
  difficulty: z.enum(['simple', 'moderate', 'hard']).optional(),
})
export type UsageLine = z.output<typeof UsageLine>

/** A call with the line of the log that it is, counted from 1. */
export type LoggedCall = UsageLine & { number: number }
