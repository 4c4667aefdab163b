import type { Envelope } from '../envelope.ts'
import type { ErrorData } from '../errors.ts'

/** What a request in a foreign format carries. */
export interface FrontRequest {
  /** The parsed JSON body; undefined when there is none. */
  body: unknown
  headers: Headers
  /** The parameters of its path, decoded. */
  path: Readonly<Record<string, string>>
}

/** An answer in a foreign format; its body is sent as JSON. */
export interface FrontAnswer {
  status: number
  headers?: Readonly<Record<string, string>>
  body: unknown
}

/** How an answer is said piece by piece, each piece as text of server-sent events. Made anew for every request. */
export interface FrontStream {
  chunk(data: unknown): string
  /** What ends it. An error that comes after the first piece has to be said here. */
  end(envelope: Envelope): string
  /** Said while nothing comes, so that nobody takes the stream for dead. */
  beat: string
}

/** One foreign request as it was understood: the input of the call that it means, and how to say the result. */
export interface FrontCall {
  /** Where it is not the usual one of the front. */
  operation?: string
  input: unknown
  /** The result, with the HTTP status that Nimbus itself would give it. */
  answer(envelope: Envelope, status: number): FrontAnswer
  /** Present when the client asked for pieces. */
  stream?: FrontStream
}

/** A route in the format of somebody else's API. It translates to one call of one operation and does nothing itself. */
export interface HttpFront {
  kind: 'http'
  method: 'GET' | 'POST'
  /** A parameter is `:name` for one segment, and at the end `:name{.+}` for all that is left. */
  path: string
  operation: string
  /** Whose format it is, in one line. */
  summary: string
  /** Bytes of a body; default: the server's limit. */
  bodyLimit?: number
  /** Raises `invalid` for a request that is not in the format. */
  open(request: FrontRequest): FrontCall
  /** An error that came before any call, with the HTTP status that Nimbus itself would give it. */
  fault(error: ErrorData, status: number): FrontAnswer
}

/** A message of somebody else's protocol on the socket of a service: `{ type, id?, payload }`. */
export interface SocketFront {
  kind: 'socket'
  /** The `type` of the messages it takes. */
  type: string
  operation: string
  /** The call that a payload means. Raises `invalid`. */
  open(payload: unknown): Pick<FrontCall, 'operation' | 'input'>
  /** The message for a chunk. */
  chunk(data: unknown): Readonly<Record<string, unknown>>
  /** The message that says how it ended. */
  end(envelope: Envelope): Readonly<Record<string, unknown>>
}

/** A foreign wire format that a service answers beside its own. */
export type Front = HttpFront | SocketFront
