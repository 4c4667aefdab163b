import type { Choice } from './choose.ts'

/** How seldom people say it so of an operation, and how often of another one, for that one to count. */
const [never, usually] = [0.02, 0.6]

/** The same, so that nothing else counts. */
const [none, all] = [0.015, 0.95]

/** How much worse the other one may fit, how much it has to understand, and how well the first fits beyond any doubt. */
const [behind, understood, certain] = [0.25, 0.85, 0.97]

/** How much worse another one may fit that only looks as well: no harm is done by the one that people mean. */
const near = 0.1

/** How seldom people mean what leaves a word over where another look hears all. */
const seldom = 0.1

/** How well what looks has to fit for another one that looks to take its place. */
const clear = 0.7

/** How seldom people say it so of what is not ordered by its own words, while another one is. */
const rarely = 0.05

/** Whether another operation is ordered by its very verb and meant by most who say it so: `apply dev with dev.tfvars`. */
const isOrdered = (other: Choice, { subject, fit, ranked }: Choice): boolean =>
  other.subject !== subject &&
  other.opened &&
  other.ranked.named &&
  !ranked.named &&
  (other.like ?? 0) > usually &&
  other.fit > fit - behind &&
  other.subject.effect !== 'read'

/** How much worse what is meant the other way round may fit: to look at what is to be changed is nobody's wish. */
const apart = 0.6

/** How likely a change has to be for a look to be none, and a look for a change. */
const surely = { change: 0.9, look: 0.6 }

/** Whether people who say it so want something changed that was only looked at, or the other way round. */
const isAcross = (other: Choice, { subject, fit, like = 1, opened, ranked }: Choice): boolean => {
  const changes = other.subject.effect !== 'read'
  if (changes === (subject.effect !== 'read') || other.fit <= fit - apart) return false
  return changes
    ? like < never && (other.like ?? 0) > surely.change && other.explained > understood
    : !(opened && ranked.named) && other.fit > fit - behind && like < rarely && (other.like ?? 0) > surely.look
}

/** Of two ways to look that fit alike and understand alike, the one that people mean who say it so. */
export const seenRather = (
  { subject, fit, like, explained, leftover }: Choice,
  choices: readonly Choice[],
): Choice | undefined =>
  subject.effect !== 'read' || like === undefined || like > seldom || fit < clear
    ? undefined
    : choices.find(
        (other) =>
          other.subject.effect === 'read' &&
          (other.like ?? 0) > usually &&
          other.fit > fit - near &&
          other.explained >= explained &&
          // Where few mean the first one, the other has to hear a word that it leaves over.
          (like <= never || (leftover.length > 0 && other.leftover.length === 0)),
      )

/**
 * The operation that people mean who say it so, where nobody means the one that was chosen: `give me back that stash`
 * saves none. Only where one of them has an effect: of two ways to look, no harm is done.
 */
export const likelierThan = (choice: Choice, choices: readonly Choice[]): Choice | undefined => {
  const { subject, fit, like } = choice
  if (like === undefined || like > rarely) return undefined
  const ordered = choices.find((other) => isOrdered(other, choice))
  const across = choices.find((other) => isAcross(other, choice))
  if (like > never) return ordered ?? across
  // Where nearly everybody means the other one by its very verb, no fit is beyond doubt.
  const overwhelms = (other: Choice): boolean =>
    like < none && (other.like ?? 0) > all && other.opened && other.ranked.named && other.fit > fit - near
  const rather = choices.find(
    (other) =>
      other.subject !== subject &&
      (overwhelms(other) ||
        (fit < certain && (other.like ?? 0) > usually && other.fit > fit - behind && other.explained > understood)) &&
      (other.subject.effect !== 'read' || subject.effect !== 'read'),
  )
  return rather ?? across
}
