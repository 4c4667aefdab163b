import { z } from '@nimbus/kernel/define'
import type { Message, Part, ToolDefinition } from '../conversation/messages.ts'
import type { ChatRequest } from '../conversation/request.ts'
import type { ForeignRequest } from './format.ts'
import { imageFrom } from './image-address.ts'
import { readRequest, refuse } from './read-request.ts'
import { wantedModel } from './wanted-model.ts'

const text = z.object({ type: z.literal('text'), text: z.string() })
const image = z.object({
  type: z.literal('image'),
  source: z.discriminatedUnion('type', [
    z.object({ type: z.literal('base64'), media_type: z.string(), data: z.string().min(1) }),
    z.object({ type: z.literal('url'), url: z.string() }),
  ]),
})
const toolUse = z.object({ type: z.literal('tool_use'), id: z.string(), name: z.string(), input: z.unknown() })
const toolResult = z.object({
  type: z.literal('tool_result'),
  tool_use_id: z.string(),
  content: z.union([z.string(), z.array(text)]).optional(),
  is_error: z.boolean().nullish(),
})
// What a model thought is of no use to another one.
const thinking = z.object({ type: z.enum(['thinking', 'redacted_thinking']) })
const block = z.discriminatedUnion('type', [text, image, toolUse, toolResult, thinking])
type Block = z.infer<typeof block>

/**
 * The body of `POST /v1/messages`, as far as it has a meaning for every provider
 * (https://docs.anthropic.com/en/api/messages, read 2026-11). Other fields, such as `top_k`, `metadata`, `thinking` and
 * marks for the cache, reach providers that speak this format and nobody else.
 */
const Body = z.object({
  model: z.string().min(1),
  max_tokens: z.number().int().min(1),
  messages: z
    .array(z.object({ role: z.enum(['user', 'assistant']), content: z.union([z.string(), z.array(block)]) }))
    .min(1),
  system: z.union([z.string(), z.array(text)]).nullish(),
  stream: z.boolean().nullish(),
  tools: z
    .array(
      z.object({
        type: z.string().nullish(),
        name: z.string(),
        description: z.string().nullish(),
        input_schema: z.record(z.string(), z.unknown()).optional(),
      }),
    )
    .nullish(),
  tool_choice: z.object({ type: z.enum(['auto', 'any', 'tool', 'none']), name: z.string().optional() }).nullish(),
  stop_sequences: z.array(z.string()).nullish(),
  temperature: z.number().nullish(),
  top_p: z.number().nullish(),
  speed: z.string().nullish(),
  output_config: z
    .object({
      format: z.object({ type: z.literal('json_schema'), schema: z.record(z.string(), z.unknown()) }).nullish(),
    })
    .nullish(),
})
type Body = z.infer<typeof Body>

const partOf = (each: Block): Part[] => {
  switch (each.type) {
    case 'text':
      return [each]
    case 'image': {
      const { source } = each
      return source.type === 'url'
        ? [imageFrom(source.url)]
        : [{ type: 'image', mediaType: source.media_type, data: source.data }]
    }
    case 'tool_use':
      return [{ type: 'tool-call', id: each.id, name: each.name, input: each.input }]
    default:
      return []
  }
}

const joined = (content: string | readonly z.infer<typeof text>[] | undefined): string =>
  typeof content === 'string' ? content : (content ?? []).map((part) => part.text).join('')

const messagesOf = ({ system, messages }: Body): Message[] => {
  const blocks = messages.flatMap(({ content }) => (typeof content === 'string' ? [] : content))
  // A result names the call and not the function.
  const names = new Map(blocks.flatMap((each) => (each.type === 'tool_use' ? [[each.id, each.name] as const] : [])))
  const spoken = messages.flatMap(({ role, content }): Message[] => {
    if (typeof content === 'string') return [{ role, content }]
    const results = content.flatMap((each): Part[] =>
      each.type === 'tool_result'
        ? [
            {
              type: 'tool-result',
              id: each.tool_use_id,
              name: names.get(each.tool_use_id) ?? 'unknown',
              output: joined(each.content),
              isError: each.is_error === true,
            },
          ]
        : [],
    )
    const parts = content.flatMap(partOf)
    return [
      ...(results.length > 0 ? [{ role: 'tool' as const, content: results }] : []),
      ...(parts.length > 0 ? [{ role, content: parts }] : []),
    ]
  })
  return [...(system ? [{ role: 'system' as const, content: joined(system) }] : []), ...spoken]
}

const toolsOf = (tools: Body['tools']): ToolDefinition[] =>
  (tools ?? []).map(({ type, name, description, input_schema: schema }) =>
    (type && type !== 'custom') || !schema
      ? refuse(`tools.${name}`, 'it is run by one provider, and who answers is decided here')
      : { name, description: description ?? '', inputSchema: schema },
  )

const choiceOf = (choice: Body['tool_choice']): ChatRequest['toolChoice'] => {
  if (!choice) return undefined
  if (choice.type === 'any') return 'required'
  if (choice.type === 'tool') return choice.name ? { name: choice.name } : 'required'
  return choice.type
}

/** Reads a body. Raises `invalid-request`, and `not-supported` for tools that only one provider runs. */
export const readAnthropicRequest = (body: unknown): ForeignRequest => {
  const asked = readRequest(Body, body, 'Anthropic messages')
  if (asked.speed === 'fast') refuse('speed', 'what the provider bills for it is not known here')
  const tools = toolsOf(asked.tools)
  const toolChoice = choiceOf(asked.tool_choice)
  const schema = asked.output_config?.format?.schema
  return {
    model: asked.model,
    stream: asked.stream === true,
    includeUsage: true,
    onlyHere: [],
    chat: {
      messages: messagesOf(asked),
      ...wantedModel(asked.model),
      maxTokens: asked.max_tokens,
      ...(tools.length > 0 ? { tools } : {}),
      ...(toolChoice ? { toolChoice } : {}),
      ...(schema ? { schema } : {}),
      ...(asked.stop_sequences?.length ? { stop: asked.stop_sequences } : {}),
      ...(typeof asked.temperature === 'number' ? { temperature: asked.temperature } : {}),
      ...(typeof asked.top_p === 'number' ? { topP: asked.top_p } : {}),
    },
  }
}
