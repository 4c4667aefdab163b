import type { Context, ExecOptions } from '@nimbus/kernel/define'
import type { ToolOutput } from '../config/settings.ts'
import { textInLine } from './read-output.ts'
import { wholeLines } from './whole-lines.ts'

/** How long a line of progress may be. */
const progressWidth = 120

const headOf = (text: string): string => (text.trim().split('\n')[0] ?? '').slice(0, progressWidth)

/** What hears a program while it runs. */
export interface Following {
  options: Pick<ExecOptions, 'onLine' | 'onText'>
  /** Passes on what is left when the program has ended. */
  end: () => void
}

/**
 * Follows a program's output: what belongs to the answer is passed on as it is written, where somebody listens. Of a
 * program that says several things before its answer each is shown as progress.
 */
export const followOutput = (
  output: ToolOutput,
  onText: ((text: string) => void) | undefined,
  progress: Context['progress'],
): Following => {
  const nothing = () => {}
  if (output.format === 'text') {
    if (!onText) return { options: {}, end: nothing }
    const lines = wholeLines(onText)
    return { options: { onText: (text, stream) => stream === 'stdout' && lines.push(text) }, end: lines.end }
  }
  if (output.format !== 'json-lines') return { options: {}, end: nothing }
  const hear = output.texts === 'all' ? onText : (text: string) => progress(headOf(text))
  if (!hear) return { options: {}, end: nothing }
  return {
    options: {
      onLine(line, stream) {
        const text = stream === 'stdout' ? textInLine(output, line) : undefined
        if (text) hear(text)
      },
    },
    end: nothing,
  }
}
