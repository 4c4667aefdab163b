import { type Answer, settle } from './answer.ts'
import { anthropic } from './anthropic.ts'
import { google } from './google.ts'
import { type ModelLists, modelList, usualModels } from './model-lists.ts'
import { ollama } from './ollama.ts'
import { openaiChat } from './openai-chat.ts'
import { openaiResponses } from './openai-responses.ts'
import { asksForStream, endpointOf, objectOf, type Received } from './received.ts'
import { openOrGone, streamed } from './stream.ts'
import type { Format, WireFormat } from './wire-format.ts'

export type { Answer, Refusal, ScriptedCall, ScriptedUsage } from './answer.ts'
export { type Gate, gate } from './gate.ts'
export type { Received } from './received.ts'

const formats: Readonly<Record<Format, WireFormat>> = {
  anthropic,
  'openai-chat': openaiChat,
  'openai-responses': openaiResponses,
  google,
  ollama,
}

/** What a test may say about the server. */
export interface ModelServerOptions {
  /** Answers every request that no scripted answer is left for. */
  otherwise?: Answer | ((request: Received) => Answer | Promise<Answer>)
  models?: Partial<ModelLists>
  /** What becomes of requests for lists of models and counts of tokens. */
  listing?: Pick<Answer, 'refuse' | 'hold' | 'usage'>
}

/** A server that answers like the providers, on a free port of 127.0.0.1. */
export interface ModelServer extends AsyncDisposable {
  /** Without a path. */
  url: string
  /** The usual variables, with a key for each provider, so that everything is asked for here. */
  env: Readonly<Record<string, string>>
  /** The next requests for chat are answered like this, one answer each, in this order. */
  script(...answers: readonly Answer[]): void
  /** Every request so far. */
  requests: readonly Received[]
  /** The requests for chat so far. */
  chats(): readonly Received[]
  /** The request for chat with this number, counted from 0, as soon as it is there. */
  chat(index: number): Promise<Received>
  /** The same, of all requests. */
  request(index: number): Promise<Received>
  /** Closes every connection and stops listening, as if the provider were gone. */
  stop(): Promise<void>
}

/** Keys that look like those of each provider and belong to nobody. */
export const testKeys = {
  anthropic: 'sk-ant-api03-test-anthropic-0123456789',
  openai: 'sk-proj-test-openai-0123456789abcdef',
  google: 'AIzaSyTestGoogle0123456789abcdefghijklm',
} as const

const environment = (url: string): Record<string, string> => ({
  ANTHROPIC_API_KEY: testKeys.anthropic,
  ANTHROPIC_BASE_URL: url,
  OPENAI_API_KEY: testKeys.openai,
  OPENAI_BASE_URL: `${url}/v1`,
  GOOGLE_GENERATIVE_AI_API_KEY: testKeys.google,
  GOOGLE_GENERATIVE_AI_BASE_URL: `${url}/v1beta`,
  OLLAMA_HOST: url,
})

const counted = (format: Format, body: unknown, { usage }: Pick<Answer, 'usage'>): unknown => {
  const tokens = usage?.input ?? Math.ceil(JSON.stringify(body).length / 4)
  return format === 'google' ? { totalTokens: tokens } : { input_tokens: tokens }
}

const listOf = (format: Format, models: ModelLists): unknown => {
  const name = format === 'openai-chat' || format === 'openai-responses' ? 'openai' : format
  return modelList[name](models[name])
}

/**
 * Starts the server.
 *
 * Without a script every request gets a short answer that names the model. Nothing is checked that a test could want to
 * get wrong: keys, for one, are recorded and never demanded.
 */
export const modelServer = async (options: ModelServerOptions = {}): Promise<ModelServer> => {
  const requests: Received[] = []
  const scripted: Answer[] = []
  const waiting = new Set<() => void>()
  const models = { ...usualModels, ...options.models }

  const nextAnswer = async (received: Received): Promise<Answer> => {
    const scriptedOne = scripted.shift()
    if (scriptedOne) return scriptedOne
    return typeof options.otherwise === 'function' ? options.otherwise(received) : (options.otherwise ?? {})
  }

  const answerOf = async (received: Received, signal: AbortSignal, end: (how: 'answered' | 'gone') => void) => {
    const format = formats[received.format]
    const answer: Answer = received.asks === 'chat' ? await nextAnswer(received) : (options.listing ?? {})
    if (answer.hold) await openOrGone(answer.hold.opened, signal)
    if (answer.refuse) {
      const { status, body } = format.refusal(answer.refuse, received.model)
      const headers = answer.retryAfter === undefined ? {} : { 'retry-after': answer.retryAfter }
      return Response.json(body, { status, headers })
    }
    if (received.asks === 'models') return Response.json(listOf(received.format, models))
    if (received.asks === 'count') return Response.json(counted(received.format, received.body, answer))
    if (answer.raw !== undefined)
      return new Response(answer.raw, {
        headers: { 'content-type': received.stream ? format.contentType : 'application/json' },
      })
    const settled = settle(answer, received.model, received.body)
    if (!received.stream) return Response.json(format.whole(settled, received.body))
    return streamed(format.frames(settled, received.body), format, settled.fault, signal, end)
  }

  const server = Bun.serve({
    hostname: '127.0.0.1',
    port: 0,
    // A held answer is quiet for as long as the test wants.
    idleTimeout: 0,
    async fetch(request) {
      const url = new URL(request.url)
      const endpoint = endpointOf(request.method, url, request.headers)
      if (!endpoint) return Response.json({ error: `no such endpoint: ${url.pathname}` }, { status: 404 })
      const body = objectOf(await request.text())
      const { promise, resolve } = Promise.withResolvers<'answered' | 'gone'>()
      const received: Received = {
        ...endpoint,
        path: url.pathname + url.search,
        headers: Object.fromEntries(request.headers),
        model: endpoint.model ?? (typeof body.model === 'string' ? body.model : ''),
        stream: endpoint.stream || asksForStream(endpoint.format, body),
        body,
        ended: promise,
      }
      request.signal.addEventListener('abort', () => resolve('gone'), { once: true })
      requests.push(received)
      for (const wake of waiting) wake()
      const response = await answerOf(received, request.signal, resolve)
      if (!received.stream && !request.signal.aborted) resolve('answered')
      return response
    },
  })

  const arrived = async (find: () => Received | undefined): Promise<Received> => {
    for (let found = find(); ; found = find()) {
      if (found) return found
      const { promise, resolve } = Promise.withResolvers<void>()
      waiting.add(resolve)
      await promise
      waiting.delete(resolve)
    }
  }
  const chats = () => requests.filter(({ asks }) => asks === 'chat')
  return {
    url: `http://127.0.0.1:${server.port}`,
    env: environment(`http://127.0.0.1:${server.port}`),
    script: (...answers) => void scripted.push(...answers),
    requests,
    chats,
    chat: (index) => arrived(() => chats()[index]),
    request: (index) => arrived(() => requests[index]),
    stop: () => server.stop(true),
    [Symbol.asyncDispose]: () => server.stop(true),
  }
}
