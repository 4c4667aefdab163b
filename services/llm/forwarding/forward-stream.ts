import { type Body, type ForeignRequest, type Format, type Heard, isBody, type StreamEvent } from '../formats/format.ts'
import { type Attempt, failureHere } from '../providers/attempt.ts'
import { eventsOf } from './event-stream.ts'

/** What ends a stream of OpenAI's format. */
const lastWord = '[DONE]'

const parsed = (data: string, here: Attempt): Body => {
  try {
    const event: unknown = JSON.parse(data)
    if (isBody(event)) return event
  } catch {
    // Told below, in the words of a failure.
  }
  throw failureHere('malformed', `${here.provider.name} sent an event of a stream that cannot be read`, here)
}

/** How a stream is passed on. */
export interface Passing {
  format: Format
  asked: ForeignRequest
  here: Attempt
  /** Told whenever something comes. */
  heard: () => void
  /** Given what is passed on, and how many characters of an answer it holds. */
  pass: (text: string, characters: number) => void
}

/**
 * Passes a provider's stream on as it comes, event by event as they are, and gives what it said and its closing events.
 *
 * Nothing is passed on before something is said, so that another provider can still answer; what closes the stream is
 * kept back, since its reader may leave once it has that, and what the call took is told with it. Raises a
 * `ModelFailure` for an error event, for one that cannot be read, and for an end that came too early.
 */
export const forwardStream = async (
  body: AsyncIterable<Uint8Array>,
  { format, asked, here, heard: alive, pass }: Passing,
): Promise<{ heard: Heard; closing: StreamEvent[] }> => {
  const heard: Heard = { text: '', finish: 'other', ended: false }
  let waiting: StreamEvent[] = []
  for await (const events of eventsOf(body)) {
    alive()
    const before = heard.text.length
    let text = ''
    try {
      for (const { text: raw, data } of events) {
        if (data === '' || data === lastWord) continue
        const event = parsed(data, here)
        const kind = format.hearEvent(event, heard, asked)
        if (kind === 'dropped') continue
        const waits = kind === 'closing' || (kind === 'opening' && (waiting.length > 0 || !here.delivered))
        if (waits) {
          waiting.push({ text: raw, event })
          continue
        }
        // Of several answers one may have ended while the others go on.
        for (const held of waiting) text += held.text
        waiting = []
        text += raw
        here.delivered = true
      }
    } finally {
      // Also what came at once with an error, ahead of it.
      if (text !== '') pass(text, heard.text.length - before)
    }
    // Some keep the connection open after their last word.
    if (events.some(({ data }) => data === lastWord)) break
  }
  if (!heard.ended)
    throw failureHere('network', `${here.provider.name}: the answer ended before it said that it was done`, here)
  return { heard, closing: waiting }
}
