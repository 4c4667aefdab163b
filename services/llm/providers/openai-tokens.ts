import type { Part } from '../conversation/messages.ts'
import type { ChatRequest } from '../conversation/request.ts'

/** Names of OpenAI's models, wherever they are served. */
const ofOpenAi = /^(?:openai\/)?(?:gpt-|o\d|chatgpt-)/
/** The models of before GPT-4o: https://github.com/openai/tiktoken/blob/main/tiktoken/model.py (read 2026-11). */
const withOldEncoding = /^(?:openai\/)?gpt-(?:4(?!o|\.\d|-omni)|3\.5)/

/** What a message and the beginning of an answer add: cookbook.openai.com, "How to count tokens with tiktoken". */
const perMessage = 3
const perAnswer = 3

/** The most text that is counted, in characters: that takes two seconds at worst, and usually a twentieth of one. */
const most = 1024 * 1024

const textOf = (part: Part): string => {
  if (part.type === 'text') return part.text
  if (part.type === 'image') return ''
  return part.name + (JSON.stringify(part.type === 'tool-call' ? part.input : part.output) ?? '')
}

const hasImage = ({ messages }: ChatRequest): boolean =>
  messages.some(({ content }) => typeof content !== 'string' && content.some(({ type }) => type === 'image'))

const textsOf = ({ messages, tools = [], schema }: ChatRequest): { said: string[]; besides: string[] } => ({
  said: messages.map(({ content }) => (typeof content === 'string' ? content : content.map(textOf).join('\n'))),
  besides: [...tools, ...(schema ? [schema] : [])].map((each) => JSON.stringify(each)),
})

/**
 * A text in pieces without long runs: the tokenizer's time grows with the square of a run without a space (84 seconds
 * for 60,000 characters, measured 2026-11). A cut adds at most one token.
 */
const pieces = (text: string): string[] => {
  const longest = 400
  const cuts = [...text.matchAll(/\S{400}|\s{400}/g)].map(({ index }) => index + longest)
  return [0, ...cuts].map((from, i) => text.slice(from, cuts[i]))
}

/**
 * How many tokens a request takes by OpenAI's own encodings, which take 0.4 s to load; tools and schemas are counted as
 * their JSON. Undefined for what they do not count: other models, images, and more than a million characters.
 */
export const openAiTokens = async (model: string, request: ChatRequest): Promise<number | undefined> => {
  if (!ofOpenAi.test(model) || hasImage(request)) return undefined
  const { said, besides } = textsOf(request)
  if ([...said, ...besides].reduce((sum, text) => sum + text.length, 0) > most) return undefined
  const { countTokens } = withOldEncoding.test(model)
    ? await import('gpt-tokenizer/encoding/cl100k_base')
    : await import('gpt-tokenizer/encoding/o200k_base')
  // What looks like a special token is text that somebody wrote.
  const options = { disallowedSpecial: new Set<string>() }
  const count = (text: string) => pieces(text).reduce((sum, piece) => sum + countTokens(piece, options), 0)
  const spoken = said.reduce((sum, text) => sum + count(text) + perMessage, perAnswer)
  return besides.reduce((sum, text) => sum + count(text), spoken)
}
