import type { Gateway } from '@nimbus/host'
import { createSignatureCheck, type SignatureFault, signatureHeader } from '@nimbus/host/signed-context'
import { type CatalogEntry, exits, failureEnvelope, toErrorData } from '@nimbus/kernel'
import { defaultBacklog } from './backlog.ts'
import type { LiveRuns } from './live-runs.ts'
import { type PeerCall, type PeerCancellation, type PeerLine, peerCallPath, peerCancelPath } from './peer-call.ts'
import { problem } from './problem.ts'
import { openTextStream } from './text-stream.ts'

/** Bytes of a call, and of what waits for its reader. A plan of many changes travels so; still, nothing is unbounded. */
const mostBytes = 64 * 1024 * 1024

const beatMs = 5_000

const lineOf = (line: PeerLine): string => `${JSON.stringify(line)}\n`

/** The routes that other processes of the same home use. */
export interface PeerRoutes {
  has(path: string): boolean
  answer(path: string, request: Request): Promise<Response>
}

const notSigned = (why: SignatureFault) =>
  problem(401, { code: 'not-a-peer', message: 'This call is not signed by a peer', why, exit: exits.denied })

/**
 * The server half of calls between processes: verifies the signature, then runs the call as the principal, parent and
 * approval in it say. The whole pipeline runs here, and records here.
 *
 * Answers with lines of JSON: events when they are wanted, then the envelope. A caller that goes away stops its call.
 */
export const createPeerRoutes = (
  gateway: Gateway,
  live: LiveRuns,
  { key, serves }: { key: Uint8Array; serves: (entry: CatalogEntry) => boolean },
): PeerRoutes => {
  const check = createSignatureCheck(key)
  const running = new Map<string, AbortController>()

  const run = (call: PeerCall): Response => {
    const abort = new AbortController()
    running.set(call.id, abort)
    const stream = openTextStream({
      contentType: 'application/x-ndjson',
      beat: lineOf({ beat: true }),
      heartbeatMs: beatMs,
      backlog: { ...defaultBacklog, most: mostBytes },
      left: () => abort.abort(),
    })
    const write = (line: PeerLine) => stream.write(lineOf(line))
    const answer = async () => {
      const entry = gateway.catalog.get(call.operation)
      const envelope =
        entry && serves(entry)
          ? await live.run({
              ...call.context,
              operation: call.operation,
              input: call.input,
              signal: abort.signal,
              ...(call.follow ? { onEvent: (event) => write({ event }) } : {}),
            })
          : failureEnvelope('', notServed(call.operation))
      // Reads are recorded in batches; the caller, or its history, may look for this run at once.
      await gateway.flush()
      const { session } = call.context
      write({ envelope, ...(session && gateway.isTainted(session) ? { tainted: true } : {}) })
    }
    void answer()
      .catch((thrown: unknown) => write({ envelope: failureEnvelope('', toErrorData(thrown)) }))
      .finally(() => {
        running.delete(call.id)
        stream.close()
      })
    return stream.response
  }

  return {
    has: (path) => path === peerCallPath || path === peerCancelPath,
    async answer(path, request) {
      if (Number(request.headers.get('content-length') ?? mostBytes + 1) > mostBytes) return notSigned('malformed')
      const body = await request.text()
      const fault = check(request.headers.get(signatureHeader) ?? undefined, path, body)
      if (fault) return notSigned(fault)
      // Signed with the key of this home, so the shape is what `remote.ts` wrote.
      if (path === peerCallPath) return run(JSON.parse(body) as PeerCall)
      const { id } = JSON.parse(body) as PeerCancellation
      running.get(id)?.abort()
      return Response.json({ cancelling: running.has(id) })
    },
  }
}

const notServed = (operation: string) => ({
  code: 'not-served-here',
  message: `${operation} is not served by the process it was sent to`,
  why: 'the two processes were started with different services',
  next: 'restart them together with: nimbus serve --split',
  exit: exits.missing,
})
