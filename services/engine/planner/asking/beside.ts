import type { Choice } from '../choosing/choose.ts'
import type { Scene } from '../choosing/judge.ts'
import { numberOf } from '../tokens/numbers.ts'
import type { Token } from '../tokens/token.ts'
import { tradeWords } from '../words/trade-words.ts'

/** How likely an operation has to be by how people say it for what they say with it to be no doubt. */
const meant = 0.6

/** What numbers count at the head of several orders: `two things: …`. */
const counted = /^(?:things|tasks|steps|requests|items|jobs|todos|orders|points|questions)$/

/** Words behind which stands why something new is wanted, and not how it is to be. */
const why = /^(?:for|because|since|so|as)$/

/** Words behind which stands what is not wanted, or alone is. */
const limiting = /^(?:not|no|never|but|except|without|nor|unless|\w+n't)$/

/** How many words may stand between. */
const reach = 3

/** Whether a word says why something is wanted: `only for learning`, and not `with a firewall`. */
const saysWhy = (at: number, tokens: readonly Token[]): boolean => {
  const before = tokens.slice(Math.max(0, at - reach), at)
  const from = before.findLastIndex(({ word }) => why.test(word))
  return from >= 0 && before.slice(from).every(({ kind }) => kind !== 'mark')
}

/**
 * Whether words that nothing explains only accompany an order that people give in just such words, and everybody says
 * them beside it: nobody is asked about them. Never beside a deletion; a number is no such word, nor how something new
 * is to be.
 */
export const isBeside = (
  { subject, like }: Choice,
  left: readonly Token[],
  tokens: readonly Token[],
  { world, vocabulary }: Scene,
): boolean => {
  if (subject.effect === 'delete' || (like ?? 0) <= meant) return false
  const makes = subject.fields.some(({ kind }) => kind === 'region')
  const stands = vocabulary.likeness.standings(subject.id, tokens, world, vocabulary)
  const isSurely = (token: Token): boolean => {
    const { beside = 0, limit = 1 } = stands.get(token) ?? {}
    return beside > 0.9 && limit < 0.05
  }
  return left.every((token) => {
    const at = tokens.indexOf(token)
    // A value that another operation takes would narrow this one as well: `high`.
    if (token.kind !== 'word' || vocabulary.values.has(token.word) || world.names.has(token.word)) return false
    // What is joined to something is one more of it: `show README.md, and also docs`.
    if (/^(?:and|or|also)$/.test(tokens[at - 1]?.word ?? '')) return false
    if (tokens.slice(Math.max(0, at - reach), at).some(({ word }) => limiting.test(word))) return false
    // What is said to be there as well is wanted as well: `status with ignored files`.
    if (/^(?:with|including|plus)$/.test(tokens[at - 1]?.word ?? '')) return false
    if (makes && (tradeWords.has(token.word) || tradeWords.has(token.stem))) return false
    if (numberOf(token.word) !== undefined) return counted.test(tokens[at + 1]?.word ?? '')
    if (!makes && isSurely(token)) return true
    return (!makes || saysWhy(at, tokens)) && vocabulary.likeness.accompanies(subject.id, token, world, vocabulary)
  })
}
