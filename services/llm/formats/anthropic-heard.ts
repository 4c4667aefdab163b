import type { Finish, TokenUsage } from '../conversation/messages.ts'
import { type Body, countIn, type EventKind, type Heard, isBody, ToldError } from './format.ts'

const finishes: Readonly<Record<string, Finish>> = {
  end_turn: 'stop',
  stop_sequence: 'stop',
  max_tokens: 'length',
  model_context_window_exceeded: 'length',
  tool_use: 'tool-calls',
  refusal: 'content-filter',
}

const finishOf = (reason: unknown): Finish => (typeof reason === 'string' && finishes[reason]) || 'other'

/** What the cache held is apart from the input; what was thought is part of the output, and not said apart. */
const usageIn = (usage: unknown, before?: TokenUsage): TokenUsage | undefined => {
  if (!isBody(usage)) return before
  const latest = (field: string, earlier = 0) => (typeof usage[field] === 'number' ? countIn(usage, field) : earlier)
  const { cache_creation: parts } = usage
  const cachedWrite = latest('cache_creation_input_tokens', before?.cachedWrite)
  const hourWrite = isBody(parts) ? countIn(parts, 'ephemeral_1h_input_tokens') : (before?.hourWrite ?? 0)
  return {
    input: latest('input_tokens', before?.input),
    cachedRead: latest('cache_read_input_tokens', before?.cachedRead),
    cachedWrite,
    ...(hourWrite !== 0 ? { hourWrite: Math.min(hourWrite, cachedWrite) } : {}),
    output: latest('output_tokens', before?.output),
    reasoning: 0,
  }
}

const refuseErrors = (body: Body): void => {
  if (body.type === 'error') throw new ToldError(JSON.stringify(body))
}

/** What a whole `message` says; undefined when it has no content. Raises the error that stands in its place. */
export const hearAnthropic = (answer: Body): Heard | undefined => {
  refuseErrors(answer)
  if (!Array.isArray(answer.content)) return undefined
  const usage = usageIn(answer.usage)
  return {
    text: answer.content.map((block) => (isBody(block) && typeof block.text === 'string' ? block.text : '')).join(''),
    finish: finishOf(answer.stop_reason),
    ended: true,
    ...(usage ? { usage } : {}),
    ...(typeof answer.model === 'string' ? { servedBy: answer.model } : {}),
  }
}

/** Takes in an event of a stream. Raises the error that stands in its place. */
export const hearAnthropicEvent = (event: Body, heard: Heard): EventKind => {
  refuseErrors(event)
  const { type, message, delta } = event
  switch (type) {
    case 'message_start': {
      const opened: Body = isBody(message) ? message : {}
      const usage = usageIn(opened.usage)
      if (usage) heard.usage = usage
      if (typeof opened.model === 'string') heard.servedBy = opened.model
      return 'opening'
    }
    case 'content_block_delta':
      if (isBody(delta) && typeof delta.text === 'string') heard.text += delta.text
      return 'said'
    case 'message_delta': {
      if (isBody(delta) && typeof delta.stop_reason === 'string') {
        heard.finish = finishOf(delta.stop_reason)
        heard.ended = true
      }
      const usage = usageIn(event.usage, heard.usage)
      if (usage) heard.usage = usage
      return 'closing'
    }
    case 'message_stop':
      return 'closing'
    default:
      return 'opening'
  }
}
