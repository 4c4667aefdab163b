import { type Envelope, type ErrorData, exits, isObject, type RunEvent, toErrorData } from '@nimbus/kernel'
import { deepest, nesting } from './read-body.ts'

/** What a client says on a socket. `id` is its own name for a call; one call at a time may go without. */
export type ClientMessage =
  | { type: 'call'; id?: string; operation: string; input: unknown; dryRun: boolean }
  | { type: 'follow'; id?: string; run: string; after: number }
  | { type: 'cancel'; id?: string }
  /** A message of a front, by its own type. */
  | { type: 'front'; front: string; id?: string; payload: unknown }

/** What the server says, beside what a front says in its own words. Each carries the `id` of the call it is about. */
export type ServerMessage =
  | { type: 'event'; id?: string; event: RunEvent }
  | { type: 'envelope'; id?: string; envelope: Envelope }
  /** A followed run has no more events. */
  | { type: 'end'; id?: string }
  | { type: 'error'; id?: string; error: ErrorData }

/** A message, or why it was not understood. */
export type Understood = { message: ClientMessage } | { id?: string; error: ErrorData }

const longestId = 200

const refusal = (code: string, message: string, parts: Partial<ErrorData> = {}, id?: string): Understood => ({
  ...(id === undefined ? {} : { id }),
  error: { code, message, ...parts, exit: exits.invalid },
})

const parsed = (text: string): { value: unknown } | { why: string } => {
  if (text.length > deepest && nesting(text) > deepest) return { why: `it nests more than ${deepest} levels` }
  try {
    return { value: JSON.parse(text) }
  } catch (thrown) {
    return { why: toErrorData(thrown).message }
  }
}

/** Reads one message. `fronts` are the types that the fronts of this socket take. */
export const readMessage = (text: string, fronts: readonly string[]): Understood => {
  const json = parsed(text)
  if ('why' in json) return refusal('bad-json', 'The message is not JSON', { why: json.why })
  const { value } = json
  const known = ['call', 'follow', 'cancel', ...fronts]
  const next = `send an object whose type is one of ${known.join(', ')}`
  if (!isObject(value)) return refusal('bad-message', 'The message is not an object', { next })
  if (value.id !== undefined && (typeof value.id !== 'string' || value.id.length > longestId))
    return refusal('bad-message', `The id is not a text of at most ${longestId} characters`, { at: 'id' })
  const id = value.id
  const named = id === undefined ? {} : { id }
  const { type } = value
  if (typeof type !== 'string' || !known.includes(type))
    return refusal('unknown-message', 'There is no message of this type', { at: 'type', next }, id)
  if (fronts.includes(type)) return { message: { type: 'front', front: type, ...named, payload: value.payload } }
  if (type === 'cancel') return { message: { type, ...named } }
  if (type === 'follow') {
    const { run, after = 0 } = value
    if (typeof run !== 'string' || typeof after !== 'number' || !Number.isInteger(after) || after < 0)
      return refusal('bad-message', 'It needs run, and after may be a number of an event', { at: 'run' }, id)
    return { message: { type, ...named, run, after } }
  }
  if (typeof value.operation !== 'string')
    return refusal('bad-message', 'A call needs the id of an operation', { at: 'operation' }, id)
  const { operation, dryRun = false } = value
  // Nobody who says it in another way wants the effect, so it is not left unheard.
  if (typeof dryRun !== 'boolean') return refusal('bad-message', 'dryRun takes true or false', { at: 'dryRun' }, id)
  return { message: { type: 'call', ...named, operation, input: value.input ?? {}, dryRun } }
}
