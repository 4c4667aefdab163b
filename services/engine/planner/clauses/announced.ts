import type { Judged, Scene } from '../choosing/judge.ts'
import { entityKinds, namedIn } from './antecedents.ts'

/** Verbs of what somebody else has in mind, from the words that lead to it on. */
const deeds = '(?:apply|delete|remove|drop|destroy|tear|kill|merge|push|deploy|reset|revert|wipe|purge|discard|undo)'

/** What will be done later, the time first. */
const later =
  /^(?:later(?: today| on)?|tomorrow|tonight|soon|eventually|next \w+|at some point|(?:some|one) day|this (?:afternoon|evening)|on \w+day) (?:i|we|he|she|they|somebody|someone|[a-z]+)(?:'ll| will| may| might|'m going to| am going to|'re going to| are going to| is going to) (?!need\b|want\b|have\b|you\b)/

/** What others think that may be done, or mean to do. */
const ofOthers = new RegExp(
  `^(?!(?:i|we|you|who|what|that|it|which) )(?:[a-z]+|(?:the|my|our|a) \\w+) (?:(?:thinks?|believes?|reckons?|claims?|hopes?) (?:that )?(?:i|we|you|they|he|she) (?:can|could|may|might|will|would)|(?:wants|plans|intends|hopes|is going|is about|would like) to) (?:just |safely |really )?${deeds}\\b`,
)

/**
 * Whether a part only tells what is to be done later, or what others have in mind: beside an order, it is none. The
 * order has to say itself which branch or which root it is about, or to point at it in a way that was followed.
 */
export const isAnnounced = ({ tokens, from }: Judged, all: readonly Judged[], scene: Scene): boolean => {
  const said = tokens.flatMap(({ kind, word }) => (kind === 'mark' ? [] : [word])).join(' ')
  if (!later.test(said) && !ofOthers.test(said)) return false
  const about = namedIn(tokens, scene)
  return (
    about === undefined ||
    entityKinds.has(about.kind) ||
    all.every((part) => part.from <= from || !part.stands || part.replaced || namedIn(part.tokens, scene))
  )
}
