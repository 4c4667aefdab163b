import type { Front } from '@nimbus/kernel/define'
import { countTokens } from './count-tokens-front.ts'
import { forwardingFront } from './forwarding-front.ts'
import { model, models } from './models-front.ts'
import { streamMessages } from './stream-front.ts'

/** Every foreign format that this service answers: existing clients get routing and budgets by another base URL. */
export const fronts: readonly Front[] = [
  forwardingFront('openai', '/v1/chat/completions', 'Chat completions in the format of OpenAI'),
  forwardingFront('anthropic', '/v1/messages', 'Messages in the format of Anthropic'),
  countTokens,
  models,
  model,
  streamMessages,
]
