import type { World } from '../surroundings.ts'
import { numberOf } from '../tokens/numbers.ts'
import { isFillerToken } from '../tokens/request-tokens.ts'
import type { Token } from '../tokens/token.ts'
import { environmentNames } from '../values/environments.ts'
import { isModel, tellsMore } from '../values/other-environments.ts'
import { regionsNamed } from '../values/regions.ts'
import { conceptOf } from '../words/concepts.ts'
import { occasions } from '../words/occasions.ts'
import { tradeWords } from '../words/trade-words.ts'
import { orderVerbs } from '../words/verbs.ts'
import type { Subject, Vocabulary } from '../words/vocabulary.ts'

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

/** What is kept in a thing, or done with it, where something new is wanted: `a bucket for the marketing images`. */
const kept =
  /^(?:images?|photos?|pictures?|videos?|invoices?|bills?|logs?|backups?|documents?|uploads?|downloads?|exports?|imports?|assets?|artifacts?|archives?|reports?|receipts?|mails?|emails?|attachments?|orders?|payments?|users?|sessions?|tests|testing|experiments?|metrics|dashboards?|snapshots)$/

/** What is done to find something out, behind a word that says what: `load tests`. */
const trial = /^(?:tests|testing|runs|checks|drills?)$/

/** Words that say how a thing is to be, whatever it is for. */
const quality =
  /^(?:multi|highly|high|availability|redundan\w+|encrypt\w*|version\w*|lifecycle|public|private|replicat\w+|readonly|glacier|standby|failover|spot|reserved|serverless|autoscal\w+|immutable|compressed|every|each|hourly|periodically|schedul\w+)$/

/** How often an occasion comes, which is no schedule of an order. */
const recurring = /^(?:daily|weekly|monthly|quarterly|yearly|annual|nightly)$/

/** The most words that say what something is for. */
const longest = 5

const isTrade = ({ word, stem }: Pick<Token, 'word' | 'stem'>): boolean =>
  (tradeWords.has(word) && !occasions.has(word)) || (tradeWords.has(stem) && !occasions.has(stem))

/** Whether a word could be a thing of its own: a name, a figure, a value, something of the trade. */
export const binds = ({ kind, word, stem }: Token, world: World): boolean =>
  kind !== 'word' ||
  world.git?.branches?.includes(word) === true ||
  [...(world.llm?.agents ?? []), ...(world.llm?.tools ?? [])].includes(word) ||
  world.roots.some((root) => root.split('/').includes(word)) ||
  numberOf(word) !== undefined ||
  environmentNames(word).length > 0 ||
  regionsNamed(word) !== undefined ||
  isTrade({ word, stem })

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

/** Verbs with which a result is handed on, and not worked on. */
const handing =
  /^(?:paste|feed|send|share|show|attach|hand|forward|give|present|put|post|upload|drop|copy|use|read|open|print|import|quote|mail|email|load|process|compare|discuss)$/

/** Places of a clause that says what somebody will do with what was asked for: `markdown I can paste into the PR`. */
const handedPlaces = (tokens: readonly Token[]): readonly number[] => {
  const who = tokens.findIndex(
    ({ word }, at) =>
      at > 1 &&
      /^(?:i|we|they|she|he|somebody|everybody|people|others)$/.test(word) &&
      !/^(?:what|which|where|how|when|whether|if|why|who)$/.test(tokens[at - 1]?.word ?? '') &&
      /^(?:can|could|may|will|might|want|need|have)$/.test(tokens[at + 1]?.word ?? '') &&
      handing.test(tokens[tokens[at + 2]?.word === 'to' ? at + 3 : at + 2]?.word ?? ''),
  )
  if (who < 0) return []
  const end = tokens.findIndex(({ kind }, at) => at > who && kind === 'mark')
  const clause = tokens.slice(who, end < 0 ? undefined : end)
  // What is handed to something that works on it has to be fit for that: `that I can feed to simulate`.
  const works = ({ word, stem }: Token): boolean =>
    orderVerbs.has(conceptOf(stem)) && !handing.test(word) && !wishing.test(word)
  return clause.every((token) => token.kind === 'word' && !works(token)) ? clause.map((_, at) => who + at) : []
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
  const binding = clause.some((token) => binds(token, world) && !(token.kind === 'word' && isLeftBy(clause)))
  return binding ? [] : clause.map((_, at) => that + 1 + at)
}

/** Whether a clause only says who made a thing: `that the pipeline made`, `which our CI job uploaded`. */
const isLeftBy = (clause: readonly Token[]): boolean =>
  clause.length > 1 &&
  clause.length <= 6 &&
  /^(?:made|built|wrote|left|\w{3,}ed)$/.test(clause.at(-1)?.word ?? '') &&
  clause.slice(0, -1).every(({ kind, word }) => kind === 'word' && !/^(?:not|never|no|nobody|was|is|has)$/.test(word))

/** Places of environments that something new is only to be like, or that tell more of a thing: `what production has`. */
const modelPlaces = (tokens: readonly Token[]): readonly number[] =>
  tokens.flatMap(({ word }, at) => {
    if (environmentNames(word).length === 0) return []
    if (tellsMore(at, tokens)) return [at, at + 1]
    return isModel(at, tokens) ? [at] : []
  })

/**
 * Places of words that only say what an order is for, around what it is done, or who waits for it: `for the quarterly
 * review`, `before lunch`, `for my university lab`. They restrict nothing, so that nobody is asked about them.
 */
export const backgroundPlaces = (
  tokens: readonly Token[],
  { speaking }: Vocabulary,
  world: World,
  subject?: Subject,
): ReadonlySet<number> => {
  // Only what is new is made for something; a word behind `for` may choose among what is there.
  const makes = subject?.fields.some(({ kind }) => kind === 'region') ?? false
  const found = new Set([
    ...handedPlaces(tokens),
    ...wisherPlaces(tokens, world),
    ...givenPlaces(tokens),
    ...usePlaces(tokens, world),
    ...relativePlaces(tokens, world),
    ...(makes ? modelPlaces(tokens) : []),
  ])
  for (let at = 0; at < tokens.length; at++) {
    const token = tokens[at]
    if (token?.kind !== 'word' || !leading.has(token.word)) continue
    const behind = tokens.slice(at + 1, at + 1 + longest)
    const mark = behind.findIndex(({ kind, word }, i) => kind === 'mark' || (i > 0 && ending.test(word)))
    const phrase = mark < 0 ? behind : behind.slice(0, mark)
    const compound = (word: string, i: number): boolean =>
      i > 0 && trial.test(word) && environmentNames(phrase[i - 1]?.word ?? '').length === 0
    const head = phrase.findLastIndex(
      ({ stem, word }, i) => occasions.has(stem) || occasions.has(word) || compound(word, i),
    )
    const [first] = phrase
    const mine = owned.has(token.word) && possessive.has(first?.word ?? '')
    const used = makes && owned.has(token.word)
    const isKept = ({ word }: Token): boolean => used && kept.test(word)
    const unknown = phrase.findLastIndex(
      (each) => isKept(each) || (!isFillerToken(each) && !speaking.has(conceptOf(each.stem))),
    )
    const last = Math.max(head, mine || used ? unknown : -1)
    const words = phrase.slice(0, last + 1)
    // What an occasion is about is not what is wanted: `the DNS change`, `the monthly report`.
    const isHow = (each: Token, i: number): boolean =>
      i < head &&
      each.kind === 'word' &&
      (recurring.test(each.word) || (isTrade(each) && !quality.test(each.word) && numberOf(each.word) === undefined))
    if (
      last < 0 ||
      words.some((each, i) => (quality.test(each.word) || binds(each, world)) && !isHow(each, i) && !isKept(each))
    )
      continue
    for (let i = 0; i <= last; i++) found.add(at + 1 + i)
  }
  return found
}
