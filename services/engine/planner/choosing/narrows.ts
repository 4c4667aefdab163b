import type { Joint } from '../clauses/segments.ts'
import type { Choice } from './choose.ts'

/** How seldom people say it so of what fits best, and how often of what was wanted before, for that one to count. */
const [unlikely, usually] = [0.02, 0.6]

/** Kinds of arguments that say how, when and which of what is looked at, and never at what. */
const narrowing = new Set(['choice', 'switch', 'limit', 'since', 'age', 'hours', 'dimensions'])

/**
 * Whether the same is looked at, and a segment only says which of it or how: `list the rules, the critical ones`, `check
 * infra, report as sarif`. What people mean who say it so counts before what fits.
 */
export const narrows = (same: Choice, { best, known, joint }: { best: Choice; known: Choice; joint: Joint }): boolean =>
  known.subject.effect === 'read' &&
  joint === 'weak' &&
  (best === same || ((best.like ?? 1) < unlikely && (same.like ?? 0) > usually && best.subject.effect === 'read')) &&
  same.readings.size > 0 &&
  same.subject.fields.every(
    ({ name, kind }) => !same.readings.has(name) || (narrowing.has(kind) && !known.readings.has(name)),
  )
