import type { GatewayCall } from '@nimbus/host'
import type { CatalogEntry, Envelope, Principal, RunEvent } from '@nimbus/kernel'
import type { Backlog } from './backlog.ts'
import { noAnswerToDryRun, onlyLooks, preferencesOf } from './dry-run.ts'
import type { Scrub } from './host-paths.ts'
import type { LiveRuns } from './live-runs.ts'
import { answer, problem } from './problem.ts'
import { inputOf, type RequestParts } from './route-input.ts'
import { openRunStream, wireOf } from './run-stream.ts'

/** How calls over HTTP are run and answered. */
export interface Answering {
  live: LiveRuns
  scrub: Scrub
  heartbeatMs: number
  /** Bytes that may wait for a slow reader of a stream. */
  backlog: Backlog
}

/** What a call over HTTP needs beside its input. */
export interface CallSetting extends Answering {
  request: Request
  principal: Principal
}

/**
 * Runs one operation for an HTTP request and answers in the way it asked for: the envelope, a stream of events that
 * ends with it, or with `Prefer: respond-async` 202 and where to follow the run.
 *
 * `?dryRun=true` or `Prefer: dry-run` only looks. A caller that goes away stops what it started, unless it had asked
 * for an asynchronous answer.
 */
export const answerCall = async (entry: CatalogEntry, parts: RequestParts, setting: CallSetting): Promise<Response> => {
  const { request, principal, live, scrub, heartbeatMs, backlog } = setting
  const prefer = preferencesOf(request)
  const dryRun = onlyLooks(request, prefer)
  if (dryRun === undefined) return problem(422, noAnswerToDryRun)
  const call: GatewayCall = {
    operation: entry.id,
    input: inputOf(parts, entry.input),
    principal,
    surface: 'http',
  }
  if (dryRun) call.dryRun = true
  const wire = wireOf(request.headers.get('accept'))
  if (wire) {
    const left = new AbortController()
    const stream = openRunStream(wire, { heartbeatMs, backlog, left: () => left.abort() })
    const done = live.run({ ...call, signal: left.signal, onEvent: (event) => stream.event(event) })
    void done.then((envelope) => {
      stream.envelope(scrubbed(envelope, scrub))
      stream.close()
    })
    return stream.response
  }
  if (prefer.includes('respond-async')) return answerLater(call, live, scrub)
  // Even a signal that is made late tells that the client has left.
  return answer(await live.run(call, request), scrub)
}

const scrubbed = (envelope: Envelope, scrub: Scrub): Envelope =>
  envelope.error ? { ...envelope, error: scrub(envelope.error) } : envelope

const answerLater = async (call: GatewayCall, live: LiveRuns, scrub: Scrub): Promise<Response> => {
  const { promise: first, resolve } = Promise.withResolvers<RunEvent>()
  const done = live.run({ ...call, onEvent: resolve })
  const known = await Promise.race([first, done])
  if ('outcome' in known || known.type === 'ended') return answer(await done, scrub)
  const events = `/api/runs/${known.run}/events`
  return Response.json(
    { run: known.run, events, cancel: `/api/runs/${known.run}/cancel` },
    { status: 202, headers: { location: events, 'preference-applied': 'respond-async' } },
  )
}
