import type { Choice } from './choose.ts'

/** Kinds of what has a place among files. */
const placed = new Set(['path', 'directory', 'file', 'glob', 'code'])

/** What places among files are called. */
export const placeNoun = /^(?:files?|folders?|director(?:y|ies)|dirs?)$/

/** Whether something with a place among files stands right before a word that says what it is: `the docs folder`. */
export const isBehindPlace = ({ subject, readings }: Pick<Choice, 'subject' | 'readings'>, at: number): boolean =>
  subject.fields.some(
    ({ name, kind }) =>
      placed.has(kind) && readings.get(name)?.some(({ to, absent, several }) => to === at && !absent && !several),
  )
