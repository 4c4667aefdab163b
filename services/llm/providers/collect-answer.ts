import type {
  LanguageModelV4Content,
  LanguageModelV4FinishReason,
  LanguageModelV4GenerateResult,
  LanguageModelV4StreamPart,
  LanguageModelV4Usage,
  SharedV4Warning,
} from '@ai-sdk/provider'
import type { Chunk, ToolCall } from '../conversation/messages.ts'
import { type Attempt, failureHere, failureOfAttempt, misfit } from './attempt.ts'

/** What a model object gave, all at once or piece by piece. */
export interface Collected {
  text: string
  toolCalls: readonly ToolCall[]
  finish: LanguageModelV4FinishReason
  usage: LanguageModelV4Usage
  /** The name in the answer, if there was one. */
  servedBy?: string
  firstTokenMs?: number
  unheeded: readonly string[]
}

type ToolCallPart = Extract<LanguageModelV4Content, { type: 'tool-call' }>

const inputOf = (input: string, attempt: Attempt): unknown => {
  if (input.trim() === '') return {}
  try {
    return JSON.parse(input)
  } catch {
    const said = `${attempt.model} of ${attempt.provider.name} asked for a tool with input that is no JSON`
    throw misfit(said, attempt)
  }
}

const callOf = ({ toolCallId, toolName, input }: ToolCallPart, attempt: Attempt): ToolCall => ({
  id: toolCallId,
  name: toolName,
  input: inputOf(input, attempt),
})

const settingOf = ({ feature, details }: Extract<SharedV4Warning, { type: 'unsupported' }>): string =>
  feature === 'setting' && details ? details : feature

const unheededOf = (warnings: readonly SharedV4Warning[]): string[] =>
  warnings.flatMap((warning) => (warning.type === 'unsupported' ? [`does not heed ${settingOf(warning)}`] : []))

/** An answer that came at once. Raises a `ModelFailure` when nothing in it was one. */
export const collectWhole = (
  { content, finishReason, usage, warnings, response }: LanguageModelV4GenerateResult,
  attempt: Attempt,
): Collected => {
  if (content.length === 0 && finishReason.raw === undefined && usage.outputTokens.total === undefined)
    throw failureHere('malformed', `${attempt.provider.name} gave an answer without content, reason or count`, attempt)
  return {
    text: content.map((part) => (part.type === 'text' ? part.text : '')).join(''),
    toolCalls: content.flatMap((part) => (part.type === 'tool-call' ? [callOf(part, attempt)] : [])),
    finish: finishReason,
    usage,
    unheeded: unheededOf(warnings),
    ...(response?.modelId ? { servedBy: response.modelId } : {}),
  }
}

const cutOff = 'the answer ended before it said that it was done'

/**
 * Follows a stream to its end, telling of every piece. Raises a `ModelFailure` for an error event and for an end that
 * came too early.
 */
export const collectStream = async (
  stream: ReadableStream<LanguageModelV4StreamPart>,
  attempt: Attempt,
  heard: () => void,
  onChunk: (chunk: Chunk) => void,
): Promise<Collected> => {
  let text = ''
  const toolCalls: ToolCall[] = []
  const more: Pick<Collected, 'servedBy' | 'firstTokenMs'> = {}
  let unheeded: readonly string[] = []
  let end: Extract<LanguageModelV4StreamPart, { type: 'finish' }> | undefined

  const deliver = (chunk: Chunk) => {
    more.firstTokenMs ??= performance.now() - attempt.begun
    attempt.delivered = true
    onChunk(chunk)
  }
  for await (const part of stream) {
    heard()
    switch (part.type) {
      case 'text-delta':
        text += part.delta
        if (part.delta !== '') deliver(part.delta)
        break
      case 'tool-call': {
        const call = callOf(part, attempt)
        toolCalls.push(call)
        deliver({ type: 'tool-call', ...call })
        break
      }
      case 'reasoning-delta':
        more.firstTokenMs ??= performance.now() - attempt.begun
        break
      case 'response-metadata':
        if (part.modelId) more.servedBy = part.modelId
        break
      case 'stream-start':
        unheeded = unheededOf(part.warnings)
        break
      case 'finish':
        end = part
        break
      case 'error':
        throw failureOfAttempt(part.error, attempt)
      default:
    }
  }
  // The packages say so of a stream that stopped without a word; Ollama's lines were checked as they came.
  if (!end || end.finishReason.unified === 'interrupted')
    throw failureHere('network', `${attempt.provider.name}: ${cutOff}`, attempt)
  return { text, toolCalls, finish: end.finishReason, usage: end.usage, unheeded, ...more }
}
