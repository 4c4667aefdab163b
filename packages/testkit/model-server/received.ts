import type { Format } from './wire-format.ts'

/** A request as the server got it. */
export interface Received {
  asks: 'chat' | 'models' | 'count'
  format: Format
  /** With its query. */
  path: string
  headers: Readonly<Record<string, string>>
  model: string
  stream: boolean
  body: Readonly<Record<string, unknown>>
  /** How it ended: the whole answer was written, or the client went away before. */
  ended: Promise<'answered' | 'gone'>
}

/** Which endpoint a path is, or undefined. */
export const endpointOf = (
  method: string,
  { pathname, searchParams }: URL,
  headers: Headers,
): (Pick<Received, 'asks' | 'format' | 'stream'> & { model?: string }) | undefined => {
  const google = /^\/v1beta\/models\/([^/:]+):(generateContent|streamGenerateContent|countTokens)$/.exec(pathname)
  if (google?.[1])
    return {
      asks: google[2] === 'countTokens' ? 'count' : 'chat',
      format: 'google',
      // Without `alt=sse` the real one streams a JSON array, which no client of ours asks for.
      stream: google[2] === 'streamGenerateContent' && searchParams.get('alt') === 'sse',
      model: decodeURIComponent(google[1]),
    }
  const list = (format: Format) => ({ asks: 'models' as const, format, stream: false })
  switch (`${method} ${pathname}`) {
    case 'POST /v1/messages':
      return { asks: 'chat', format: 'anthropic', stream: false }
    case 'POST /v1/messages/count_tokens':
      return { asks: 'count', format: 'anthropic', stream: false }
    case 'POST /v1/chat/completions':
      return { asks: 'chat', format: 'openai-chat', stream: false }
    case 'POST /v1/responses':
      return { asks: 'chat', format: 'openai-responses', stream: false }
    case 'POST /api/chat':
      return { asks: 'chat', format: 'ollama', stream: false }
    case 'GET /v1/models':
      // Anthropic and OpenAI list at the same path; this header is demanded by the one and unknown to the other.
      return list(headers.has('anthropic-version') ? 'anthropic' : 'openai-chat')
    case 'GET /v1beta/models':
      return list('google')
    case 'GET /api/tags':
      return list('ollama')
    default:
      return undefined
  }
}

/** A body as an object; anything else is an empty one. */
export const objectOf = (text: string): Readonly<Record<string, unknown>> => {
  if (text === '') return {}
  const value: unknown = JSON.parse(text)
  return value && typeof value === 'object' && !Array.isArray(value) ? { ...value } : {}
}

/** Whether a body asks for a stream. Ollama streams unless it is told not to. */
export const asksForStream = (format: Format, body: Readonly<Record<string, unknown>>): boolean =>
  format === 'ollama' ? body.stream !== false : body.stream === true
