import {
  type Envelope,
  type FrontAnswer,
  type FrontCall,
  type FrontRequest,
  failureEnvelope,
  type HttpFront,
  toErrorData,
} from '@nimbus/kernel'
import { noDryRunHere, onlyLooks, preferencesOf } from './dry-run.ts'
import { statusOf } from './http-status.ts'
import type { CallSetting } from './operation-call.ts'
import { readBody } from './read-body.ts'
import { openTextStream } from './text-stream.ts'

/** What most answers say of themselves; a response takes a copy of it, which costs less than to read it anew. */
const jsonHeaders = new Headers({ 'content-type': 'application/json' })

/** An answer in the format of a front. */
export const frontResponse = ({ status, headers, body }: FrontAnswer): Response =>
  new Response(JSON.stringify(body), {
    status,
    headers: headers ? { 'content-type': 'application/json', ...headers } : jsonHeaders,
  })

/**
 * Answers a request in a foreign format with one call of one operation.
 *
 * A stream begins with its first piece: whatever goes wrong before that still has a status of its own. A client that
 * goes away stops what it started.
 */
export const answerFront = async (
  front: HttpFront,
  path: FrontRequest['path'],
  bodyLimit: number,
  setting: CallSetting,
): Promise<Response> => {
  const { request, principal, live, scrub } = setting
  if (onlyLooks(request, preferencesOf(request)) !== false) return frontResponse(front.fault(noDryRunHere, 422))
  const body =
    front.method === 'GET' ? { value: undefined } : await readBody(request, Math.max(bodyLimit, front.bodyLimit ?? 0))
  if ('error' in body) return frontResponse(front.fault(body.error, body.status))
  let asked: FrontCall
  try {
    asked = front.open({ body: body.value, headers: request.headers, path })
  } catch (thrown) {
    const error = scrub(toErrorData(thrown))
    return frontResponse(front.fault(error, statusOf(failureEnvelope('', error))))
  }
  const call = {
    operation: asked.operation ?? front.operation,
    input: asked.input,
    principal,
    surface: 'http' as const,
  }
  const shown = (envelope: Envelope): Envelope =>
    envelope.error ? { ...envelope, error: scrub(envelope.error) } : envelope
  const answered = (envelope: Envelope): Response => frontResponse(asked.answer(envelope, statusOf(envelope)))
  const { stream } = asked
  if (!stream) return answered(shown(await live.run(call, request)))

  const left = new AbortController()
  const leave = () => left.abort()
  request.signal.addEventListener('abort', leave, { once: true })
  const early: string[] = []
  let write = (text: string): void => {
    early.push(text)
  }
  const { promise: begun, resolve: begin } = Promise.withResolvers<undefined>()
  const done = live
    .run({
      ...call,
      signal: left.signal,
      onEvent({ type, data }) {
        if (type !== 'chunk') return
        write(stream.chunk(data))
        begin(undefined)
      },
    })
    .then(shown)
  // A model may think for minutes before it writes; by then the client has to hear something.
  const patience = setTimeout(() => begin(undefined), setting.heartbeatMs)
  const first = await Promise.race([begun, done])
  clearTimeout(patience)
  if (first?.error) return answered(first)

  const { response, close, ...out } = openTextStream({
    contentType: 'text/event-stream; charset=utf-8',
    beat: stream.beat,
    heartbeatMs: setting.heartbeatMs,
    backlog: setting.backlog,
    left: leave,
  })
  write = out.write
  if (early.length > 0) write(early.join(''))
  // A front that cannot say the end leaves a stream without one, which every client takes for a failure.
  void done
    .then((envelope) => write(stream.end(envelope)))
    .catch(leave)
    .finally(close)
  return response
}
