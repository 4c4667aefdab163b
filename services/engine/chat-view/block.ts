import type { Chunk } from '../conversation/chunk.ts'
import { fenceAfter } from '../conversation/code-fence.ts'

/** A call that a turn makes, as far as it has come. */
export interface CallBlock {
  kind: 'call'
  n: number
  operation: string
  effect: 'read' | 'create' | 'update' | 'delete'
  input: string
  outcome?: string
  detail?: string
  run?: string
  ms?: number
  plan?: string
}

/** One piece of what is on the screen, oldest first. */
export type Block =
  | { kind: 'said'; text: string }
  /** Markdown of an answer; a paragraph that is still written is open. */
  | { kind: 'answer'; text: string; open: boolean }
  | CallBlock
  | { kind: 'note'; text: string }
  /** What a command printed, made for a terminal. */
  | { kind: 'output'; text: string }

/** Whether nothing more comes of a block. */
export const isDone = (block: Block): boolean =>
  block.kind === 'answer' ? !block.open : block.kind !== 'call' || block.outcome !== undefined

/** Where a paragraph of Markdown ends, outside of fenced code; -1 while it goes on. */
const paragraphEnd = (text: string): number => {
  let fence: string | undefined
  let at = 0
  for (const line of text.split('\n').slice(0, -1)) {
    at += line.length + 1
    fence = fenceAfter(fence, line)
    if (fence === undefined && line.trim() === '' && text.slice(0, at).trim() !== '') return at
  }
  return -1
}

const paragraphs = (text: string): Block[] => {
  if (text === '') return []
  const end = paragraphEnd(text)
  if (end < 0) return [{ kind: 'answer', text, open: true }]
  return [{ kind: 'answer', text: text.slice(0, end), open: false }, ...paragraphs(text.slice(end))]
}

/** The blocks with every answer ended. */
export const closed = (blocks: readonly Block[]): readonly Block[] =>
  blocks.map((block) => (block.kind === 'answer' ? { ...block, open: false } : block))

const withCall = (blocks: readonly Block[], n: number, more: Partial<CallBlock>): readonly Block[] =>
  blocks.map((block) =>
    block.kind === 'call' && block.n === n && block.plan === undefined ? { ...block, ...more } : block,
  )

/** The blocks of a turn after one more chunk. */
export const withChunk = (blocks: readonly Block[], chunk: Chunk): readonly Block[] => {
  if (typeof chunk === 'string') {
    const last = blocks.at(-1)
    return last?.kind === 'answer' && last.open
      ? [...blocks.slice(0, -1), ...paragraphs(last.text + chunk)]
      : [...blocks, ...paragraphs(chunk)]
  }
  switch (chunk.type) {
    case 'call-started': {
      const { n, operation, effect, input } = chunk
      return [...closed(blocks), { kind: 'call', n, operation, effect, input }]
    }
    case 'call-ended': {
      const { n, outcome, detail, run, ms } = chunk
      return withCall(blocks, n, { outcome, detail, ms, ...(run ? { run } : {}) })
    }
    case 'approval':
      return [...withCall(blocks, chunk.n, { plan: chunk.plan }), { kind: 'note', text: chunk.text.trim() }]
    default:
      return [...closed(blocks), { kind: 'note', text: chunk.text }]
  }
}
