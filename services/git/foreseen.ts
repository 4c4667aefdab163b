import { createHash } from 'node:crypto'
import { type Context, denied } from '@nimbus/kernel/define'

const states = new WeakMap<object, string>()

/** Hex SHA-256 of a text. */
export const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex')

/** Remembers in which state a preview found what this run is about to change; gives it back as a precondition. */
export const foresee = (ctx: Context, state: string): string => {
  states.set(ctx, state)
  return state
}

/**
 * Refuses to go on when the repository is no longer what was shown: `changed-meanwhile` (exit 4).
 *
 * Somebody may have worked in it while a person was thinking, and approved is only what they saw.
 */
export const mustBeForeseen = (ctx: Context, state: string, shown: string): void => {
  const seen = states.get(ctx)
  if (seen === undefined || seen === state) return
  throw changedMeanwhile(shown, 'something was changed there since')
}

/** The error for something that is no longer as the caller last saw it. */
export const changedMeanwhile = (at: string, why: string) =>
  denied('changed-meanwhile', `${at} is no longer what it was when this was looked at`, {
    at,
    why,
    next: 'see what is there now with: nimbus git status, nimbus git log',
  })
