import type { Ask, Envelope } from '@nimbus/kernel/define'
import type { ViewPort, ViewQuestion } from '@nimbus/view'
import type { Chunk } from '../conversation/chunk.ts'
import type { Mode } from '../conversation/record.ts'
import { type Block, closed, isDone, withChunk } from './block.ts'
import { type SessionState, stateAtStart } from './session-state.ts'
import { commandOf, runSlashCommand, undo } from './slash-commands.ts'

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

interface TurnData {
  conversation?: string
  mode: Mode
  model?: string
  persona: string
  calls: readonly { operation: string; run?: string; plan?: string; changed?: true }[]
  cost?: number
  unpriced: number
}

/** Opens a session over a port. */
export const openSession = (port: ViewPort): Session => {
  const { persona: _persona, model: _model, conversation: _conversation, ...given } = port.input
  let state = stateAtStart(port.input)
  const listeners = new Set<() => void>()
  let abort: AbortController | undefined
  /** Takes the answer to the question that stands; undefined is none. */
  let answered: ((text: string | undefined) => void) | undefined
  let idle = Promise.resolve()

  const set = (change: Partial<SessionState>) => {
    state = { ...state, ...change }
    for (const listener of listeners) listener()
  }
  const without = (...names: readonly ('busy' | 'question')[]) => {
    const rest = { ...state }
    for (const name of names) delete rest[name]
    state = rest
    set({})
  }
  const show = (...blocks: readonly Block[]) => set({ live: [...closed(state.live), ...blocks] })
  const settleAll = () => set({ settled: [...state.settled, ...closed(state.live)], live: [] })

  const stand = <Answer>(question: ViewQuestion, read: (text: string | undefined) => Answer): Promise<Answer> => {
    const { promise, resolve } = Promise.withResolvers<Answer>()
    // The question may be longer than the screen, so that it is written once, above what still moves.
    const done = state.live.filter(isDone)
    set({
      settled: [...state.settled, ...done, { kind: 'output', text: question.text }],
      live: state.live.filter((block) => !isDone(block)),
      question,
    })
    answered = (text) => {
      answered = undefined
      const answer = read(text?.trim())
      without('question')
      resolve(answer)
    }
    return promise
  }
  const pose = (question: ViewQuestion): Promise<boolean> =>
    stand(question, (text) => {
      const accepted = text !== undefined && question.accepts(text)
      if (text !== undefined) show({ kind: 'note', text: accepted ? '✓ you said yes' : '✗ you said no' })
      return accepted
    })

  const make = async (operation: string, input: Record<string, unknown>, onChunk: (chunk: Chunk) => void) => {
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
            if (type === 'chunk') onChunk(data as Chunk)
            if (type === 'progress' && data && typeof data === 'object' && 'text' in data)
              set({ busy: String(data.text) })
          },
        },
      )
    } finally {
      port.signal.removeEventListener('abort', stop)
      abort = undefined
    }
  }

  const run = async (operation: string, input: Record<string, unknown>): Promise<Envelope> => {
    set({ busy: operation })
    const envelope = await make(operation, input, () => undefined)
    const text = await port.text({ operation, input }, envelope)
    // What went wrong is told beside what was asked for.
    if (text) show({ kind: envelope.error && port.kind === 'lines' ? 'note' : 'output', text })
    return envelope
  }

  const noteTurn = (data: TurnData) => {
    // An undo is not undone itself: what it took back is found undone when its turn comes.
    const changed = data.calls.filter((each) => each.changed && each.operation !== undo)
    const plan = data.calls.findLast((each) => each.plan !== undefined)?.plan
    set({
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
  }

  const turn = async (message: string): Promise<number> => {
    settleAll()
    set({ live: [{ kind: 'said', text: message }], busy: 'thinking' })
    const { conversation: current, model: wanted, persona: sounding } = state
    const input = {
      ...given,
      message,
      ...(current ? { conversation: current } : {}),
      ...(sounding ? { persona: sounding } : {}),
      ...(wanted === 'none' ? { mode: 'offline' } : wanted === 'auto' ? {} : { model: wanted }),
    }
    const envelope = await make('engine.chat', input, (chunk) => set({ live: withChunk(state.live, chunk) }))
    if (envelope.error?.code === 'cancelled') show({ kind: 'note', text: '! interrupted' })
    else if (envelope.error)
      show({ kind: 'output', text: await port.text({ operation: 'engine.chat', input }, envelope) })
    else noteTurn(envelope.data as TurnData)
    set({ live: closed(state.live) })
    return envelope.error?.exit ?? 0
  }

  const read = async (conversation: string): Promise<Kept | { exit: number }> => {
    set({ busy: 'reading the conversation' })
    const call = { operation: 'engine.chat-show', input: { conversation } }
    const envelope = await make(call.operation, call.input, () => undefined)
    if (!envelope.error) return envelope.data as Kept
    show({ kind: 'output', text: await port.text(call, envelope) })
    return { exit: envelope.error.exit }
  }
  const goOn = ({ id, persona, turns }: Kept) => {
    set({ conversation: id, ...(state.persona ? {} : { persona }) })
    // What was said is no output of what a program says now.
    if (port.kind === 'lines') show({ kind: 'note', text: `goes on with ${id}` })
    else
      for (const { said, answer } of turns)
        show({ kind: 'said', text: said }, { kind: 'answer', text: answer, open: false })
  }

  const desk: Desk = {
    port,
    get state() {
      return state
    },
    set,
    show,
    run,
    call: (operation, input) => make(operation, input, () => undefined),
    choose(text, prompt) {
      set({ busy: 'waiting for you' })
      return stand({ text, prompt, accepts: () => true }, (answer) => answer ?? '')
    },
    read,
    goOn,
  }

  return {
    get state() {
      return state
    },
    onChange(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    async submit(line) {
      const said = line.trim()
      if (said === '' || state.busy !== undefined) return 0
      const { promise, resolve } = Promise.withResolvers<void>()
      idle = promise
      try {
        const command = commandOf(said)
        if (!command) return await turn(said)
        settleAll()
        show({ kind: 'said', text: said })
        return await runSlashCommand(command, desk)
      } finally {
        without('busy', 'question')
        resolve()
      }
    },
    answer: (text) => answered?.(text),
    hint: (text) => show({ kind: 'note', text }),
    interrupt() {
      if (!abort && !answered) return false
      answered?.(undefined)
      abort?.abort(new DOMException('Interrupted', 'AbortError'))
      return true
    },
    idle: () => idle,
    async resume() {
      if (state.conversation === undefined) return 0
      const kept = await read(state.conversation)
      without('busy')
      if ('exit' in kept) return kept.exit
      goOn(kept)
      return 0
    },
    settle(count) {
      set({ settled: [...state.settled, ...state.live.slice(0, count)], live: state.live.slice(count) })
    },
    leave: (code) => set({ over: code }),
  }
}
