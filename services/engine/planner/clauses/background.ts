import type { World } from '../surroundings.ts'
import { numberOf } from '../tokens/numbers.ts'
import { isFillerToken } from '../tokens/request-tokens.ts'
import type { Token } from '../tokens/token.ts'
import { environmentNames } from '../values/environments.ts'
import { conceptOf } from '../words/concepts.ts'
import { occasions } from '../words/occasions.ts'
import { tradeWords } from '../words/trade-words.ts'
import { orderVerbs } from '../words/verbs.ts'
import type { Vocabulary } from '../words/vocabulary.ts'

/**
 * Words behind which stands what something is for, or when it is wanted. What is to wait (`after`, `until`), the time of
 * a schedule (`at`, `on`) and who did something (`by`) are limits, and not among them.
 */
const leading = new Set(['for', 'before', 'during', 'ahead', 'prior', 'as', 'per'])

/** Of those, the ones behind which whatever belongs to somebody is only who it is for. */
const owned = new Set(['for'])

const possessive = new Set(['my', 'our', 'his', 'her', 'their', 'your'])

/** Words with which something else begins. */
const ending =
  /^(?:i|we|you|they|he|she|it|and|or|but|then|with|without|in|on|from|to|into|of|at|by|as|that|which|who|is|are|has|have|please|only|except|for)$/

/** How often an occasion comes, which is no schedule of an order. */
const recurring = /^(?:daily|weekly|monthly|quarterly|yearly|annual|nightly)$/

/** The most words that say what something is for. */
const longest = 5

/** Whether a word could be a thing of its own: a name, a figure, a value, something of the trade. */
const binds = ({ kind, word, stem }: Token, world: World): boolean =>
  kind !== 'word' ||
  world.git?.branches?.includes(word) === true ||
  world.roots.some((root) => root.split('/').includes(word)) ||
  numberOf(word) !== undefined ||
  environmentNames(word).length > 0 ||
  (tradeWords.has(word) && !occasions.has(word)) ||
  (tradeWords.has(stem) && !occasions.has(stem))

/** What an earlier step gives, by what it is called: `its content`. */
const givenPlaces = (tokens: readonly Token[]): readonly number[] =>
  tokens.flatMap(({ word }, at) =>
    /^(?:contents?|text|output|result|answer|report)$/.test(word) && /^(?:its|their)$/.test(tokens[at - 1]?.word ?? '')
      ? [at]
      : [],
  )

/** Verbs with which somebody else wants something: `the auditors asked for a report`. */
const wanting =
  /^(?:need|needs|needed|want|wants|wanted|require|requires|required|request|requests|requested|expect|expects|ask|asks|asked|asking|insist|insists|demand|demands|like|likes)$/

/** Places of the words that say who wants what follows. */
const wisherPlaces = (tokens: readonly Token[], world: World): ReadonlySet<number> => {
  const verb = tokens.findIndex(({ kind, word }, at) => at > 0 && kind === 'word' && wanting.test(word))
  const who = tokens.slice(0, verb)
  const named = who.some(
    (token) =>
      token.kind !== 'word' ||
      world.names.has(token.word) ||
      numberOf(token.word) !== undefined ||
      environmentNames(token.word).length > 0 ||
      /^(?:i|we|you|they|only|just|not|no)$/.test(token.word),
  )
  return verb < 1 || verb > 4 || named ? new Set() : new Set(Array.from({ length: verb + 1 }, (_, at) => at))
}

/** Words behind which `to` leads to what is wanted, and not to what it is wanted for. */
const wishing =
  /^(?:want|wants|wanted|need|needs|needed|like|love|have|has|had|try|trying|going|able|help|please|possible|gotta|ought|used|way|time|how|what|where|when|supposed|allowed|ready|sure|best|nice|great|good|ok|okay|easy|hard|back|up|due|i|we|you)$/

/** Places of the words that say what somebody will use a thing for: `a bucket to dump our files in`. */
const usePlaces = (tokens: readonly Token[], world: World): readonly number[] => {
  const to = tokens.findIndex(
    ({ word }, at) =>
      word === 'to' &&
      at > 1 &&
      !wishing.test(tokens[at - 1]?.word ?? '') &&
      tokens[at - 1]?.kind !== 'mark' &&
      orderVerbs.has(conceptOf(tokens[at + 1]?.stem ?? '')) &&
      tokens[at + 1]?.kind === 'word',
  )
  if (to < 0) return []
  const end = tokens.findIndex(
    ({ kind, word }, at) => at > to && (kind === 'mark' || word === 'then' || word === 'and'),
  )
  return tokens.flatMap((token, at) => (at > to && (end < 0 || at < end) && !binds(token, world) ? [at] : []))
}

/** Places of a clause that only describes a thing that has a name: `dev.tfplan, which CI left here`. */
const relativePlaces = (tokens: readonly Token[], world: World): readonly number[] => {
  const that = tokens.findIndex(
    ({ word }, at) =>
      /^(?:that|which|who)$/.test(word) &&
      ['path', 'record', 'name', 'address', 'sha'].includes(tokens[at - 1]?.kind ?? ''),
  )
  if (that < 0) return []
  const end = tokens.findIndex(({ kind }, at) => at > that && kind === 'mark')
  const clause = tokens.slice(that + 1, end < 0 ? undefined : end)
  return clause.some((token) => binds(token, world)) ? [] : clause.map((_, at) => that + 1 + at)
}

/**
 * Places of words that only say what an order is for, around what it is done, or who waits for it: `for the quarterly
 * review`, `before lunch`, `for my university lab`. They restrict nothing, so that nobody is asked about them.
 */
export const backgroundPlaces = (
  tokens: readonly Token[],
  { speaking }: Vocabulary,
  world: World,
): ReadonlySet<number> => {
  const found = new Set([
    ...wisherPlaces(tokens, world),
    ...givenPlaces(tokens),
    ...usePlaces(tokens, world),
    ...relativePlaces(tokens, world),
  ])
  for (let at = 0; at < tokens.length; at++) {
    const token = tokens[at]
    if (token?.kind !== 'word' || !leading.has(token.word)) continue
    const behind = tokens.slice(at + 1, at + 1 + longest)
    const mark = behind.findIndex(({ kind, word }, i) => kind === 'mark' || (i > 0 && ending.test(word)))
    const phrase = mark < 0 ? behind : behind.slice(0, mark)
    const head = phrase.findLastIndex(({ stem, word }) => occasions.has(stem) || occasions.has(word))
    const mine = owned.has(token.word) && possessive.has(phrase[0]?.word ?? '')
    const unknown = phrase.findLastIndex((each) => !isFillerToken(each) && !speaking.has(conceptOf(each.stem)))
    const last = head >= 0 ? head : mine ? unknown : -1
    const words = phrase.slice(0, last + 1)
    const isHow = (each: Token, i: number): boolean => i < head && recurring.test(each.word)
    if (last < 0 || words.some((each, i) => binds(each, world) && !isHow(each, i))) continue
    for (let i = 0; i <= last; i++) found.add(at + 1 + i)
  }
  return found
}
