import { type Context, denied } from '@nimbus/kernel/define'
import { stateOf } from './file-change.ts'
import type { FileImage } from './regular-file.ts'

const states = new WeakMap<object, string>()

/** Remembers in which state a preview found what this run is about to change. */
export const foresee = (ctx: Context, state: string): void => {
  states.set(ctx, state)
}

/**
 * Refuses to go on when the file is no longer what was shown: `changed-meanwhile` (exit 4).
 *
 * Somebody may have edited it while a person was thinking, and approved is only what they saw.
 */
export const mustBeForeseen = (ctx: Context, state: string, shown: string): void => {
  const seen = states.get(ctx)
  if (seen === undefined || seen === state) return
  throw denied('changed-meanwhile', `${shown} is no longer what it was when this was looked at`, {
    at: shown,
    why: seen === 'absent' ? 'it was absent and has appeared' : 'its contents have changed since',
    next: 'run the command again to see what would change now',
  })
}

/** Refuses when a file is not in the state that the caller last saw: `changed-meanwhile` (exit 4). */
export const mustBe = (expect: string | undefined, image: FileImage | undefined, shown: string): void => {
  if (expect === undefined || expect === stateOf(image)) return
  throw denied('changed-meanwhile', `${shown} is not what was expected`, {
    at: shown,
    why: image ? 'it was changed since, and that would be lost' : 'it is absent',
    next: image ? `look at it with: nimbus fs read ${shown}` : 'see what is there with: nimbus fs list',
  })
}
