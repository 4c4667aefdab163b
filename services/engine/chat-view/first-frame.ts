import type { ViewPort } from '@nimbus/view'
import { cutLine } from './cut-line.ts'
import { footerText } from './footer-text.ts'
import { type Paint, paintFor } from './paint.ts'
import { stateAtStart } from './session-state.ts'

/** The line above everything else: one line in any terminal, because it is written, taken away and written again. */
export const headingText = (version: string, paint: Paint, width: number): string =>
  cutLine(`${paint.bold('Nimbus')} ${paint.dim(`${version} · /help · Esc interrupts · Ctrl-D leaves`)}`, width)

/** What stands before a message. */
export const promptMark = '› '

/**
 * Writes what a chat begins with at once, and gives what takes it away again. Loading Ink takes longer than a person waits
 * for a prompt; what they type meanwhile is read by it.
 */
export const writeFirstFrame = ({ version, colour, input }: ViewPort): (() => void) => {
  const paint = paintFor(colour)
  const width = Math.max(20, process.stdout.columns - 1)
  const footer = paint.dim(cutLine(`  ${footerText(stateAtStart(input))}`, width))
  process.stdout.write(
    `${headingText(version, paint, width)}\n${promptMark}\n${footer}\u001b[1A\r\u001b[${promptMark.length}C`,
  )
  return () => process.stdout.write('\u001b[1A\r\u001b[J')
}
