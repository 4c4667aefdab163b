import { type Envelope, type ErrorData, exits, failureEnvelope } from '@nimbus/kernel'
import type { Scrub } from './host-paths.ts'
import { statusOf } from './http-status.ts'

/** The media type of a problem document (RFC 9457, July 2023). */
const problemType = 'application/problem+json'

const titleOf = (code: string): string => {
  const words = code.replaceAll('-', ' ')
  return words.charAt(0).toUpperCase() + words.slice(1)
}

const json = (body: unknown, status: number, type: string, headers: Record<string, string> = {}): Response =>
  new Response(JSON.stringify(body), { status, headers: { 'content-type': type, ...headers } })

/** An error that is not the result of a run, as a problem document with an envelope that names none. */
export const problem = (status: number, error: ErrorData, headers?: Record<string, string>): Response =>
  json(
    {
      type: `urn:nimbus:error:${error.code}`,
      title: titleOf(error.code),
      status,
      detail: error.message,
      ...failureEnvelope('', error),
    },
    status,
    problemType,
    headers,
  )

/** Most answers begin alike, and building their headers again costs as much as the JSON does. */
const good: ResponseInit = { status: 200, headers: { 'content-type': 'application/json' } }

/** The result of a run: the envelope, and around it a problem document when there is an error. */
export const answer = (envelope: Envelope, scrub: Scrub): Response => {
  const status = statusOf(envelope)
  if (!envelope.error && status === 200) return new Response(JSON.stringify(envelope), good)
  if (!envelope.error) return json(envelope, status, 'application/json')
  const error = scrub(envelope.error)
  const { code, message } = error
  return json(
    { type: `urn:nimbus:error:${code}`, title: titleOf(code), status, detail: message, ...envelope, error },
    status,
    problemType,
  )
}

/** The problem of a path that nothing answers. */
export const notFound = (message: string, parts: Partial<ErrorData> = {}): Response =>
  problem(404, { code: 'not-found', message, exit: exits.missing, ...parts })
