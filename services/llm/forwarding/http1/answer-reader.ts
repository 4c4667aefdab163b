import { type Head, readHead } from './answer-head.ts'
import { Chunks } from './chunks.ts'
import { UnsoundAnswer } from './unsound.ts'

const longestHead = 64 * 1024
/** An interim answer says that a final one will come; nobody sends many. */
const mostInterim = 8

/** What an answer is told to, as it comes. */
export interface Hearer {
  head(head: Head): void
  piece(bytes: Uint8Array): void
}

/** Reads one answer, however it is cut. Raises `UnsoundAnswer`. */
export class AnswerReader {
  #rest: Buffer | undefined
  #interim = 0
  #head: Head | undefined
  #left = 0
  #chunks: Chunks | undefined

  constructor(private readonly hearer: Hearer) {}

  /** Whether anything of the answer was read. */
  get begun(): boolean {
    return this.#head !== undefined || this.#rest !== undefined || this.#interim > 0
  }

  /** Takes what came; gives how many bytes were left over once the answer is whole, and undefined before. */
  read(bytes: Buffer): number | undefined {
    if (this.#head) return this.#body(this.#head, bytes)
    const all = this.#rest ? Buffer.concat([this.#rest, bytes]) : bytes
    const text = all.toString('latin1', 0, longestHead + 4)
    const end = text.indexOf('\r\n\r\n')
    if (end < 0 && all.length > longestHead + 4) throw new UnsoundAnswer('its head is too large')
    this.#rest = end < 0 ? all : undefined
    if (end < 0) return undefined
    const head = readHead(text.slice(0, end))
    const after = all.subarray(end + 4)
    if (head.status < 200) {
      this.#interim += 1
      if (this.#interim > mostInterim) throw new UnsoundAnswer('it never comes to its point')
      return after.length > 0 ? this.read(after) : undefined
    }
    this.#head = head
    if (head.framing === 'chunked') this.#chunks = new Chunks((piece) => this.hearer.piece(piece))
    else if (head.framing !== 'until-closed') this.#left = head.framing
    this.hearer.head(head)
    return this.#body(head, after)
  }

  /** The connection has ended; whether the answer is whole with that. */
  closed(): boolean {
    return this.#head?.framing === 'until-closed'
  }

  #body({ framing }: Head, bytes: Buffer): number | undefined {
    if (this.#chunks) return this.#chunks.read(bytes)
    if (framing === 'until-closed') {
      if (bytes.length > 0) this.hearer.piece(bytes)
      return undefined
    }
    const mine = bytes.length > this.#left ? bytes.subarray(0, this.#left) : bytes
    if (mine.length > 0) this.hearer.piece(mine)
    this.#left -= mine.length
    return this.#left === 0 ? bytes.length - mine.length : undefined
  }
}
