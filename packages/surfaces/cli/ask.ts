import { type Ask, confirmName } from '@nimbus/kernel'
import type { ViewQuestion } from '@nimbus/view'
import { askLine } from './ask-line.ts'
import type { Progress } from './progress.ts'
import { renderPreview } from './render.ts'
import { write } from './standard-streams.ts'
import { oneLine, type Style } from './style.ts'

/** What a person is asked, and the answers that mean yes. Deleting something asks for its name, like `--confirm` does. */
export const questionFor = ({ summary, preview, decision }: Ask, style: Style): ViewQuestion => {
  const text = `${style.bold(summary)}\n${renderPreview(preview, style)}\n${style.dim(`asked because of ${decision.rule}`)}`
  const names = [
    ...new Set(
      decision.changes
        .filter(({ change, decide }) => change.effect === 'delete' && decide !== 'allow')
        .map(({ change }) => confirmName(change.resource)),
    ),
  ]
  if (names.length === 0) return { text, prompt: 'Go ahead? [y/N] ', accepts: (answer) => /^y(es)?$/i.test(answer) }
  const [only] = names
  // Asked for as it is shown: a terminal would obey what is in some names.
  const wanted = names.length === 1 && only ? oneLine(only) : `delete ${names.length}`
  return { text, prompt: `This deletes. Type ${wanted} to go ahead: `, accepts: (answer) => answer === wanted }
}

/** Asks the person at the terminal; anything but a clear yes is a no. */
export const createAsk =
  (progress: Progress, style: Style) =>
  async (ask: Ask): Promise<boolean> => {
    const goOn = progress.pause()
    const { text, prompt, accepts } = questionFor(ask, style)
    write(2, `${text}\n`)
    try {
      return accepts(await askLine(prompt))
    } finally {
      goOn()
    }
  }
