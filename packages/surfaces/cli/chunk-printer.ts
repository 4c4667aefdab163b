import type { RunEvent } from '@nimbus/kernel'
import { visible } from '@nimbus/view'

/** Where chunks go. */
export interface ChunkOutput {
  write: (text: string) => void
  isTerminal: boolean
}

/** Prints the chunks of a run as they come. */
export interface ChunkPrinter {
  event(event: RunEvent): void
  /** Whether the last line is not ended yet. */
  readonly midLine: boolean
  /** Ends the last line at a terminal; a pipe gets what came and nothing else. */
  end(): void
  /** Whether a result was already said by what was printed: all of it, or the end of its last line. */
  hasSaid(text: string): boolean
}

/** What a long stream came to, without holding on to it: a digest, and the white space that it ends with. */
const createDigest = () => {
  const solid = new Bun.CryptoHasher('sha256')
  let blank = ''
  const add = (text: string): void => {
    const open = blank + text
    const end = open.trimEnd()
    // As code units: a pair may come in two chunks.
    solid.update(Buffer.from(end, 'utf16le'))
    blank = open.slice(end.length)
  }
  return { add, ends: (text: string) => blank.endsWith(text), solid: () => solid.copy().digest('hex') }
}

/**
 * Chunks as text, unbuffered: a text as it is, anything else on a line of its own. With `json` each is a line of JSON.
 */
export const createChunkPrinter = (output: ChunkOutput, { json }: { json: boolean }): ChunkPrinter => {
  const printed = createDigest()
  let midLine = false

  const write = (text: string) => {
    if (text === '') return
    printed.add(text)
    midLine = !text.endsWith('\n')
    output.write(output.isTerminal ? visible(text) : text)
  }
  const ended = () => {
    if (midLine) write('\n')
  }
  return {
    event({ type, data }) {
      if (type !== 'chunk') return
      if (json) output.write(`${JSON.stringify(data)}\n`)
      else if (typeof data === 'string') write(data)
      else {
        ended()
        write(`${data && typeof data === 'object' && 'text' in data ? String(data.text) : JSON.stringify(data)}\n`)
      }
    },
    get midLine() {
      return midLine
    },
    end() {
      if (output.isTerminal) ended()
    },
    hasSaid(text) {
      if (text.trim() === '') return printed.ends('\n')
      const result = createDigest()
      result.add(text)
      return result.solid() === printed.solid()
    },
  }
}
