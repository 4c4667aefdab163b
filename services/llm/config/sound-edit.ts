import type { EditedFile } from '@nimbus/edited-file'
import { invalid } from '@nimbus/kernel/define'
import type { Problem } from './problem.ts'
import { raiseProblems } from './raise-problems.ts'
import { type Reading, readSettings } from './read-settings.ts'
import { redactKnown } from './redact-known.ts'
import { type SettingsContext, surroundingsOf } from './surroundings.ts'

/** An edit moves lines, so a problem is known again by its words. */
const wordsOf = ({ message, why = '' }: Problem): string => `${message}\n${why}`

/**
 * The configuration before an edit, its secrets marked. What does not fit together is no reason to refuse, since the edit
 * may be what mends it; a file that cannot be read is.
 */
export const readLegible = async (ctx: SettingsContext): Promise<Reading> => {
  const reading = await redactKnown(ctx)
  if (!reading.legible) raiseProblems(reading.problems)
  return reading
}

/** Refuses an edit after which something would be wrong that is not so before: `breaks-config` (exit 2). */
export const mustStaySound = async (
  before: Reading,
  { path, shown }: Pick<EditedFile, 'path' | 'shown'>,
  after: string,
  ctx: SettingsContext,
): Promise<void> => {
  const known = new Set(before.problems.map(wordsOf))
  const { problems } = await readSettings(ctx, surroundingsOf(ctx), { path, bytes: new TextEncoder().encode(after) })
  const broken = problems.find((problem) => !known.has(wordsOf(problem)))
  if (!broken) return
  const { message, at = shown, why } = broken
  throw invalid('breaks-config', `${shown} could not be used any more`, {
    at,
    why: why ? `${message}: ${why}` : message,
    next: 'change that first, then try again',
  })
}
