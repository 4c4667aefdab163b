import type { Arguments } from '../choosing/frame.ts'
import { commandLines } from '../shell/command-lines.ts'
import type { Subject, Vocabulary } from '../words/vocabulary.ts'

/** Why no plan may hold an operation, and what to type. */
export const reserved = (
  subject: Subject,
  steps: readonly Pick<Arguments, 'input'>[],
  vocabulary: Vocabulary,
): string =>
  `No plan may hold ${subject.id}: ${subject.excluded}; by hand: ${commandLines(
    steps.map(({ input }) => ({ operation: subject.id, input })),
    vocabulary,
  ).join(' && ')}`
