import type { Message, Part } from '../conversation/messages.ts'
import type { ChatRequest } from '../conversation/request.ts'

/**
 * English text has about four characters to a token (help.openai.com, "What are tokens and how to count them", read
 * 2026-11-21); other scripts about one, which the bytes beyond one per character show: two for each CJK character.
 */
const charactersPerToken = 4
/** What roles and separators add to a message: OpenAI's cookbook, "How to count tokens with tiktoken". */
const tokensPerMessage = 4
/** The most that Anthropic bills for an image it does not shrink: about 1,600 (docs.anthropic.com, "Vision"). */
const tokensPerImage = 1600

const tokensOfText = (text: string): number => {
  const beyondAscii = Math.min(text.length, (Buffer.byteLength(text) - text.length) / 2)
  return Math.ceil((text.length - beyondAscii) / charactersPerToken + beyondAscii)
}

const tokensOfValue = (value: unknown): number => (value === undefined ? 0 : tokensOfText(JSON.stringify(value) ?? ''))

const tokensOfPart = (part: Part): number => {
  if (part.type === 'text') return tokensOfText(part.text)
  if (part.type === 'image') return tokensPerImage
  return tokensOfText(part.name) + tokensOfValue(part.type === 'tool-call' ? part.input : part.output)
}

/**
 * About how many tokens messages take, without loading a tokenizer: within a third of the real number for prose and
 * code. For deciding and for setting money aside, never for billing.
 */
export const estimateTokens = (messages: readonly Message[]): number => {
  let tokens = 0
  for (const { content } of messages) {
    tokens += tokensPerMessage
    if (typeof content === 'string') tokens += tokensOfText(content)
    else for (const part of content) tokens += tokensOfPart(part)
  }
  return tokens
}

/** About how many input tokens a request takes: its messages, the tools it offers and the schema of its answer. */
export const estimateInput = ({ messages, tools = [], schema }: ChatRequest): number =>
  estimateTokens(messages) + (tools.length > 0 ? tokensOfValue(tools) : 0) + tokensOfValue(schema)
