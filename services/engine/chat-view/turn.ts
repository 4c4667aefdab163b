import type { ViewPort } from '@nimbus/view'
import type { Mode } from '../conversation/record.ts'
import { closed, withChunk } from './block.ts'
import type { Board } from './board.ts'
import type { Calls } from './calls.ts'
import { gathered } from './gathered.ts'
import { undo } from './slash-commands.ts'

interface TurnData {
  conversation?: string
  mode: Mode
  model?: string
  persona: string
  calls: readonly { operation: string; run?: string; plan?: string; changed?: true }[]
  cost?: number
  unpriced: number
}

const noteTurn = (data: TurnData, port: ViewPort, board: Board): void => {
  const { state } = board
  // An undo is not undone itself: what it took back is found undone when its turn comes.
  const changed = data.calls.filter((each) => each.changed && each.operation !== undo)
  const plan = data.calls.findLast((each) => each.plan !== undefined)?.plan
  board.set({
    ...(data.conversation ? { conversation: data.conversation } : {}),
    mode: data.mode,
    answeredBy: data.mode === 'offline' ? 'offline' : (data.model ?? ''),
    persona: data.persona,
    calls: state.calls + data.calls.length,
    unpriced: state.unpriced + data.unpriced,
    ...(data.cost === undefined ? {} : { cost: (state.cost ?? 0) + data.cost }),
    undoable: [...state.undoable, ...changed.flatMap(({ run }) => run ?? [])],
    ...(plan ? { plan } : {}),
  })
  // Its text names the commands of a shell.
  if (plan && port.kind === 'screen') board.show({ kind: 'note', text: 'here: /apply shows it, asks and applies it' })
}

/** Says something in the conversation and shows what comes of it; gives its exit code. */
export const takeTurn = async (message: string, port: ViewPort, board: Board, calls: Calls): Promise<number> => {
  board.settleAll()
  board.set({ live: [{ kind: 'said', text: message }], busy: 'thinking' })
  const { persona: _persona, model: _model, conversation: _conversation, ...given } = port.input
  const { conversation, model, persona } = board.state
  const input = {
    ...given,
    message,
    ...(conversation ? { conversation } : {}),
    ...(persona ? { persona } : {}),
    ...(model === 'none' ? { mode: 'offline' } : model === 'auto' ? {} : { model }),
  }
  const { take, flush } = gathered((chunk) => board.set({ live: withChunk(board.state.live, chunk) }))
  const { error, ...envelope } = await calls.make('engine.chat', input, take).finally(flush)
  if (error?.code === 'cancelled') board.show({ kind: 'note', text: '! interrupted' })
  else if (error)
    board.show({ kind: 'output', text: await port.text({ operation: 'engine.chat', input }, { ...envelope, error }) })
  else noteTurn(envelope.data as TurnData, port, board)
  board.set({ live: closed(board.state.live) })
  return error?.exit ?? 0
}
