import type { Ask, Envelope } from '@nimbus/kernel/define'
import type { ViewPort, ViewQuestion } from '@nimbus/view'
import type { Chunk } from '../conversation/chunk.ts'
import type { Board } from './board.ts'

/** Calls that a session makes, one at a time. */
export interface Calls {
  /** Makes a call that shows nothing by itself but what it asks and how it gets on. */
  make(operation: string, input: Record<string, unknown>, onChunk?: (chunk: Chunk) => void): Promise<Envelope>
  /** Makes a call and shows what it printed. */
  run(operation: string, input: Record<string, unknown>): Promise<Envelope>
  /** Stops the call that is made; false when none is. */
  stop(reason: unknown): boolean
}

/** Calls over a port; what they ask and show goes to the board. */
export const callsOver = (port: ViewPort, board: Board): Calls => {
  let abort: AbortController | undefined

  const pose = (question: ViewQuestion): Promise<boolean> =>
    board.ask(question, (text) => {
      const accepted = text !== undefined && question.accepts(text)
      if (text !== undefined) board.show({ kind: 'note', text: accepted ? '✓ you said yes' : '✗ you said no' })
      return accepted
    })

  const make: Calls['make'] = async (operation, input, onChunk) => {
    abort = new AbortController()
    const { signal } = abort
    const stop = () => abort?.abort(port.signal.reason)
    port.signal.addEventListener('abort', stop, { once: true })
    try {
      return await port.call(
        { operation, input },
        {
          signal,
          ...(port.kind === 'screen' ? { ask: async (ask: Ask) => pose(port.question(ask)) } : {}),
          onEvent({ type, data }) {
            // Chunks fit the schema that engine.chat declares; other operations emit none that are shown here.
            if (type === 'chunk') onChunk?.(data as Chunk)
            if (type === 'progress' && data && typeof data === 'object' && 'text' in data)
              board.set({ busy: String(data.text) })
          },
        },
      )
    } finally {
      port.signal.removeEventListener('abort', stop)
      abort = undefined
    }
  }

  return {
    make,
    async run(operation, input) {
      board.set({ busy: operation })
      const envelope = await make(operation, input)
      const text = await port.text({ operation, input }, envelope)
      // What went wrong is told beside what was asked for.
      if (text) board.show({ kind: envelope.error && port.kind === 'lines' ? 'note' : 'output', text })
      return envelope
    },
    stop(reason) {
      const making = abort !== undefined
      abort?.abort(reason)
      return making
    },
  }
}
