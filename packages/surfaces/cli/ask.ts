import { type Ask, confirmName } from '@nimbus/kernel'
import type { Progress } from './progress.ts'
import { renderPreview } from './render.ts'
import { write } from './standard-streams.ts'
import type { Style } from './style.ts'

/** The question, and the answers that mean yes. Deleting something asks for its name, like `--confirm` does. */
const questionFor = ({ decision }: Ask): { text: string; accepts: (answer: string) => boolean } => {
  const names = [
    ...new Set(
      decision.changes
        .filter(({ change, decide }) => change.effect === 'delete' && decide !== 'allow')
        .map(({ change }) => confirmName(change.resource)),
    ),
  ]
  if (names.length === 0) return { text: 'Go ahead? [y/N] ', accepts: (answer) => /^y(es)?$/i.test(answer) }
  const [only] = names
  const wanted = names.length === 1 && only ? only : `delete ${names.length}`
  return { text: `This deletes. Type ${wanted} to go ahead: `, accepts: (answer) => answer === wanted }
}

/** Asks the person at the terminal; anything but a clear yes is a no. */
export const createAsk =
  (progress: Progress, style: Style) =>
  async (ask: Ask): Promise<boolean> => {
    progress.clear()
    const { text, accepts } = questionFor(ask)
    write(
      2,
      `${style.bold(ask.summary)}\n${renderPreview(ask.preview, style)}\n${style.dim(`asked because of ${ask.decision.rule}`)}\n`,
    )
    // Loaded when somebody is asked: hardly any command asks.
    const { createInterface } = await import('node:readline/promises')
    const readline = createInterface({ input: process.stdin, output: process.stderr })
    const closed = new Promise<string>((resolve) => readline.once('close', () => resolve('')))
    try {
      const answer = await Promise.race([readline.question(text), closed])
      return accepts(answer.trim())
    } finally {
      readline.close()
    }
  }
