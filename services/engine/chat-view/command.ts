import type { Desk } from './session.ts'

/** What a line that begins with a slash does. */
export interface Command {
  usage: string
  summary: string
  /** Gives the exit code of what it came to. */
  run: (rest: string, desk: Desk) => Promise<number>
}

/** Says something beside the answers. */
export const say = ({ show }: Desk, text: string): number => {
  show({ kind: 'note', text })
  return 0
}
