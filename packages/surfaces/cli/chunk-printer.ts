import type { RunEvent } from '@nimbus/kernel'
import { harmless } from './style.ts'

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
  /** Ends the last line at a terminal; a pipe gets what came and nothing else. Gives the text that was printed. */
  end(): string
}

/**
 * Chunks as text, unbuffered: a text as it is, anything else on a line of its own. With `json` each is a line of JSON.
 */
export const createChunkPrinter = (output: ChunkOutput, { json }: { json: boolean }): ChunkPrinter => {
  let printed = ''
  let midLine = false

  const write = (text: string) => {
    if (text === '') return
    printed += text
    midLine = !text.endsWith('\n')
    output.write(output.isTerminal ? harmless(text) : text)
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
      return printed
    },
  }
}
