import { UnsoundAnswer } from './unsound.ts'

/** Where the body of an answer ends: after so many bytes, with its last chunk, or with the connection. */
export type Framing = number | 'chunked' | 'until-closed'

/** What comes before the body. */
export interface Head {
  status: number
  /** Names in lower case, in their order. */
  fields: readonly (readonly [name: string, value: string])[]
  framing: Framing
  /** Whether the connection may carry another exchange afterwards. */
  keeps: boolean
}

const token = "[!#$%&'*+\\-.^_`|~0-9A-Za-z]+"
// RFC 9112, sections 4 and 5. A line that goes on in the next one, and a sole CR or LF, are refused: others read them otherwise.
const fieldLines = `(?:\\r\\n${token}:[^\\r\\n\\0]*)*`
const sound = new RegExp(`^HTTP/1\\.[01] [1-5]\\d\\d(?: [^\\r\\n\\0]*)?${fieldLines}$`)
const soundFields = new RegExp(`^${fieldLines}$`)

/** Whether lines of fields, each after its line break, are sound. */
export const areFields = (text: string): boolean => soundFields.test(text)

const fieldOf = (line: string): readonly [string, string] => {
  const colon = line.indexOf(':')
  return [line.slice(0, colon).toLowerCase(), line.slice(colon + 1).trim()]
}

/** What of the fields says how the body is framed. */
interface Said {
  length?: string
  coding?: string
  connection: string
}

const once = (before: string | undefined, value: string): string => {
  if (before !== undefined) throw new UnsoundAnswer('it says twice how it is framed')
  return value
}

const saidIn = (fields: Head['fields']): Said => {
  const said: Said = { connection: '' }
  for (const [name, value] of fields) {
    if (name === 'content-length') said.length = once(said.length, value)
    else if (name === 'transfer-encoding') said.coding = once(said.coding, value)
    else if (name === 'connection') said.connection += ` ${value}`
  }
  return said
}

const framingOf = (status: number, { length, coding }: Said): Framing => {
  if (coding !== undefined) {
    // Both is how one answer is made to look like two (RFC 9112, section 6.3).
    if (length !== undefined) throw new UnsoundAnswer('it has both a length and a transfer coding')
    if (coding.toLowerCase() !== 'chunked') throw new UnsoundAnswer('its transfer coding is not chunked')
  }
  if (length !== undefined && !/^\d{1,15}$/.test(length)) throw new UnsoundAnswer('its length is not one number')
  if (status < 200 || status === 204 || status === 304) return 0
  if (coding !== undefined) return 'chunked'
  return length === undefined ? 'until-closed' : Number(length)
}

/** Reads a head, without the empty line that ends it. Raises `UnsoundAnswer`. */
export const readHead = (text: string): Head => {
  if (!sound.test(text)) throw new UnsoundAnswer('its head is malformed')
  const [first = '', ...lines] = text.split('\r\n')
  const status = Number(first.slice(9, 12))
  if (status === 101) throw new UnsoundAnswer('it changes the protocol unasked')
  const fields = lines.map(fieldOf)
  const said = saidIn(fields)
  const old = first.startsWith('HTTP/1.0')
  if (old && said.coding !== undefined) throw new UnsoundAnswer('HTTP/1.0 knows no transfer coding')
  const framing = framingOf(status, said)
  const keeps = !old && framing !== 'until-closed' && !/\bclose\b/i.test(said.connection)
  return { status, fields, framing, keeps }
}
