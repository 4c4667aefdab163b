import { randomId } from './answer-id.ts'
import { type Body, type ForeignRequest, type Format, isBody, type StreamEvent } from './format.ts'
import { nimbusPart, openAiAnswer, openAiFault, openAiStreamFault } from './openai-answer.ts'
import { hearOpenAi, hearOpenAiEvent } from './openai-heard.ts'
import { readOpenAiRequest } from './openai-request.ts'
import { openAiBeat, openAiStream } from './openai-stream.ts'

/**
 * Models that OpenAI answers for in its other API only: https://platform.openai.com/docs/models (read 2026-11).
 */
const elsewhere = /^o\d+-pro|^gpt-[\d.]+(?:-[a-z]+)?-pro|codex|deep-research|computer-use/

/**
 * What OpenAI's models that think refuse: https://platform.openai.com/docs/guides/reasoning (read 2026-11). A client
 * that let the router choose could not know.
 */
const unthinkable = [
  'temperature',
  'top_p',
  'presence_penalty',
  'frequency_penalty',
  'logprobs',
  'top_logprobs',
  'logit_bias',
] as const

const seconds = (): number => Math.floor(Date.now() / 1000)

const withUsage = (options: unknown): Body => ({ ...(isBody(options) ? options : {}), include_usage: true })

/** Whether an event says of an answer why it stopped; what it took comes in one without any. */
const hasChoice = ({ event: { choices } }: StreamEvent): boolean => Array.isArray(choices) && choices.length > 0

/** `POST /v1/chat/completions`. */
export const openAi: Format = {
  read: readOpenAiRequest,
  path: '/chat/completions',
  isSpokenBy: ({ type }, { id }) => type === 'openai-compatible' || (type === 'openai' && !elsewhere.test(id)),
  bodyFor(body, { facts, provider: { type }, instructions }) {
    const sent: Record<string, unknown> = { ...body, model: facts.id }
    if (type === 'openai' && body.max_tokens !== undefined) {
      // The older name is refused by newer models of OpenAI, and the newer one ignored by older servers of others.
      sent.max_completion_tokens ??= body.max_tokens
      delete sent.max_tokens
    }
    if (instructions && Array.isArray(body.messages))
      sent.messages = [{ role: 'system', content: instructions }, ...body.messages]
    if (body.stream === true) sent.stream_options = withUsage(body.stream_options)
    const unheeded: string[] = []
    if (type === 'openai' && facts.reasoning)
      for (const field of unthinkable)
        if (sent[field] !== undefined && sent[field] !== null) {
          delete sent[field]
          unheeded.push(`does not heed ${field}`)
        }
    return { body: sent, unheeded }
  },
  hearWhole: hearOpenAi,
  hearEvent: hearOpenAiEvent,
  forwarded: (answer, result) => ({ ...answer, ...nimbusPart(result) }),
  closing(events, result) {
    const last = events.findLastIndex(hasChoice)
    const texts = events.map(({ text, event }, i) =>
      i === last ? `data: ${JSON.stringify({ ...event, ...nimbusPart(result) })}\n\n` : text,
    )
    return `${texts.join('')}data: [DONE]\n\n`
  },
  translated: (result) => openAiAnswer(result, randomId('chatcmpl-'), seconds()),
  translatedStream: ({ model, includeUsage }: ForeignRequest) =>
    openAiStream({ id: randomId('chatcmpl-'), created: seconds(), model, includeUsage }),
  beat: openAiBeat,
  fault: openAiFault,
  streamFault: openAiStreamFault,
}
