import { effects, z } from '@nimbus/kernel/define'
import { Mode } from './record.ts'

const effect = z.enum(effects)

/** What arrives while a turn goes on: words as they are written, and what happens beside them. `text` is for a terminal. */
export const Chunk = z.union([
  z.string().describe('A piece of the answer'),
  z.object({ type: z.literal('mode'), mode: Mode, why: z.string(), text: z.string() }),
  z.object({
    type: z.literal('call-started'),
    n: z.number().int().describe('Counted from 1, in this turn'),
    operation: z.string(),
    effect: effect.describe('The most that it may do'),
    input: z.string().describe('On one line, shortened'),
    text: z.string(),
  }),
  z.object({
    type: z.literal('call-ended'),
    n: z.number().int(),
    operation: z.string(),
    outcome: z.string(),
    run: z.string().optional(),
    ms: z.number().int(),
    detail: z.string().describe('What it gave or why it did not, shortened'),
    text: z.string(),
  }),
  z.object({
    type: z.literal('approval'),
    n: z.number().int(),
    operation: z.string(),
    plan: z.string().describe('The plan that a person has to approve'),
    text: z.string(),
  }),
  z.object({ type: z.literal('note'), text: z.string() }),
])
export type Chunk = z.infer<typeof Chunk>
