import { UnsoundAnswer } from './unsound.ts'

/** Where the body of an answer ends: after so many bytes, with its last chunk, or with the connection. */
export type Framing = number | 'chunked' | 'until-closed'

/** What comes before the body. */
export interface Head {
  status: number
  framing: Framing
  /** Whether the connection may carry another exchange afterwards. */
  keeps: boolean
  /** How the body is packed, in lower case; absent when it is not. */
  packed?: string
  /** All of it; see `fieldsOf`. */
  text: string
}

const token = "[!#$%&'*+\\-.^_`|~0-9A-Za-z]+"
// RFC 9112, sections 4 and 5. A line that goes on in the next one, and a sole CR or LF, are refused: others read them otherwise.
const fieldLines = `(?:\\r\\n${token}:[^\\r\\n\\0]*)*`
const sound = new RegExp(`^HTTP/1\\.[01] [1-5]\\d\\d(?: [^\\r\\n\\0]*)?${fieldLines}$`)
const soundFields = new RegExp(`^${fieldLines}$`)

/** Whether lines of fields, each after its line break, are sound. */
export const areFields = (text: string): boolean => soundFields.test(text)

/** The fields of a head in their order, names in lower case. */
export const fieldsOf = ({ text }: Pick<Head, 'text'>): [name: string, value: string][] =>
  text
    .split('\r\n')
    .slice(1)
    .map((line) => {
      const colon = line.indexOf(':')
      return [line.slice(0, colon).toLowerCase(), line.slice(colon + 1).trim()]
    })

/** The value of a field in a head of lower case. Two of them would be read as one or the other. */
const onlyValue = (head: string, field: string): string | undefined => {
  const at = head.indexOf(field)
  if (at < 0) return undefined
  const from = at + field.length
  if (head.includes(field, from)) throw new UnsoundAnswer('it says twice how its body is written')
  const end = head.indexOf('\r\n', from)
  return head.slice(from, end < 0 ? undefined : end).trim()
}

const framingOf = (status: number, length: string | undefined, coding: string | undefined): Framing => {
  if (coding !== undefined) {
    // Both is how one answer is made to look like two (RFC 9112, section 6.3).
    if (length !== undefined) throw new UnsoundAnswer('it has both a length and a transfer coding')
    if (coding !== 'chunked') throw new UnsoundAnswer('its transfer coding is not chunked')
  }
  if (length !== undefined && !/^\d{1,15}$/.test(length)) throw new UnsoundAnswer('its length is not one number')
  if (status < 200 || status === 204 || status === 304) return 0
  if (coding !== undefined) return 'chunked'
  return length === undefined ? 'until-closed' : Number(length)
}

/** Reads a head, without the empty line that ends it. Raises `UnsoundAnswer`. */
export const readHead = (text: string): Head => {
  if (!sound.test(text)) throw new UnsoundAnswer('its head is malformed')
  const status = Number(text.slice(9, 12))
  if (status === 101) throw new UnsoundAnswer('it changes the protocol unasked')
  const lower = text.toLowerCase()
  const coding = onlyValue(lower, '\r\ntransfer-encoding:')
  const old = text.startsWith('HTTP/1.0')
  if (old && coding !== undefined) throw new UnsoundAnswer('HTTP/1.0 knows no transfer coding')
  const framing = framingOf(status, onlyValue(lower, '\r\ncontent-length:'), coding)
  const closes = old || framing === 'until-closed' || /\r\nconnection:[^\r]*\bclose\b/.test(lower)
  const head: Head = { status, framing, keeps: !closes, text }
  const packed = onlyValue(lower, '\r\ncontent-encoding:')
  if (packed && packed !== 'identity') head.packed = packed
  return head
}
