import { z } from '@nimbus/kernel/define'

/** A part of a message. Images are base64 or an `https:` address. */
export const Part = z.discriminatedUnion('type', [
  z.object({ type: z.literal('text'), text: z.string() }),
  z.object({
    type: z.literal('image'),
    mediaType: z.string().describe('Such as image/png'),
    data: z.string().min(1).describe('Base64, or an https: address'),
  }),
  z.object({ type: z.literal('tool-call'), id: z.string(), name: z.string(), input: z.unknown().optional() }),
  z.object({
    type: z.literal('tool-result'),
    id: z.string(),
    name: z.string(),
    output: z.unknown().optional(),
    isError: z.boolean().default(false),
  }),
])
export type Part = z.infer<typeof Part>

/** One message of a conversation. */
export const Message = z.object({
  role: z.enum(['system', 'user', 'assistant', 'tool']),
  content: z.union([z.string(), z.array(Part)]),
})
export type Message = z.infer<typeof Message>

/** A function that a model may ask to be called. */
export const ToolDefinition = z.object({
  name: z.string().regex(/^[A-Za-z0-9_-]{1,64}$/, 'takes up to 64 letters, digits, _ and -'),
  description: z.string().default(''),
  inputSchema: z.record(z.string(), z.unknown()).describe('JSON Schema of its input, an object'),
})
export type ToolDefinition = z.infer<typeof ToolDefinition>

/** A function that a model asked to be called. */
export const ToolCall = z.object({ id: z.string(), name: z.string(), input: z.unknown().optional() })
export type ToolCall = z.infer<typeof ToolCall>

/**
 * What a call took, each token in one place: `input` without what the cache held or took, `output` without reasoning.
 */
export const TokenUsage = z.object({
  input: z.number().int(),
  cachedRead: z.number().int(),
  cachedWrite: z.number().int(),
  hourWrite: z.number().int().optional().describe('Of cachedWrite, what the cache keeps for an hour'),
  output: z.number().int(),
  reasoning: z.number().int(),
})
export type TokenUsage = z.infer<typeof TokenUsage>

/** What nothing took. */
export const noTokens: TokenUsage = { input: 0, cachedRead: 0, cachedWrite: 0, output: 0, reasoning: 0 }

/** Why a model stopped. */
export const Finish = z.enum(['stop', 'length', 'tool-calls', 'content-filter', 'other'])
export type Finish = z.infer<typeof Finish>

/** What arrives while a model answers: text as it is written, or a whole tool call. */
export const Chunk = z.union([
  z.string(),
  z.object({ type: z.literal('tool-call'), id: z.string(), name: z.string(), input: z.unknown().optional() }),
])
export type Chunk = z.infer<typeof Chunk>
