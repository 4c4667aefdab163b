import type { Envelope } from '@nimbus/kernel/define'
import type { ViewPort } from '@nimbus/view'
import type { Block } from './block.ts'
import { Board } from './board.ts'
import { callsOver } from './calls.ts'
import { type SessionState, stateAtStart } from './session-state.ts'
import { commandOf, runSlashCommand } from './slash-commands.ts'
import { takeTurn } from './turn.ts'

/** A conversation that a person has with keys or lines: what they type goes in, and what is to be seen is its state. */
export interface Session {
  readonly state: SessionState
  /** Calls back after every change; returns how to stop. */
  onChange(listener: () => void): () => void
  /** Takes what was typed: words, or a command that begins with a slash. Gives the exit code of what it came to. */
  submit(line: string): Promise<number>
  /** Answers the question that stands. */
  answer(text: string): void
  /** Says something beside the answers. */
  hint(text: string): void
  /** Stops what is being done, or is asked; false when nothing is. */
  interrupt(): boolean
  /** Waits until nothing is done any more: what was interrupted still writes how it ended. */
  idle(): Promise<void>
  /** Shows what was said before in the conversation that it was opened with, if any. */
  resume(): Promise<number>
  /** Moves the first blocks that are done out of what may still change. */
  settle(count: number): void
  /** Ends it. */
  leave(code: number): void
}

/** What a slash command works with. */
export interface Desk {
  port: ViewPort
  readonly state: SessionState
  set(change: Partial<SessionState>): void
  show(...blocks: readonly Block[]): void
  /** Makes a call and shows what it printed. */
  run(operation: string, input: Record<string, unknown>): Promise<Envelope>
  /** Makes a call that shows nothing by itself. */
  call(operation: string, input: Record<string, unknown>): Promise<Envelope>
  /** Shows something and lets the person answer in their own words; nothing when they do not want to. */
  choose(text: string, prompt: string): Promise<string>
  /** A conversation as it was kept; what stands against it was shown. */
  read(conversation: string): Promise<Kept | { exit: number }>
  /** Goes on with a conversation, and shows to a person what was said in it. */
  goOn(kept: Kept): void
}

/** A conversation as it was kept. */
export interface Kept {
  id: string
  persona: string
  turns: readonly { said: string; answer: string }[]
}

/** Opens a session over a port. */
export const openSession = (port: ViewPort): Session => {
  const board = new Board(stateAtStart(port.input))
  const calls = callsOver(port, board)
  let idle = Promise.resolve()

  const read = async (conversation: string): Promise<Kept | { exit: number }> => {
    board.set({ busy: 'reading the conversation' })
    const call = { operation: 'engine.chat-show', input: { conversation } }
    const envelope = await calls.make(call.operation, call.input)
    if (!envelope.error) return envelope.data as Kept
    board.show({ kind: 'output', text: await port.text(call, envelope) })
    return { exit: envelope.error.exit }
  }
  const goOn = ({ id, persona, turns }: Kept) => {
    board.set({ conversation: id, ...(board.state.persona ? {} : { persona }) })
    // What was said is no output of what a program says now.
    if (port.kind === 'lines') board.show({ kind: 'note', text: `goes on with ${id}` })
    else
      for (const { said, answer } of turns)
        board.show({ kind: 'said', text: said }, { kind: 'answer', text: answer, open: false })
  }

  const desk: Desk = {
    port,
    get state() {
      return board.state
    },
    set: (change) => board.set(change),
    show: (...blocks) => board.show(...blocks),
    run: calls.run,
    call: (operation, input) => calls.make(operation, input),
    choose(text, prompt) {
      board.set({ busy: 'waiting for you' })
      return board.ask({ text, prompt, accepts: () => true }, (answer) => answer ?? '')
    },
    read,
    goOn,
  }

  return {
    get state() {
      return board.state
    },
    onChange: (listener) => board.onChange(listener),
    async submit(line) {
      const said = line.trim()
      if (said === '' || board.state.busy !== undefined) return 0
      const { promise, resolve } = Promise.withResolvers<void>()
      idle = promise
      try {
        const command = commandOf(said)
        if (!command) return await takeTurn(said, port, board, calls)
        board.settleAll()
        board.show({ kind: 'said', text: said })
        return await runSlashCommand(command, desk)
      } finally {
        board.clear('busy', 'question')
        resolve()
      }
    },
    answer: (text) => board.answer(text),
    hint: (text) => board.show({ kind: 'note', text }),
    interrupt() {
      const asked = board.answer(undefined)
      return calls.stop(new DOMException('Interrupted', 'AbortError')) || asked
    },
    idle: () => idle,
    async resume() {
      if (board.state.conversation === undefined) return 0
      const kept = await read(board.state.conversation)
      board.clear('busy')
      if ('exit' in kept) return kept.exit
      goOn(kept)
      return 0
    },
    settle: (count) => board.settle(count),
    leave: (code) => board.set({ over: code }),
  }
}
