import type { Ask, Call, Catalog, Envelope, RunEvent } from '@nimbus/kernel'

export { visible, visibleName } from './visible.ts'

/** The pictures of something that goes on, one after the other: the same wherever a person waits. */
export const spinner = ['⠋', '⠙', '⠹', '⠸', '⠼', '⠴', '⠦', '⠧', '⠇', '⠏'] as const

/** How a view wants one call made. */
export interface ViewCall {
  signal?: AbortSignal
  /** Hears every event of the run as it happens. */
  onEvent?: (event: RunEvent) => void
  /** Asks the person; without it what would ask ends with a plan to approve. */
  ask?: (ask: Ask) => Promise<boolean>
}

/** What a person is asked, ready to be shown. */
export interface ViewQuestion {
  /** What would happen, for a terminal. */
  text: string
  prompt: string
  /** Whether an answer means yes: to delete something its name has to be typed. */
  accepts: (answer: string) => boolean
}

/** All that a view has: what a person at their own command line has, through the same pipeline. */
export interface ViewPort {
  /** `screen`: a person at a terminal; `lines`: standard input and output are read and written by a program. */
  kind: 'screen' | 'lines'
  /** What the command line said. */
  input: Readonly<Record<string, unknown>>
  version: string
  /** Whether marks in colour may be written. */
  colour: boolean
  /** The folder that the command was called in. */
  cwd: string
  catalog: Pick<Catalog, 'index' | 'get'>
  /** Fires when the process is told to end. */
  signal: AbortSignal
  /** Makes a call as the person at the command line. Never rejects. */
  call(call: Call, how?: ViewCall): Promise<Envelope>
  /** The result or the error of a call, as the command line prints it. */
  text(call: Call, envelope: Envelope): Promise<string>
  question(ask: Ask): ViewQuestion
}

/** A live view: it takes the terminal, and gives it back with the exit code of the command. */
export type View = (port: ViewPort) => Promise<number>
