import type { ErrorData, FrontAnswer, FrontStream } from '@nimbus/kernel/define'
import type { ModelFacts } from '../catalogue/facts.ts'
import type { Provider } from '../config/settings.ts'
import type { Finish, TokenUsage } from '../conversation/messages.ts'
import { isTokenCount } from '../conversation/plausible.ts'
import type { ChatRequest, ChatResult } from '../conversation/request.ts'

/** A body as it came, or as it is sent on. */
export type Body = Readonly<Record<string, unknown>>

/** What a body asks for, and how it wants to be answered. */
export interface ForeignRequest {
  /** The model as it was asked for. */
  model: string
  chat: ChatRequest
  stream: boolean
  /** Whether a stream is to say what it took, where its API leaves that to the client. */
  includeUsage: boolean
  /** Fields that change the answer and that only a provider of the same format heeds. */
  onlyHere: readonly string[]
}

/** What a whole answer, or the events of a stream so far, say of themselves. */
export interface Heard {
  text: string
  finish: Finish
  /** Absent while nobody has said it; with NaN where a count cannot be. */
  usage?: TokenUsage
  /** The name the provider gives the model. */
  servedBy?: string
  /** Whether it has said why it stopped. */
  ended: boolean
}

/**
 * What an event of a stream is to whoever passes it on: part of the `opening`, which says nothing yet and waits for what
 * does; something `said`; the `closing`, which waits for what is added at the end; or for nobody (`dropped`).
 */
export type EventKind = 'opening' | 'said' | 'closing' | 'dropped'

/** An event of a provider's stream. */
export interface StreamEvent {
  /** As it came, with the empty line that ends it. */
  text: string
  event: Body
}

/** The wire format of somebody else's API: requests come in it, and providers of that API speak it. */
export interface Format {
  /** Understands a body. Raises `invalid-request`, and `not-supported` for what would be lost whoever answers. */
  read(body: unknown): ForeignRequest
  /** Whether a model can be asked in this format as it is. */
  isSpokenBy(provider: Provider, facts: ModelFacts): boolean
  /** Where its requests go, below a provider's address. */
  path: string
  /** The body for a provider of this format, with what that provider's models do not heed. Nothing else is changed. */
  bodyFor(body: Body, to: { facts: ModelFacts; provider: Provider; instructions: string | undefined }): Outgoing
  /** What a provider's whole answer says; undefined when it is none. */
  hearWhole(answer: Body): Heard | undefined
  /** Takes in an event of a provider's stream. What it says is added to `heard`. */
  hearEvent(event: Body, heard: Heard, asked: ForeignRequest): EventKind
  /** A provider's whole answer as it is passed on. */
  forwarded(answer: Body, result: ChatResult): Body
  /** What is left to be said of a provider's stream, given its closing events. */
  closing(events: readonly StreamEvent[], result: ChatResult): string
  /** The answer of a provider of another format. */
  translated(result: ChatResult): Body
  /** The same piece by piece. */
  translatedStream(asked: ForeignRequest): FrontStream
  /** Said while nothing comes. */
  beat: string
  /** An error, instead of an answer. */
  fault(error: ErrorData): FrontAnswer
  /** An error in the middle of a stream. */
  streamFault(error: ErrorData): string
}

/** A body on its way, and what of it was left out. */
export interface Outgoing {
  body: Body
  /** Such as `does not heed temperature`. */
  unheeded: readonly string[]
}

/** Whether a value has fields. */
export const isBody = (value: unknown): value is Body =>
  value !== null && typeof value === 'object' && !Array.isArray(value)

/** The number of tokens in a field; 0 where there is none, and no number (NaN) where no call can have taken it. */
export const countIn = (body: unknown, field: string): number => {
  const value = isBody(body) ? body[field] : undefined
  if (typeof value !== 'number') return 0
  return isTokenCount(value) ? Math.round(value) : Number.NaN
}

/** An error that a provider told of where its answer should be. */
export class ToldError extends Error {
  /** All it said, as the classification of failures looks for it. */
  constructor(readonly responseBody: string) {
    super('the provider told of an error')
    this.name = 'ToldError'
  }
}
