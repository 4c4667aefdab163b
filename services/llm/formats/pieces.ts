import type { ToolCall } from '../conversation/messages.ts'
import { Chunk } from '../conversation/messages.ts'
import type { ChatResult } from '../conversation/request.ts'

/** A piece of an answer. */
export type Piece = { text: string } | { call: ToolCall }

/** What is said so far, so that nothing is said twice or left out. */
export interface Pieces {
  /** The piece that a chunk is; undefined for what is none. */
  of(chunk: unknown): Piece | undefined
  /** What the result holds that no chunk said, such as all of it when the operation sent none. */
  missing(result: ChatResult): Piece[]
}

/** The pieces of one answer. */
export const createPieces = (): Pieces => {
  let said = ''
  const called = new Set<string>()
  return {
    of(chunk) {
      const parsed = Chunk.safeParse(chunk)
      if (!parsed.success) return undefined
      if (typeof parsed.data === 'string') {
        said += parsed.data
        return { text: parsed.data }
      }
      const { id, name, input } = parsed.data
      called.add(id)
      return { call: { id, name, input } }
    },
    missing: ({ text, toolCalls }) => [
      ...(said === '' && text !== '' ? [{ text }] : []),
      ...toolCalls.filter(({ id }) => !called.has(id)).map((call) => ({ call })),
    ],
  }
}
