import { areFields } from './answer-head.ts'
import { UnsoundAnswer } from './unsound.ts'

const longestLine = 1024
const longestTrailer = 16 * 1024
const cr = 13
const lf = 10

/** Reads a body in chunks (RFC 9112, section 7.1), however it is cut. Extensions and trailers are passed over. */
export class Chunks {
  #at: 'size' | 'data' | 'data-end' | 'trailer' = 'size'
  #left = 0
  /** The part of a line, or of the trailer, that has come. */
  #line = ''

  constructor(private readonly pass: (bytes: Uint8Array) => void) {}

  /** Takes bytes; gives how many were left over once the body is over, and undefined before. */
  read(bytes: Buffer): number | undefined {
    let from = 0
    while (from < bytes.length) {
      if (this.#at === 'data') from = this.#data(bytes, from)
      else {
        const end = bytes.indexOf(lf, from)
        const to = end < 0 ? bytes.length : end + 1
        this.#line += bytes.toString('latin1', from, to)
        this.#keepShort()
        from = to
        if (end >= 0 && this.#lineEnds()) return bytes.length - from
      }
    }
    return undefined
  }

  #data(bytes: Buffer, from: number): number {
    const to = Math.min(bytes.length, from + this.#left)
    this.pass(bytes.subarray(from, to))
    this.#left -= to - from
    if (this.#left === 0) this.#at = 'data-end'
    return to
  }

  #keepShort(): void {
    const most = this.#at === 'trailer' ? longestTrailer : longestLine
    if (this.#line.length > most) throw new UnsoundAnswer('a chunk has too long a line')
  }

  /** Whether the body is over. */
  #lineEnds(): boolean {
    const line = this.#line
    if (line.charCodeAt(line.length - 2) !== cr) throw new UnsoundAnswer('a line of a chunk is not ended by CR LF')
    if (this.#at === 'trailer') {
      if (!line.endsWith('\r\n\r\n')) return false
      if (!areFields(line.slice(0, -4))) throw new UnsoundAnswer('its trailer is malformed')
      return true
    }
    if (this.#at === 'data-end') {
      if (line !== '\r\n') throw new UnsoundAnswer('a chunk is longer than it says')
      this.#at = 'size'
      this.#line = ''
      return false
    }
    const size = /^([0-9a-f]{1,8})[\t ]*(?:;[^\r\n\0]*)?\r\n$/i.exec(line)?.[1]
    if (size === undefined) throw new UnsoundAnswer('a chunk does not say its size')
    this.#left = Number.parseInt(size, 16)
    this.#at = this.#left > 0 ? 'data' : 'trailer'
    // The break before a trailer is the one that ends the last chunk.
    this.#line = this.#left > 0 ? '' : '\r\n'
    return false
  }
}
