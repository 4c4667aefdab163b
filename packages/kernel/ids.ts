import { missing } from './errors.ts'

/** What an id names: run, plan, task (or saved Terraform plan, applied like one), artifact, grant, conversation. */
export type IdKind = 'r' | 'p' | 't' | 'a' | 'g' | 'c'

const alphabet = 'abcdefghijklmnopqrstuvwxyz234567'

/** Random characters of ids to come: to make them for one id at a time costs several times as much. */
const random = Buffer.alloc(20 * 64)
let characters = ''
let used = random.length

/** A new id: the kind, `_`, and 20 random base32 characters (100 bits). */
export const newId = (kind: IdKind): string => {
  if (used === random.length) {
    crypto.getRandomValues(random)
    for (let i = 0; i < random.length; i++) random[i] = alphabet.charCodeAt((random[i] ?? 0) & 31)
    characters = random.toString('latin1')
    used = 0
  }
  used += 20
  return `${kind}_${characters.slice(used - 20, used)}`
}

/** The fewest characters after the kind that may stand for an id. */
export const shortestPrefix = 4

/** Whether a text is an id or a prefix of one long enough to be accepted. */
export const isIdPrefix = (text: string, kind: IdKind): boolean =>
  text.startsWith(`${kind}_`) && text.length >= 2 + shortestPrefix && /^[a-z2-7]{4,20}$/.test(text.slice(2))

/**
 * The one record that a prefix names. `list` is the command that lists them.
 *
 * Raises `not-found` (exit 5) when none does and `ambiguous-id` (exit 5) when several do.
 */
export const onlyOne = <T extends { id: string }>(prefix: string, found: readonly T[], noun: string, list = ''): T => {
  const exact = found.find((record) => record.id === prefix)
  if (exact) return exact
  const [first, second] = found
  if (!first)
    throw missing('not-found', `There is no ${noun} ${prefix}`, {
      why: `no ${noun} has this id or starts with it`,
      next: list ? `list them with: ${list}` : 'give the whole id, or at least 4 characters after the prefix',
    })
  if (second)
    throw missing('ambiguous-id', `${prefix} stands for ${found.length} ${noun}s`, {
      why: found
        .slice(0, 5)
        .map((record) => record.id)
        .join(', '),
      next: 'give more characters',
    })
  return first
}
