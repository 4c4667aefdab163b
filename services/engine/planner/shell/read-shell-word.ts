import type { World } from '../surroundings.ts'
import type { Token } from '../tokens/token.ts'
import type { Field } from '../values/field.ts'
import { readers } from '../values/kinds.ts'
import { readTokens } from '../values/read-tokens.ts'
import type { Reading } from '../values/reading.ts'
import { isFiller } from '../words/vocabulary.ts'
import type { ShellWord } from './shell-words.ts'

/** Kinds of which any text is one. */
const anyText = new Set(['text', 'search', 'word', 'name', 'new-branch', 'person', 'foreign-id'])

/** Kinds that git looks up itself where nobody listed what there is. */
const revisions = new Set(['commit', 'back', 'branch'])

/** A word of a command as a piece that readers know. */
const tokenOf = ({ text }: ShellWord, at: number, world: World): Token => {
  const known = {
    isName: (name: string) => world.names.has(name.toLowerCase()),
    isOperation: () => false,
    isField: () => false,
    mayName: () => false,
    isTwoWords: () => false,
  }
  const [only, ...more] = readTokens(text, known)
  const whole = only && more.length === 0 && only.kind !== 'quoted' ? only : undefined
  return whole
    ? { ...whole, start: at, end: at + 1 }
    : { kind: 'name', text, word: text.toLowerCase(), stem: text.toLowerCase(), start: at, end: at + 1 }
}

/** What one word of a command means as an argument; undefined where it is none of its kind. */
export const readShellWord = (word: ShellWord, at: number, field: Field, world: World): Reading | undefined => {
  const place = { from: at, to: at + 1, exact: true }
  if (!word.quoted && /[`$*?]/.test(word.text) && !['glob', 'search'].includes(field.kind)) return undefined
  if (anyText.has(field.kind))
    return word.quoted || (!isFiller(word.text.toLowerCase()) && word.text !== '')
      ? { ...place, value: word.text }
      : undefined
  if (field.kind === 'choice')
    return field.values.some(({ value }) => value === word.text) ? { ...place, value: word.text } : undefined
  if (field.schema.type === 'integer')
    return /^\d+$/.test(word.text) ? { ...place, value: Number(word.text) } : undefined
  const token = tokenOf(word, at, world)
  const tokens = [
    ...Array.from({ length: at }, (): Token => ({ ...token, kind: 'mark', text: ' ', word: '', stem: '' })),
    token,
  ]
  const reading = readers[field.kind]?.(at, { tokens, world, field })
  if (reading) return { ...reading, ...place, exact: reading.exact }
  const unlisted = revisions.has(field.kind) && !world.known.branches && /^[\w][\w./~^@-]*$/.test(word.text)
  return unlisted && !isFiller(word.text.toLowerCase()) ? { ...place, value: word.text } : undefined
}
