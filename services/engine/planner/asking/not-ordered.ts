import type { Choice } from '../choosing/choose.ts'
import type { Scene } from '../choosing/judge.ts'
import type { Token } from '../tokens/token.ts'
import { conceptOf } from '../words/concepts.ts'
import { stemOf } from '../words/stem.ts'
import { generalVerbs, makingVerbs, orderVerbs } from '../words/verbs.ts'

const whose = '(?:i|we|they|he|she|you|one|somebody|someone|everybody|nobody|(?:the|my|our) \\w+|[a-z]+)'

/** Who tries, might or has somebody do something orders nothing. */
const thought = new RegExp(
  [
    `^${whose} (?:might|tried|wanted|wished|meant|forgot|failed|refused|hoped|planned|decided|agreed|intended)\\b`,
    `^${whose} (?:wants|plans|hopes|intends|means|tries|likes|needs|has|wishes|refuses|forgets) to (?!see\\b|know\\b|be\\b|have\\b)`,
    `^${whose} (?:asked|told|asks|tells|begged|urged) (?:me|us|you|him|her|them) to\\b`,
    '^(?:maybe|perhaps|possibly)\\b',
    '\\b(?:some|one) day\\b|^(?:tomorrow|someday|next (?:week|month|sprint|year))\\b|^(?:is|would) it (?:be )?(?:ok|okay|fine|safe|allowed|wise)\\b',
  ].join('|'),
)

/** What is done already is no order: `formatted dev`, `we stashed everything`. */
const past = /^(?:(?:i|we|they|he|she) (?:just |already )?)?(\w+ed)\b/

/** What somebody may, should or wants to do: no look at something is that. */
const asked = /^(?:should|can|may|shall|must) (?:i|we) (\w+)\b|^[a-z]+ wants to (\w+)\b/

const spoken = (tokens: readonly Token[]): string =>
  tokens
    .flatMap(({ kind, word }) => (kind === 'word' ? [word] : []))
    .join(' ')
    .replace(/^(?:(?:please|so|ok|okay|hi|hey|hello|and|then|now|also) )+/, '')

const saysWord = ({ alignment }: Choice, word: string | undefined): boolean =>
  alignment?.pattern.some((part) => 'word' in part && part.word === word) ?? false

const asksWhether = ({ alignment }: Choice): boolean =>
  alignment?.pattern
    .slice(0, 1)
    .some((part) => 'word' in part && /^(?:can|may|should|must|am|is|are)$/.test(part.word)) ?? false

/** Whether somebody only says that he thought of it, will do it, has done it, or asks whether he should. */
export const isNotOrdered = (choice: Choice, tokens: readonly Token[], { vocabulary }: Scene): boolean => {
  const [first] = tokens.filter(({ kind }) => kind !== 'mark')
  if (first?.kind !== 'word') return false
  const said = spoken(tokens)
  const [, own, wanted] = asked.exec(said) ?? []
  const verb = own ?? wanted
  if (choice.subject.effect === 'read')
    return (
      verb !== undefined &&
      !asksWhether(choice) &&
      !choice.subject.id.includes(verb) &&
      vocabulary.subjects.some(({ id, effect }) => effect !== 'read' && /[.-](\w+)$/.exec(id)?.[1] === verb)
    )
  if (thought.test(said)) return true
  const done = past.exec(said)?.[1]
  const stem = stemOf(done ?? '')
  return (
    done !== undefined &&
    !saysWord(choice, done) &&
    (makingVerbs.has(stem) || !generalVerbs.has(stem)) &&
    orderVerbs.has(conceptOf(stem))
  )
}
