import type { ViewQuestion } from '@nimbus/view'
import { type Block, closed, isDone } from './block.ts'
import type { SessionState } from './session-state.ts'

/** What is to be seen of a session: its state, who follows it, and the question that stands. */
export class Board {
  #state: SessionState
  readonly #listeners = new Set<() => void>()
  /** Takes the answer to the question that stands; undefined is none. */
  #answered: ((text: string | undefined) => void) | undefined

  constructor(start: SessionState) {
    this.#state = start
  }

  get state(): SessionState {
    return this.#state
  }

  /** Calls back after every change; returns how to stop. */
  onChange(listener: () => void): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  set(change: Partial<SessionState>): void {
    this.#state = { ...this.#state, ...change }
    for (const listener of this.#listeners) listener()
  }

  /** Takes away what is so no longer. */
  clear(...names: readonly ('busy' | 'question')[]): void {
    const rest = { ...this.#state }
    for (const name of names) delete rest[name]
    this.#state = rest
    this.set({})
  }

  show(...blocks: readonly Block[]): void {
    this.set({ live: [...closed(this.#state.live), ...blocks] })
  }

  /** Moves the first blocks that are done out of what may still change. */
  settle(count: number): void {
    const { settled, live } = this.#state
    this.set({ settled: [...settled, ...live.slice(0, count)], live: live.slice(count) })
  }

  settleAll(): void {
    const { settled, live } = this.#state
    this.set({ settled: [...settled, ...closed(live)], live: [] })
  }

  /** Lets a question stand until it is answered, and gives what `read` makes of that. */
  ask<Answer>(question: ViewQuestion, read: (text: string | undefined) => Answer): Promise<Answer> {
    const { promise, resolve } = Promise.withResolvers<Answer>()
    const { settled, live } = this.#state
    // The question may be longer than the screen, so that it is written once, above what still moves.
    this.set({
      settled: [...settled, ...live.filter(isDone), { kind: 'output', text: question.text }],
      live: live.filter((block) => !isDone(block)),
      question,
    })
    this.#answered = (text) => {
      this.#answered = undefined
      const answer = read(text?.trim())
      this.clear('question')
      resolve(answer)
    }
    return promise
  }

  /** Answers the question that stands, `undefined` with no answer; false when none does. */
  answer(text: string | undefined): boolean {
    const answered = this.#answered
    answered?.(text)
    return answered !== undefined
  }
}
