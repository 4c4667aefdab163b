import { z } from '@nimbus/kernel/define'

/** A part of what is said between a person, a model and the operations it calls; images have no place here. */
export const Part = z.discriminatedUnion('type', [
  z.object({ type: z.literal('text'), text: z.string() }),
  z.object({ type: z.literal('tool-call'), id: z.string(), name: z.string(), input: z.unknown().optional() }),
  z.object({
    type: z.literal('tool-result'),
    id: z.string(),
    name: z.string(),
    output: z.string(),
    isError: z.boolean().default(false),
  }),
])
export type Part = z.infer<typeof Part>

/** One message of a conversation, as a model gets it. */
export const Message = z.object({
  role: z.enum(['user', 'assistant', 'tool']),
  content: z.union([z.string(), z.array(Part)]),
})
export type Message = z.infer<typeof Message>
