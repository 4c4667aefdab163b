import type { Finish, TokenUsage } from '../conversation/messages.ts'
import { type Body, countIn, type EventKind, type ForeignRequest, type Heard, isBody, ToldError } from './format.ts'

const finishes: Readonly<Record<string, Finish>> = {
  stop: 'stop',
  length: 'length',
  tool_calls: 'tool-calls',
  function_call: 'tool-calls',
  content_filter: 'content-filter',
}

const finishOf = (reason: unknown): Finish => (typeof reason === 'string' && finishes[reason]) || 'other'

/** The prompt includes what the cache held and took, the completion what was thought. */
const usageIn = (usage: unknown): TokenUsage | undefined => {
  if (!isBody(usage) || (usage.prompt_tokens === undefined && usage.completion_tokens === undefined)) return undefined
  const cachedRead = countIn(usage.prompt_tokens_details, 'cached_tokens')
  const cachedWrite = countIn(usage.prompt_tokens_details, 'cache_write_tokens')
  const reasoning = countIn(usage.completion_tokens_details, 'reasoning_tokens')
  return {
    input: Math.max(0, countIn(usage, 'prompt_tokens') - cachedRead - cachedWrite),
    cachedRead,
    cachedWrite,
    output: Math.max(0, countIn(usage, 'completion_tokens') - reasoning),
    reasoning,
  }
}

const choicesOf = ({ choices }: Body): Body[] => (Array.isArray(choices) ? choices.filter(isBody) : [])

const refuseErrors = (body: Body): void => {
  if (body.error !== undefined && body.error !== null) throw new ToldError(JSON.stringify(body))
}

/** What a whole `chat.completion` says; undefined when it has no choice. Raises the error that stands in its place. */
export const hearOpenAi = (answer: Body): Heard | undefined => {
  refuseErrors(answer)
  const choices = choicesOf(answer)
  if (choices.length === 0) return undefined
  const usage = usageIn(answer.usage)
  return {
    text: choices
      .map(({ message }) => (isBody(message) && typeof message.content === 'string' ? message.content : ''))
      .join(''),
    finish: finishOf(choices[0]?.finish_reason),
    ended: true,
    ...(usage ? { usage } : {}),
    ...(typeof answer.model === 'string' ? { servedBy: answer.model } : {}),
  }
}

/** The role comes first, with no or an empty content: nothing is said by it. */
const saysSomething = ({ delta }: Body): boolean => {
  if (!isBody(delta)) return false
  for (const field in delta) {
    const value = delta[field]
    if (field !== 'role' && value !== null && value !== '' && value !== undefined) return true
  }
  return false
}

/** Takes in a `chat.completion.chunk`. Raises the error that stands in its place. */
export const hearOpenAiEvent = (event: Body, heard: Heard, { includeUsage }: ForeignRequest): EventKind => {
  refuseErrors(event)
  if (typeof event.model === 'string' && event.model !== '') heard.servedBy ??= event.model
  const usage = usageIn(event.usage)
  if (usage) heard.usage = usage
  const choices = choicesOf(event)
  // Asked for by us in any case, to know what it took.
  if (choices.length === 0) return usage && !includeUsage ? 'dropped' : usage ? 'closing' : 'opening'
  let kind: EventKind = 'opening'
  for (const choice of choices) {
    if (isBody(choice.delta) && typeof choice.delta.content === 'string') heard.text += choice.delta.content
    if (typeof choice.finish_reason === 'string') {
      heard.finish = finishOf(choice.finish_reason)
      heard.ended = true
      kind = 'closing'
    } else if (kind === 'opening' && saysSomething(choice)) kind = 'said'
  }
  return kind
}
