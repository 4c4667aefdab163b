import { type ErrorData, exits } from '@nimbus/kernel'

/** The default limit of a request body: 1 MiB. */
export const defaultBodyLimit = 1024 * 1024

/** How deep JSON may nest; deeper input exhausts the stack of whatever walks it. */
export const deepest = 100

/** A body, or why it was not taken, with the HTTP status that says so. */
export type Body = { value: unknown; text: string } | { status: 400 | 413 | 415; error: ErrorData }

const refused = (status: 400 | 413 | 415, code: string, message: string, next: string): Body => ({
  status,
  error: { code, message, next, exit: exits.invalid },
})

const tooLarge = (limit: number) =>
  refused(413, 'body-too-large', `The body is larger than ${limit} bytes`, 'send less at once')

/** Bytes that are not UTF-8 are refused: what stands in their place would be acted upon as if somebody had said it. */
const strict = new TextDecoder('utf-8', { fatal: true })

/** The text of a body that does not say how long it is; undefined when it is larger than the limit. */
const counted = async (request: Request, limit: number): Promise<string | undefined> => {
  if (!request.body) return ''
  const decoder = new TextDecoder('utf-8', { fatal: true })
  let text = ''
  let bytes = 0
  for await (const chunk of request.body) {
    bytes += chunk.byteLength
    if (bytes > limit) return undefined
    text += decoder.decode(chunk, { stream: true })
  }
  return text + decoder.decode()
}

/** How deep the brackets of a JSON text nest, without parsing it. */
export const nesting = (json: string): number => {
  let depth = 0
  let most = 0
  let inText = false
  for (let i = 0; i < json.length; i++) {
    const code = json.charCodeAt(i)
    if (inText) {
      if (code === 0x5c) i++
      else if (code === 0x22) inText = false
    } else if (code === 0x22) inText = true
    else if (code === 0x7b || code === 0x5b) most = Math.max(most, ++depth)
    else if (code === 0x7d || code === 0x5d) depth--
  }
  return most
}

/** Whether a JSON text may nest more than that: it opens more brackets, in texts or not. */
const mayNest = (json: string): boolean => {
  let opened = 0
  for (const bracket of '[{')
    for (let at = json.indexOf(bracket); at >= 0; at = json.indexOf(bracket, at + 1))
      if (++opened > deepest) return true
  return false
}

const isJson = (type: string | null): boolean =>
  type === 'application/json' ||
  (type !== null && /^application\/(json|[\w.+-]+\+json)$/i.test(type.split(';', 1)[0]?.trim() ?? ''))

/**
 * Reads a JSON body of limited size and depth. An empty one gives undefined.
 *
 * Refuses with 413 when it is too large, 415 when it is not JSON by its type, 400 when it is not UTF-8, does not parse
 * or nests more than 100 levels.
 */
export const readBody = async (request: Request, limit: number): Promise<Body> => {
  const declared = request.headers.get('content-length')
  let text: string | undefined
  try {
    if (declared === null) text = await counted(request, limit)
    else if (Number(declared) <= limit) text = strict.decode(await request.bytes())
  } catch (thrown) {
    // The only error of a fatal decoder; whatever else goes wrong is the connection's.
    if (!(thrown instanceof TypeError)) throw thrown
    return refused(400, 'not-utf8', 'The body is not UTF-8', 'send JSON in UTF-8')
  }
  if (text === undefined) return tooLarge(limit)
  if (text === '') return { value: undefined, text }
  if (!isJson(request.headers.get('content-type')))
    return refused(415, 'not-json', 'The body is not application/json', 'send JSON with content-type: application/json')
  if (mayNest(text) && nesting(text) > deepest)
    return refused(400, 'too-deep', `The body nests more than ${deepest} levels`, 'send flatter JSON')
  try {
    return { value: JSON.parse(text), text }
  } catch (thrown) {
    const why = thrown instanceof Error ? thrown.message : String(thrown)
    const next = 'send one JSON value, such as {}'
    return {
      status: 400,
      error: { code: 'bad-json', message: 'The body is not valid JSON', why, next, exit: exits.invalid },
    }
  }
}
