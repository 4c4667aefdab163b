const dataIn = (event: string): string => {
  if (event.startsWith('data: ') && !event.includes('\n')) return event.slice(6)
  return event
    .split('\n')
    .flatMap((line) => (line.startsWith('data:') ? [line.slice(line[5] === ' ' ? 6 : 5)] : []))
    .join('\n')
}

/** An event as it came, with the empty line that ends it, and its data; the data of a comment is empty. */
export interface RawEvent {
  text: string
  data: string
}

/** Larger than any event, also one with a picture in it, in characters. */
const longestEvent = 32 * 1024 * 1024

/** An event that never ends: whoever sends it would fill the memory of whoever reads. */
export class EndlessEvent extends Error {
  constructor() {
    super(`an event of the stream has more than ${longestEvent} characters`)
    this.name = 'EndlessEvent'
  }
}

/**
 * Server-sent events as they arrive: those that each piece of a body completes, together, so that what came at once is
 * passed on at once. https://html.spec.whatwg.org/multipage/server-sent-events.html (read 2026-11); what has not been
 * ended by an empty line is no event. Raises `EndlessEvent`.
 */
export async function* eventsOf(body: AsyncIterable<Uint8Array>): AsyncGenerator<RawEvent[]> {
  const decoder = new TextDecoder()
  let rest = ''
  for await (const bytes of body) {
    // Only what is new is looked through: a long event comes in many pieces.
    const known = Math.max(0, rest.length - 2)
    rest = joined(rest, decoder.decode(bytes, { stream: true }))
    const events: RawEvent[] = []
    let from = 0
    for (let end = rest.indexOf('\n\n', known); end >= 0; end = rest.indexOf('\n\n', from)) {
      const text = rest.slice(from, end)
      events.push({ text: `${text}\n\n`, data: dataIn(text) })
      from = end + 2
    }
    rest = rest.slice(from)
    if (rest.length > longestEvent) throw new EndlessEvent()
    yield events
  }
}

/** What has come so far, with line ends of one kind; one may be cut in two. */
const joined = (before: string, piece: string): string => {
  if (before.endsWith('\r')) return before.slice(0, -1) + `\r${piece}`.replaceAll('\r\n', '\n')
  return before + (piece.includes('\r') ? piece.replaceAll('\r\n', '\n') : piece)
}
