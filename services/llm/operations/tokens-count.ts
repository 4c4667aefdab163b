import { operation, z } from '@nimbus/kernel/define'
import { chatFields } from '../chat/chat-fields.ts'
import { outlineOf, requestOf } from '../chat/chat-request.ts'
import { materialResource } from '../chat/material.ts'
import { refuseRequest } from '../chat/refuse-request.ts'
import { loadSettings } from '../config/load-settings.ts'
import type { Provider, Settings } from '../config/settings.ts'
import { ToolDefinition } from '../conversation/messages.ts'
import { countTokens } from '../providers/count-tokens.ts'
import { requireKnown } from '../routing/require-known.ts'
import { offeredModels, resolveModel } from '../routing/resolve-model.ts'
import { unknownModel } from '../routing/unknown-model.ts'

const asks = (provider: Provider | undefined): boolean => provider?.apiKey !== undefined && !provider.fault

/** The model whose tokens are counted: the one that was named, else the first that could be asked. */
const counted = (model: string | undefined, provider: string | undefined, settings: Settings) => {
  requireKnown('provider', provider, settings)
  const target =
    model === undefined
      ? offeredModels(settings, provider).find((each) => asks(settings.providers[each.provider]))
      : resolveModel(settings, model, provider)
  if (!target && model !== undefined) throw unknownModel(settings, model, provider)
  const owner = target && settings.providers[target.provider]
  return owner ? { provider: owner, model: target.model } : undefined
}

/**
 * Counts the input tokens of a text or a conversation, without asking for an answer.
 *
 * Anthropic and Google count for themselves, where a key is there. For OpenAI's models its own encodings are used; for
 * all others the number is an estimate, within about a third. Which of these it is, and why, is said beside it.
 */
export default operation({
  id: 'llm.tokens-count',
  summary: 'Count the tokens of a prompt',
  effect: 'read',
  openWorld: true,
  input: z.object({
    prompt: chatFields.prompt,
    messages: chatFields.messages,
    system: chatFields.system,
    context: chatFields.context,
    image: chatFields.image,
    schema: chatFields.schema,
    tools: z.array(ToolDefinition).max(256).optional().describe('Tools that would be offered'),
    model: z.string().min(1).optional().describe('The model that would be asked; the first that could be by default'),
    provider: z.string().min(1).optional().describe('Its provider'),
  }),
  output: z.object({
    tokens: z.number().int(),
    method: z
      .enum(['provider', 'tokenizer', 'estimate'])
      .describe("The provider's own count, that of OpenAI's tokenizer, or about"),
    why: z.string().optional().describe("Why it is not the provider's own count"),
    provider: z.string().optional(),
    model: z.string().optional(),
  }),
  positional: ['prompt'],
  routes: [{ method: 'POST', path: '/api/llm/tokens/count' }],
  examples: [
    { title: 'How long is the README?', input: { context: ['README.md'] } },
    { title: 'How long is this for GPT-4o?', input: { prompt: 'Why does my pod restart?', model: 'gpt-4o' } },
  ],
  phrases: [
    'count the tokens of {prompt}',
    'how many tokens is {prompt} for {model}',
    'count tokens {prompt}',
    'how many tokens has {context}',
    'token count of {context}',
    'tokens in {context}',
    'number of tokens in {prompt}',
    'how many tokens does {context} have',
    'how long is {context} in tokens',
    'how many tokens would {context} cost',
    'how many tokens does {context} take',
    'roughly how many tokens is {context}',
    'would {context} fit into {model}',
    'does {context} fit into {model}',
    'would {context} fit',
    'how many tokens would {context} take',
    'size of {context} in tokens',
    'how many tokens does {context} have for {model}',
  ],
  words: {
    prompt: { kind: 'text', unless: 'context' },
    context: { kind: 'file' },
    image: { kind: 'image' },
    model: { kind: 'model' },
    provider: { kind: 'provider' },
    system: { kind: 'structure' },
  },

  target: ({ model }) => ({ resources: [`model:${model ?? 'any'}`] }),
  async preview(input, { workspace }) {
    refuseRequest(outlineOf({ ...input, force: false }))
    const files = [...input.context, ...input.image].map((file) => materialResource(file, workspace))
    return {
      changes: [`model:${input.model ?? 'any'}`, ...files].map((resource) => ({ resource, effect: 'read' as const })),
    }
  },
  async run(input, ctx) {
    const { model, provider } = input
    const settings = await loadSettings(ctx)
    const request = await requestOf({ ...input, force: false }, ctx.workspace)
    refuseRequest(request)
    const target = counted(model, provider, settings)
    const { localOnly } = settings.policies.privacy
    const count = await countTokens(target, request, { localOnly, signal: ctx.signal })
    return { ...count, ...(target ? { provider: target.provider.name, model: target.model } : {}) }
  },
  text: ({ tokens, method, model }) =>
    `${tokens.toLocaleString('en-US')} tokens${model ? ` for ${model}` : ''}${method === 'estimate' ? ', estimated' : ''}`,
  note: ({ method, why }) => {
    const how = {
      provider: 'counted by the provider',
      tokenizer: "counted with OpenAI's encoding",
      estimate: 'estimated',
    }
    return why ? `${how[method]}: ${why}` : how[method]
  },
})
