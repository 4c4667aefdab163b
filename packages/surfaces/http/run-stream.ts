import type { Envelope, RunEvent } from '@nimbus/kernel'

/** How a stream is written: server-sent events, or a JSON document a line. */
export type Wire = 'sse' | 'ndjson'

/** What an `Accept` header asks for, when it asks for a stream. */
export const wireOf = (accept: string | null): Wire | undefined => {
  if (accept?.includes('text/event-stream')) return 'sse'
  return accept?.includes('application/x-ndjson') || accept?.includes('application/jsonl') ? 'ndjson' : undefined
}

/** A quiet stream says so this often, so that nothing between takes it for dead. */
export const defaultHeartbeatMs = 15_000

const types = { sse: 'text/event-stream; charset=utf-8', ndjson: 'application/x-ndjson; charset=utf-8' } as const
const beats = { sse: ': still here\n\n', ndjson: '\n' } as const

const frame = (wire: Wire, type: string, data: unknown, id?: number): string => {
  const text = JSON.stringify(data)
  if (wire === 'ndjson') return `${text}\n`
  return `${id === undefined ? '' : `id: ${id}\n`}event: ${type}\ndata: ${text}\n\n`
}

/** An open response that events are written to. */
export interface RunStream {
  response: Response
  event(event: RunEvent): void
  /** Writes the result, which is the last thing in the stream of a call. */
  envelope(envelope: Envelope): void
  /** Resolves when the reader has room. */
  room(): Promise<void>
  close(): void
}

/** Opens a stream. `left` is called when the reader goes away before the end. */
export const openRunStream = (
  wire: Wire,
  { heartbeatMs, left }: { heartbeatMs: number; left: () => void },
): RunStream => {
  const encoder = new TextEncoder()
  let controller: ReadableStreamDefaultController<Uint8Array> | undefined
  let closed = false
  let pulled: (() => void) | undefined

  const write = (text: string) => {
    if (!closed) controller?.enqueue(encoder.encode(text))
  }
  const timer = setInterval(() => write(beats[wire]), heartbeatMs)
  const finish = () => {
    closed = true
    clearInterval(timer)
    pulled?.()
  }
  const body = new ReadableStream<Uint8Array>({
    start(opened) {
      controller = opened
    },
    pull() {
      pulled?.()
    },
    cancel() {
      finish()
      left()
    },
  })
  return {
    response: new Response(body, {
      headers: { 'content-type': types[wire], 'cache-control': 'no-store', 'x-accel-buffering': 'no' },
    }),
    event: (event) => write(frame(wire, event.type, event, event.n)),
    envelope: (envelope) => write(frame(wire, 'envelope', envelope)),
    async room() {
      if (closed || (controller?.desiredSize ?? 0) > 0) return
      const { promise, resolve } = Promise.withResolvers<void>()
      pulled = resolve
      await promise
    },
    close() {
      if (closed) return
      finish()
      controller?.close()
    },
  }
}
