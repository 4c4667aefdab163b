import type { Envelope, RunEvent } from '@nimbus/kernel'
import { openTextStream, type TextStream, type TextStreamSetting } from './text-stream.ts'

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
export interface RunStream extends Pick<TextStream, 'response' | 'room' | 'close'> {
  event(event: RunEvent): void
  /** Writes the result, which is the last thing in the stream of a call. */
  envelope(envelope: Envelope): void
}

/** Opens a stream. */
export const openRunStream = (
  wire: Wire,
  setting: Pick<TextStreamSetting, 'heartbeatMs' | 'backlog' | 'left'>,
): RunStream => {
  const { response, write, room, close } = openTextStream({ ...setting, contentType: types[wire], beat: beats[wire] })
  return {
    response,
    room,
    close,
    event: (event) => write(frame(wire, event.type, event, event.n)),
    envelope: (envelope) => write(frame(wire, 'envelope', envelope)),
  }
}
