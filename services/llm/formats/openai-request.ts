import { z } from '@nimbus/kernel/define'
import type { Message, Part, ToolDefinition } from '../conversation/messages.ts'
import type { ChatRequest } from '../conversation/request.ts'
import { present } from '../present.ts'
import type { ForeignRequest } from './format.ts'
import { imageFrom } from './image-address.ts'
import { readRequest, refuse } from './read-request.ts'
import { wantedModel } from './wanted-model.ts'

const text = z.object({ type: z.literal('text'), text: z.string() })
const refusal = z.object({ type: z.literal('refusal'), refusal: z.string() })
const image = z.object({ type: z.literal('image_url'), image_url: z.object({ url: z.string() }) })
const call = z.object({ id: z.string(), function: z.object({ name: z.string(), arguments: z.string() }) })
const content = z.union([z.string(), z.array(text)])

const message = z.discriminatedUnion('role', [
  z.object({ role: z.literal('system'), content }),
  z.object({ role: z.literal('developer'), content }),
  z.object({ role: z.literal('user'), content: z.union([z.string(), z.array(z.union([text, image]))]) }),
  z.object({
    role: z.literal('assistant'),
    content: z.union([z.string(), z.array(z.union([text, refusal]))]).nullish(),
    tool_calls: z.array(call).nullish(),
  }),
  z.object({ role: z.literal('tool'), tool_call_id: z.string(), content }),
])

/**
 * The body of `POST /v1/chat/completions`, as far as it has a meaning for every provider
 * (https://platform.openai.com/docs/api-reference/chat/create, read 2026-11). Other fields, such as penalties, `user`
 * and `metadata`, reach providers that speak this format and nobody else.
 */
const Body = z.object({
  model: z.string().min(1),
  messages: z.array(message).min(1),
  stream: z.boolean().nullish(),
  stream_options: z.object({ include_usage: z.boolean().nullish() }).nullish(),
  tools: z
    .array(
      z.object({
        type: z.literal('function'),
        function: z.object({
          name: z.string(),
          description: z.string().nullish(),
          parameters: z.record(z.string(), z.unknown()).nullish(),
        }),
      }),
    )
    .nullish(),
  tool_choice: z
    .union([
      z.enum(['auto', 'none', 'required']),
      z.object({ type: z.literal('function'), function: z.object({ name: z.string() }) }),
    ])
    .nullish(),
  response_format: z
    .discriminatedUnion('type', [
      z.object({ type: z.literal('text') }),
      z.object({ type: z.literal('json_object') }),
      z.object({
        type: z.literal('json_schema'),
        json_schema: z.object({ schema: z.record(z.string(), z.unknown()).nullish() }),
      }),
    ])
    .nullish(),
  max_tokens: z.number().int().min(1).nullish(),
  max_completion_tokens: z.number().int().min(1).nullish(),
  temperature: z.number().nullish(),
  top_p: z.number().nullish(),
  stop: z.union([z.string(), z.array(z.string())]).nullish(),
  seed: z.number().int().nullish(),
  n: z.number().int().min(1).max(128).nullish(),
  logprobs: z.boolean().nullish(),
  audio: z.unknown().optional(),
  modalities: z.array(z.string()).nullish(),
  web_search_options: z.unknown().optional(),
  service_tier: z.string().nullish(),
  functions: z.unknown().optional(),
})
type Body = z.infer<typeof Body>

const parsedArguments = (json: string): unknown => {
  try {
    return JSON.parse(json || '{}')
  } catch {
    // A model wrote it; whoever answers it next sees what it wrote.
    return { arguments: json }
  }
}

const joined = (parts: z.infer<typeof content>): string =>
  typeof parts === 'string' ? parts : parts.map((part) => part.text).join('')

const assistantParts = ({
  content: said,
  tool_calls: calls,
}: Extract<Body['messages'][number], { role: 'assistant' }>): Part[] => {
  const parts = typeof said === 'string' ? [{ type: 'text' as const, text: said }] : (said ?? [])
  return [
    ...parts.map((part): Part => ({ type: 'text', text: part.type === 'text' ? part.text : part.refusal })),
    ...(calls ?? []).map(
      ({ id, function: { name, arguments: json } }): Part => ({
        type: 'tool-call',
        id,
        name,
        input: parsedArguments(json),
      }),
    ),
  ]
}

const messagesOf = (messages: Body['messages']): Message[] => {
  // A result names the call and not the function.
  const names = new Map(
    messages.flatMap((each) =>
      each.role === 'assistant' ? (each.tool_calls ?? []).map(({ id, function: { name } }) => [id, name] as const) : [],
    ),
  )
  return messages.map((each): Message => {
    switch (each.role) {
      case 'system':
      case 'developer':
        return { role: 'system', content: joined(each.content) }
      case 'user':
        return {
          role: 'user',
          content:
            typeof each.content === 'string'
              ? each.content
              : each.content.map((part): Part => (part.type === 'text' ? part : imageFrom(part.image_url.url))),
        }
      case 'assistant':
        return each.tool_calls?.length || typeof each.content !== 'string'
          ? { role: 'assistant', content: assistantParts(each) }
          : { role: 'assistant', content: each.content }
      case 'tool': {
        const { tool_call_id: id, content: output } = each
        const name = names.get(id) ?? 'unknown'
        return { role: 'tool', content: [{ type: 'tool-result', id, name, output: joined(output), isError: false }] }
      }
    }
  })
}

const schemaOf = (format: Body['response_format']): ChatRequest['schema'] => {
  if (format?.type === 'json_object') return { type: 'object' }
  return format?.type === 'json_schema' ? (format.json_schema.schema ?? { type: 'object' }) : undefined
}

const toolsOf = (tools: Body['tools']): ToolDefinition[] | undefined =>
  tools?.map(({ function: { name, description, parameters } }) => ({
    name,
    description: description ?? '',
    inputSchema: parameters ?? { type: 'object', properties: {} },
  }))

/** What would be billed beside the tokens, or at another price than the one that budgets count with. */
const refuseOtherPrices = ({ audio, modalities, web_search_options: search, service_tier: tier }: Body): void => {
  if (audio || modalities?.includes('audio')) refuse('audio', 'answers are text')
  if (search) refuse('web_search_options', 'what the provider bills for a search is not known here')
  if (tier === 'priority') refuse('service_tier', 'what the provider bills for it is not known here')
}

/** Reads a body. Raises `invalid-request`, and `not-supported` for what would be lost whoever answers. */
export const readOpenAiRequest = (body: unknown): ForeignRequest => {
  const asked = readRequest(Body, body, 'OpenAI chat completions')
  refuseOtherPrices(asked)
  const { tool_choice: choice, stop } = asked
  const answers = asked.n ?? 1
  const maxTokens = asked.max_completion_tokens ?? asked.max_tokens
  const tools = toolsOf(asked.tools)
  const schema = schemaOf(asked.response_format)
  return {
    model: asked.model,
    stream: asked.stream === true,
    includeUsage: asked.stream_options?.include_usage === true,
    onlyHere: [
      ...(answers === 1 ? [] : ['n']),
      ...(asked.logprobs ? ['logprobs'] : []),
      ...(asked.functions ? ['functions'] : []),
    ],
    chat: {
      messages: messagesOf(asked.messages),
      ...wantedModel(asked.model),
      ...present({
        answers: answers === 1 ? undefined : answers,
        tools: tools?.length ? tools : undefined,
        toolChoice: typeof choice === 'object' && choice ? { name: choice.function.name } : (choice ?? undefined),
        schema,
        maxTokens: maxTokens ?? undefined,
        temperature: asked.temperature ?? undefined,
        topP: asked.top_p ?? undefined,
        stop: typeof stop === 'string' ? (stop === '' ? undefined : [stop]) : (stop ?? undefined),
        seed: asked.seed ?? undefined,
      }),
    },
  }
}
