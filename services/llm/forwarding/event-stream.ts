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

/**
 * Server-sent events as they arrive: those that each piece of a body completes, together, so that what came at once is
 * passed on at once. https://html.spec.whatwg.org/multipage/server-sent-events.html (read 2026-11); what has not been
 * ended by an empty line is no event.
 */
export async function* eventsOf(body: AsyncIterable<Uint8Array>): AsyncGenerator<RawEvent[]> {
  const decoder = new TextDecoder()
  let rest = ''
  for await (const bytes of body) {
    rest += decoder.decode(bytes, { stream: true })
    if (rest.includes('\r')) rest = rest.replaceAll('\r\n', '\n')
    const events: RawEvent[] = []
    let from = 0
    for (let end = rest.indexOf('\n\n'); end >= 0; end = rest.indexOf('\n\n', from)) {
      const text = rest.slice(from, end)
      events.push({ text: `${text}\n\n`, data: dataIn(text) })
      from = end + 2
    }
    rest = rest.slice(from)
    yield events
  }
}
