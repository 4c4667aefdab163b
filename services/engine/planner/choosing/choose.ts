import type { Stance } from '../clauses/stance.ts'
import { lightWords } from '../words/light-words.ts'
import { type FillContext, type Filled, fill } from './fill.ts'
import { fitOf, missingIn, opening } from './fit.ts'
import { seenRather } from './likelier.ts'
import { ownOfFiles } from './own-files.ts'
import { type Ranked, rank } from './rank.ts'

/** An operation with its arguments, and how well it fits. */
export interface Choice extends Filled {
  stance: Stance
  ranked: Ranked
  /** From 0 to 1. */
  fit: number
  /** The same, as if nothing were missing: whether the operation was meant. */
  meant: number
  /** It is ordered by the very verb that was said. */
  opened: boolean
  /** How likely it is by how people say it, from 0 to 1; undefined where nobody knows. */
  like: number | undefined
}

/** How many of the best are looked at closely, and of the likeliest, each of them not less than so likely. */
const looked = { best: 8, likeliest: 3, least: 0.1 }

/** What it costs an operation to leave a word over that another one knows. */
const unheard = 0.12

/** How well another operation has to fit, and how much it has to know, for what it knows to count. */
const [plausible, known] = [0.3, 0.8]

/** How well each fits where what it leaves over counts against it, because another one understands all. */
const order = (choices: readonly Choice[]): ReadonlyMap<Choice, number> => {
  const whole = choices.some(
    ({ leftover, meant, explained }) =>
      leftover.every(({ stem }) => lightWords.has(stem)) && explained > known && meant > plausible,
  )
  const complete = choices.some(({ opened, meant, fit }) => opened && meant === fit)
  return new Map(
    choices.map((choice) => {
      const lost = whole ? choice.leftover.filter(({ stem }) => !lightWords.has(stem)).length : 0
      // Whoever is ordered by the very verb is meant, whatever is missing.
      const ordered = choice.opened && choice.ranked.named && !complete ? choice.meant - choice.fit : 0
      return [choice, choice.fit - Math.min(2, lost) * unheard + ordered]
    }),
  )
}

/** The operations that fit some pieces of a request best, with their arguments, the best first. */
export const choose = (context: FillContext, stance: Stance): readonly Choice[] => {
  const found = candidates(context, stance)
  const places = order(found)
  const sorted = found.toSorted(
    (one, other) => (places.get(other) ?? 0) - (places.get(one) ?? 0) || (one.subject.id < other.subject.id ? -1 : 1),
  )
  const seen = sorted[0] && (ownOfFiles(sorted[0], sorted) ?? seenRather(sorted[0], sorted))
  return seen ? [seen, ...sorted.filter(({ subject }) => subject !== seen.subject)] : sorted
}

const candidates = (context: FillContext, stance: Stance): readonly Choice[] => {
  const { tokens, vocabulary, world } = context
  const likely = vocabulary.likeness.operations(tokens, world, vocabulary)
  const likeliest = new Set(
    [...likely]
      .filter(([, share]) => share > looked.least)
      .sort(([, one], [, other]) => other - one)
      .slice(0, looked.likeliest)
      .map(([id]) => id),
  )
  return rank(tokens, vocabulary, world)
    .filter(({ subject }, at) => at < looked.best || likeliest.has(subject.id))
    .map((ranked) => {
      const filled = fill(ranked.subject, context)
      const like = likely.get(ranked.subject.id)
      const fit = fitOf(filled, { ranked, stance, like }, context)
      const missing = missingIn(filled)
      return {
        ...filled,
        stance,
        ranked,
        opened: opening(filled, context) > 0,
        like,
        fit,
        meant: fit + (missing > 0 ? missing * 0.07 + (filled.alignment ? 0 : 0.12) + 0.1 : 0),
      }
    })
}
