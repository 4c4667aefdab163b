import type { Refusal, Settled } from './answer.ts'

/** The names of the formats; OpenAI has two. */
export type Format = 'anthropic' | 'openai-chat' | 'openai-responses' | 'google' | 'ollama'

/** A stream in three parts, each a list of frames as they go over the wire. */
export interface Frames {
  opening: readonly string[]
  /** One for each piece of text. */
  pieces: readonly string[]
  closing: readonly string[]
}

/** How one provider writes answers and errors. */
export interface WireFormat {
  contentType: string
  /** The body of an answer that comes at once. */
  whole(answer: Settled, body: Readonly<Record<string, unknown>>): unknown
  frames(answer: Settled, body: Readonly<Record<string, unknown>>): Frames
  refusal(kind: Refusal, model: string): { status: number; body: unknown }
  /** An error in the middle of a stream. */
  errorFrame: string
  /** A frame that is cut off in the middle of its JSON. */
  brokenFrame: string
}

/** A server-sent event. */
export const event = (data: unknown, name?: string): string =>
  `${name ? `event: ${name}\n` : ''}data: ${typeof data === 'string' ? data : JSON.stringify(data)}\n\n`
