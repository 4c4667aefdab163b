import type { RunEnd, RunEvent, RunStart } from '@nimbus/kernel'

/** A read that has ended and waits to be written. */
export interface Noted {
  run: RunStart
  end: RunEnd
  events: readonly RunEvent[]
}

/** How many runs and events may wait: writing as many holds up everything else in the process for a millisecond. */
const fullHere = 128

/** How many may wait for a thread of their own: each page of the index of ids is then written once for several. */
const fullApart = 1_024

/** How long they may wait, in milliseconds. */
const patience = 50

/** What waits to be written, and the timer that sees to it. */
export class Outbox {
  #notes: Noted[] = []
  #events: RunEvent[] = []
  #size = 0
  #timer: Timer | undefined

  /** `due` is called when what waits should be written now. */
  constructor(
    private readonly written: 'here' | 'apart',
    private readonly due: () => void,
  ) {}

  get empty(): boolean {
    return this.#size === 0
  }

  /** How many ended runs wait. */
  get reads(): number {
    return this.#notes.length
  }

  /** Adds, and says whether the box is full. */
  add(waiting: { notes?: readonly Noted[]; events?: readonly RunEvent[] }): boolean {
    const { notes = [], events = [] } = waiting
    this.#notes.push(...notes)
    this.#events.push(...events)
    this.#size += notes.length + events.length
    if (this.#size > 0 && this.#timer === undefined) {
      this.#timer = setTimeout(() => {
        this.#timer = undefined
        this.due()
      }, patience)
      this.#timer.unref()
    }
    return this.#size >= (this.written === 'here' ? fullHere : fullApart)
  }

  /** Everything that waits, taken out. */
  take(): { notes: Noted[]; events: RunEvent[] } {
    clearTimeout(this.#timer)
    this.#timer = undefined
    const taken = { notes: this.#notes, events: this.#events }
    this.#notes = []
    this.#events = []
    this.#size = 0
    return taken
  }
}
