import { fetchSameOrigin } from './same-origin.ts'

/** A stream of Ollama that cannot be believed: an error in the middle, a line that is no JSON, or no end. */
export class BrokenLines extends Error {
  readonly fault: 'refused' | 'malformed' | 'cut'

  constructor(fault: BrokenLines['fault'], message: string) {
    super(message)
    this.name = 'BrokenLines'
    this.fault = fault
  }
}

const lineOf = (text: string): { error?: unknown; done?: unknown } => {
  try {
    const value: unknown = JSON.parse(text)
    if (value && typeof value === 'object' && !Array.isArray(value)) return value
  } catch (cause) {
    throw Object.assign(new BrokenLines('malformed', 'a line of the answer is no JSON'), { cause })
  }
  throw new BrokenLines('malformed', 'a line of the answer is no JSON object')
}

/**
 * Passes lines of JSON on, whole lines at a time, and fails at the first that is none or that reports an error.
 *
 * The client package skips such lines with a warning on the console and then takes the answer for complete; so it does
 * when the connection ends without the line that says `done`.
 */
const checkedLines = (): TransformStream<Uint8Array, Uint8Array> => {
  const decoder = new TextDecoder()
  const encoder = new TextEncoder()
  let rest = ''
  let done = false
  const check = (line: string) => {
    if (line.trim() === '') return
    const value = lineOf(line)
    if (value.error !== undefined)
      throw new BrokenLines('refused', typeof value.error === 'string' ? value.error : JSON.stringify(value.error))
    done ||= value.done === true
  }
  return new TransformStream({
    transform(bytes, controller) {
      const lines = (rest + decoder.decode(bytes, { stream: true })).split('\n')
      rest = lines.pop() ?? ''
      for (const line of lines) check(line)
      if (lines.length > 0) controller.enqueue(encoder.encode(`${lines.join('\n')}\n`))
    },
    flush(controller) {
      check(rest)
      if (rest.trim() !== '') controller.enqueue(encoder.encode(rest))
      if (!done) throw new BrokenLines('cut', 'the answer ended before it said that it was done')
    },
  })
}

/** The fetch of Ollama's client, with its streams checked line by line. */
export const fetchLines = Object.assign(
  async (input: string | URL | Request, init?: RequestInit): Promise<Response> => {
    const response = await fetchSameOrigin(input, init)
    const lines = response.headers.get('content-type')?.includes('ndjson') === true
    if (!response.ok || !response.body || !lines) return response
    return new Response(response.body.pipeThrough(checkedLines()), { headers: response.headers })
  },
  { preconnect: fetch.preconnect },
)
