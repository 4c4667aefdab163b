import type { RunEnd, RunEvent, RunStart } from '@nimbus/kernel'
import type { Times } from './run-events.ts'
import type { RowText } from './run-rows.ts'

/** A read that has ended and waits to be written. */
export interface Noted {
  run: RunStart
  end: RunEnd
  events: Times | readonly RunEvent[]
}

/** How many runs and events may wait: writing as many holds up everything else in the process for a millisecond. */
const fullHere = 128

/** How many may wait for a thread of their own: each page of the index of ids is then written once for several. */
const fullApart = 1_024

/** How long they may wait, in milliseconds. */
const patience = 50

/** What waits to be written; the reads for a thread of their own are rows already. */
export interface Waiting {
  notes: Noted[]
  rows: RowText[]
  /** Rows that the thread was given: it may have written them before it failed to say so. */
  doubted: RowText[]
  events: RunEvent[]
}

/** What waits to be written, and the timer that sees to it. */
export class Outbox {
  #notes: Noted[] = []
  #rows: RowText[] = []
  #doubted: RowText[] = []
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

  /** How much waits. */
  get size(): number {
    return this.#size
  }

  /** How many reads wait for a thread of their own. */
  get rows(): number {
    return this.#rows.length
  }

  /** Adds, and says whether the box is full. */
  add({ notes, rows, doubted, events }: { [Kind in keyof Waiting]?: Readonly<Waiting[Kind]> }): boolean {
    if (notes) this.#notes.push(...notes)
    if (rows) this.#rows.push(...rows)
    if (doubted) this.#doubted.push(...doubted)
    if (events) this.#events.push(...events)
    this.#size = this.#notes.length + this.#rows.length + this.#doubted.length + this.#events.length
    return this.#full()
  }

  /** Adds one read for a thread of its own, and says whether the box is full. */
  addRow(row: RowText): boolean {
    this.#rows.push(row)
    this.#size += 1
    return this.#full()
  }

  #full(): boolean {
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
  take(): Waiting {
    clearTimeout(this.#timer)
    this.#timer = undefined
    const taken = { notes: this.#notes, rows: this.#rows, doubted: this.#doubted, events: this.#events }
    this.#notes = []
    this.#rows = []
    this.#doubted = []
    this.#events = []
    this.#size = 0
    return taken
  }
}
