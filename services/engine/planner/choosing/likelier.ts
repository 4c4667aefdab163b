import type { Choice } from './choose.ts'

/** How seldom people say it so of an operation, and how often of another one, for that one to count. */
const [never, usually] = [0.02, 0.6]

/** How much worse the other one may fit, how much it has to understand, and how well the first fits beyond any doubt. */
const [behind, understood, certain] = [0.25, 0.85, 0.97]

/**
 * The operation that people mean who say it so, where nobody means the one that was chosen: `give me back that stash`
 * saves none. Only where one of them has an effect: of two ways to look, no harm is done.
 */
export const likelierThan = (choice: Choice, choices: readonly Choice[]): Choice | undefined => {
  const { subject, fit, like } = choice
  if (like === undefined || like > never || fit >= certain) return undefined
  return choices.find(
    (other) =>
      other.subject !== subject &&
      (other.like ?? 0) > usually &&
      other.fit > fit - behind &&
      other.explained > understood &&
      (other.subject.effect !== 'read' || subject.effect !== 'read'),
  )
}
