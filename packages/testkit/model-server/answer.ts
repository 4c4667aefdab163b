import type { Gate } from './gate.ts'

/** A function call of a scripted answer. */
export interface ScriptedCall {
  /** Made up when absent. */
  id?: string
  name: string
  input: unknown
}

/** Tokens of a scripted answer, each in one place; the wire formats add up what their provider adds up. */
export interface ScriptedUsage {
  input: number
  output: number
  cachedRead?: number
  cachedWrite?: number
  reasoning?: number
}

/** Why a provider refuses, each in the provider's own words and with its own status. */
export type Refusal =
  | 'auth'
  | 'no-credit'
  | 'rate-limited'
  | 'server'
  | 'overloaded'
  | 'context-overflow'
  | 'unknown-model'
  | 'invalid-request'

/** What the server does with one request. */
export interface Answer {
  /** A list is streamed piece by piece; a text in words. */
  text?: string | readonly string[]
  reasoning?: string
  toolCalls?: readonly ScriptedCall[]
  /** Worked out from lengths when absent. */
  usage?: ScriptedUsage
  finish?: 'stop' | 'length' | 'content-filter'
  /** The name that the answer gives for the model; the requested one by default. */
  model?: string
  /** Refuses before the first byte. */
  refuse?: Refusal
  /** The header `retry-after`, as it is to be sent. */
  retryAfter?: string
  /** Nothing is sent, not even a status, until this is open. */
  hold?: Gate
  /** What happens to a stream after so many pieces of text, as soon as `until`, if there is one, is open. */
  fault?: {
    after: number
    /**
     * `disconnect` cuts the connection, which what was written before survives only with `until`; `refuse` is an error
     * event; `pause` goes on afterwards; `end` closes properly but too early.
     */
    kind: 'disconnect' | 'malformed' | 'refuse' | 'pause' | 'end'
    until?: Gate
  }
  /** Sent as it is instead of an answer, with status 200. */
  raw?: string
}

/** An answer with nothing left open. */
export interface Settled extends Omit<Answer, 'text' | 'toolCalls' | 'usage' | 'finish' | 'model'> {
  pieces: readonly string[]
  toolCalls: readonly Required<ScriptedCall>[]
  usage: Required<ScriptedUsage>
  finish: 'stop' | 'length' | 'content-filter' | 'tool-calls'
  model: string
}

const wordsOf = (text: string): string[] => text.match(/\S+\s*|\s+/g) ?? []

/** Four characters to a token: not true of any model, and the same on every run. */
const roughly = (text: string): number => Math.ceil(text.length / 4)

/** Completes an answer to a request for `model` with this body. */
export const settle = (answer: Answer, model: string, body: unknown): Settled => {
  const { text, toolCalls = [], usage, finish, ...rest } = answer
  const whole = text ?? (toolCalls.length > 0 || answer.refuse ? '' : `An answer of ${model}.`)
  const pieces = typeof whole === 'string' ? wordsOf(whole) : whole
  const counted = usage ?? { input: roughly(JSON.stringify(body)), output: Math.max(1, roughly(pieces.join(''))) }
  return {
    ...rest,
    pieces,
    toolCalls: toolCalls.map((call, i) => ({ id: `call_${i + 1}`, ...call })),
    usage: { cachedRead: 0, cachedWrite: 0, reasoning: 0, ...counted },
    finish: finish ?? (toolCalls.length > 0 ? 'tool-calls' : 'stop'),
    model: answer.model ?? model,
  }
}
