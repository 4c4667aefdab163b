import type { Gateway } from '@nimbus/host'
import { exits, isIdPrefix, type Principal, type RunEvent } from '@nimbus/kernel'
import type { Backlog } from './backlog.ts'
import type { LiveRuns } from './live-runs.ts'
import { notFound, problem } from './problem.ts'
import { openRunStream, wireOf } from './run-stream.ts'

/** How long to wait for a first event before a run is taken to be quiet and not unknown. */
const firstEventMs = 250

/** After which event to begin; undefined when that is no number of one. */
const startAt = (request: Request): number | undefined => {
  const last = request.headers.get('last-event-id') ?? new URL(request.url).searchParams.get('after') ?? '0'
  return /^\d{1,9}$/.test(last) ? Number(last) : undefined
}

const noEventNumber = (): Response =>
  problem(422, {
    code: 'invalid-input',
    message: 'after: takes the number of an event',
    at: 'after',
    why: 'it comes from ?after= or, before that, from the header last-event-id',
    next: 'give the n of the last event that you have seen, or 0 for all of them',
    exit: exits.invalid,
  })

const noSuchRun = (run: string): Response =>
  notFound(`There is no run ${run}`, {
    why: 'no run of this id has events here, or several have ids that begin so',
    next: 'list runs with: nimbus history',
  })

/**
 * The events of a run after `?after=` or `Last-Event-ID`, live until it ends; server-sent events unless `Accept` asks
 * for lines of JSON.
 *
 * 404 for an unknown run; 422 for what is no number of an event; 204, which tells an EventSource not to come again,
 * when nothing follows that number.
 */
export const tailRun = async (
  gateway: Gateway,
  request: Request,
  run: string,
  principal: Principal,
  { closing, ...pace }: { heartbeatMs: number; backlog: Backlog; closing: AbortController },
): Promise<Response> => {
  if (!isIdPrefix(run, 'r')) return noSuchRun(run)
  const after = startAt(request)
  if (after === undefined) return noEventNumber()
  const left = new AbortController()
  const signal = AbortSignal.any([left.signal, closing.signal])
  const events = gateway.tail(run, after, principal, signal)[Symbol.asyncIterator]()
  const first = events.next()
  const early = await Promise.race([first, Bun.sleep(firstEventMs)])
  if (early?.done) return after > 0 ? new Response(null, { status: 204 }) : noSuchRun(run)

  const wire = wireOf(request.headers.get('accept')) ?? 'sse'
  const stream = openRunStream(wire, { ...pace, left: () => left.abort() })
  const follow = async () => {
    try {
      for (let item: IteratorResult<RunEvent> = await first; !item.done; item = await events.next()) {
        stream.event(item.value)
        await stream.room()
      }
    } finally {
      stream.close()
    }
  }
  // A tail that breaks ends the stream; a reader comes again with the number of the last event it saw.
  void follow().catch(() => stream.close())
  return stream.response
}

/** Stops a run that this principal started on this server: 202, or 404 when there is none. */
export const cancelRun = (live: LiveRuns, named: string, principal: Principal): Response => {
  const run = isIdPrefix(named, 'r') ? live.cancel(named, principal) : undefined
  return run
    ? Response.json({ run, cancelling: true }, { status: 202 })
    : notFound(`${named} is not running here for you`, {
        why: 'it has ended, somebody else started it, or several begin so',
      })
}
