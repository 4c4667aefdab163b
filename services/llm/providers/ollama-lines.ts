import { z } from '@nimbus/kernel/define'
import { fetchSameOrigin } from './same-origin.ts'

/** A stream of Ollama that cannot be believed: an error in the middle, a line that is no part of an answer, or no end. */
export class BrokenLines extends Error {
  readonly fault: 'refused' | 'malformed' | 'cut'

  constructor(fault: BrokenLines['fault'], message: string) {
    super(message)
    this.name = 'BrokenLines'
    this.fault = fault
  }
}

const count = z.number().optional()
const call = z.object({
  id: z.string().optional(),
  function: z.object({ name: z.string(), arguments: z.record(z.string(), z.unknown()) }),
})

/** What the client package takes for a line. */
const Line = z.object({
  model: z.string(),
  created_at: z.string(),
  done: z.boolean(),
  message: z.object({
    role: z.string(),
    content: z.string(),
    thinking: z.string().optional(),
    tool_calls: z.array(call).nullish(),
  }),
  done_reason: z.string().optional(),
  eval_count: count,
  eval_duration: count,
  load_duration: count,
  prompt_eval_count: count,
  prompt_eval_duration: count,
  total_duration: count,
})

const valueOf = (text: string): unknown => {
  try {
    return JSON.parse(text)
  } catch (cause) {
    throw Object.assign(new BrokenLines('malformed', 'a line of the answer is no JSON'), { cause })
  }
}

const errorIn = (value: unknown): unknown =>
  value !== null && typeof value === 'object' && 'error' in value ? value.error : undefined

/** Whether a line is the last one of an answer. Raises `BrokenLines` when it is none. */
const isLast = (text: string): boolean => {
  const value = valueOf(text)
  const error = errorIn(value)
  if (error !== undefined) throw new BrokenLines('refused', typeof error === 'string' ? error : JSON.stringify(error))
  const line = Line.safeParse(value)
  if (line.success) return line.data.done
  throw Object.assign(new BrokenLines('malformed', 'a line of the answer is not one of Ollama'), { cause: line.error })
}

/** Larger than any line of an answer, in characters. */
const longestLine = 32 * 1024 * 1024

/**
 * Passes lines on, whole lines at a time, and fails at the first that is no part of an answer or reports an error.
 *
 * The client package skips such lines with a warning on the console and then takes the answer for complete; so it does
 * when the connection ends without the line that says `done`.
 */
const checkedLines = (): TransformStream<Uint8Array, Uint8Array> => {
  const decoder = new TextDecoder()
  const encoder = new TextEncoder()
  let rest = ''
  let begun = false
  let done = false
  const check = (line: string) => {
    if (line.trim() === '') return
    begun = true
    done = isLast(line) || done
  }
  return new TransformStream({
    transform(bytes, controller) {
      const lines = (rest + decoder.decode(bytes, { stream: true })).split('\n')
      rest = lines.pop() ?? ''
      if (rest.length > longestLine) throw new BrokenLines('malformed', 'a line of the answer does not end')
      for (const line of lines) check(line)
      if (lines.length > 0) controller.enqueue(encoder.encode(`${lines.join('\n')}\n`))
    },
    flush(controller) {
      check(rest)
      if (rest.trim() !== '') controller.enqueue(encoder.encode(rest))
      if (!begun) throw new BrokenLines('malformed', 'the answer is empty')
      if (!done) throw new BrokenLines('cut', 'the answer ended before it said that it was done')
    },
  })
}

/** Whether a request asks for the answer at once, by what the client package writes last. */
const asksForWhole = ({ body }: RequestInit): boolean => typeof body === 'string' && body.endsWith('"stream":false}')

/** The fetch of Ollama's client, with its streams checked line by line, whatever they say they are. */
export const fetchLines = Object.assign(
  async (input: string | URL | Request, init: RequestInit = {}): Promise<Response> => {
    const response = await fetchSameOrigin(input, init)
    if (!response.ok || asksForWhole(init)) return response
    const body = response.body ?? new Blob().stream()
    return new Response(body.pipeThrough(checkedLines()), { headers: response.headers })
  },
  { preconnect: fetch.preconnect },
)
