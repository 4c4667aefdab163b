import { isOrderVerb } from '../clauses/looking.ts'
import type { Segment } from '../clauses/segments.ts'
import { type Stance, stanceOf } from '../clauses/stance.ts'
import { isContent } from '../tokens/request-tokens.ts'
import type { Token } from '../tokens/token.ts'
import { lookVerbs, vagueVerbs } from '../words/verbs.ts'
import { withAllowance } from './allowance.ts'
import { type Choice, choose } from './choose.ts'
import type { FillContext } from './fill.ts'

/** A request with what surrounds it. */
export type Scene = Omit<FillContext, 'tokens'>

/** A segment with what it may order. */
export interface Judged extends Segment {
  /** Its pieces, a pronoun replaced by what it stands for where that makes sense of it. */
  spoken: readonly Token[]
  /** What the pronoun stands for. */
  replaced: Token | undefined
  stance: Stance
  choices: readonly Choice[]
  /** It orders something by itself. */
  stands: boolean
}

/** How likely an operation has to be by how people say it where little of any phrase of it was said. */
const usual = 0.6

/** Up to how much of a phrase was said, and how likely an operation is, for a few words to say nothing for certain. */
const half = { recall: 0.7, like: 0.85 }

/** How much of what was said is explained where nothing but the very verb was said. */
const whole = 0.85

/** How seldom people say it so of an operation that they do not mean. */
const unlikely = 0.02

/** From how well a choice fits on a segment stands for itself. */
const standing = 0.55

/** The word with which a segment begins in earnest: content, or a verb. */
export const leadOf = (tokens: readonly Token[], scene: Scene): number =>
  tokens.findIndex((token) => isContent(token) || isOrderVerb(token, scene.vocabulary.verbs))

/** Whether somebody says what there is: `we have it in the wiki`, and not `we have to`. */
const tellsOfHaving = (tokens: readonly Token[]): boolean =>
  /^(?:i|we|they|you) (?:already |still |now |also )?(?:have|had) (?!to\b|the \w+ \w+ (?:to|do)\b)/.test(
    tokens.map(({ word }) => word).join(' '),
  )

/** Whether a segment begins with an order. */
export const beginsWithOrder = (tokens: readonly Token[], scene: Scene): boolean => {
  if (tellsOfHaving(tokens)) return false
  const at = leadOf(tokens, scene)
  const lead = tokens[at]
  return lead !== undefined && isOrderVerb(lead, scene.vocabulary.verbs) && !isSeveral(at, tokens)
}

/** Whether a word that is a verb besides names several of a thing: `tests are green`, `stages: dev and prod`. */
const isSeveral = (at: number, tokens: readonly Token[]): boolean => {
  const [before, token, next] = [tokens[at - 1], tokens[at], tokens[at + 1]]
  return (
    token !== undefined &&
    /[^su]s$/.test(token.word) &&
    token.word !== token.stem &&
    !lookVerbs.has(token.stem) &&
    // Who does something does it: `nobody uses it`; and what is to become of them was ordered: `branches to delete`.
    !(before && (/^(?:it|he|she|that|which|who)$|(?:body|one)$/.test(before.word) || isContent(before))) &&
    next?.word !== 'to' &&
    (next === undefined || next.kind === 'word' || next.kind === 'mark')
  )
}

const leads = (choice: Choice, tokens: readonly Token[], scene: Scene): boolean =>
  beginsWithOrder(tokens, scene) || (choice.alignment?.words.includes(leadOf(tokens, scene)) ?? false)

/** Whether a word that may mean a deletion tells how something is: `a clean tree`, `in clear text`, `a day for tidying`. */
const describesNext = (at: number, tokens: readonly Token[]): boolean => {
  const [before, token, next] = [tokens[at - 1], tokens[at], tokens[at + 1]]
  return (
    (/^(?:a|an|in|with|as|very|more)$/.test(before?.word ?? '') &&
      /^(?:clean|clear|empty|tidy)$/.test(token?.word ?? '') &&
      next?.kind === 'word') ||
    (before?.word === 'for' && /^(?:tidying|cleaning)$/.test(token?.word ?? ''))
  )
}

/** Whether a segment could mean a deletion and does not say so. */
export const isVague = ({ tokens, choices, stance }: Pick<Judged, 'tokens' | 'choices' | 'stance'>): boolean => {
  const verb = tokens.find(isContent)
  const vague = tokens.find(
    (token, at) =>
      token.kind === 'word' && vagueVerbs.has(token.stem) && (token === verb || at <= 4) && !describesNext(at, tokens),
  )
  if (!vague || stance === 'negated' || stance === 'question') return false
  const [best] = choices
  return !(best && best.fit > 0.7 && best.alignment?.words.some((at) => tokens[at] === vague))
}

const pronouns = new Set(['it', 'that', 'them', 'this', 'these', 'those', 'him'])

/** Pieces with what a pronoun stands for in its place. */
const pointedOut = (tokens: readonly Token[], antecedent: Token): readonly Token[] | undefined => {
  // `That` may only join a clause, where something else points: `a plan that replaces it`. What comes `after that` comes
  // after what was ordered.
  const plain = tokens.findIndex(({ kind, word }) => kind === 'word' && (word === 'it' || word === 'them'))
  const points = ({ kind, word }: Token, i: number): boolean =>
    kind === 'word' && pronouns.has(word) && !/^(?:after|before)$/.test(tokens[i - 1]?.word ?? '')
  const at = plain < 0 ? tokens.findIndex(points) : plain
  if (at < 0) return undefined
  return tokens.map((token, i) => (i === at ? { ...antecedent, start: token.start, end: token.end } : token))
}

/** Whether a choice only makes a text of what a pronoun stands for. */
const usesAsText = ({ subject, readings }: Choice, at: number): boolean =>
  subject.fields.some(
    ({ name, kind }) => kind === 'text' && readings.get(name)?.some(({ from, to }) => from <= at && at < to),
  )

const finite = new Set([
  'is',
  'are',
  'was',
  'were',
  'has',
  'have',
  'had',
  "isn't",
  "aren't",
  "wasn't",
  'must',
  'should',
])
const wanting =
  /^(?:i|we|they|you|production|staging|dev|it|the \w+)?\s*(?:need|needs|want|wants|would|'d|could|must have|has to)\b/

/** Whether a segment states how something is, and orders nothing by that. */
export const states = (tokens: readonly Token[], stance: Stance, scene: Scene): boolean =>
  stance === 'order' &&
  tokens[0]?.word !== 'what' &&
  tokens.at(-1)?.word !== 'what' &&
  !beginsWithOrder(tokens, scene) &&
  !wanting.test(tokens.map(({ word }) => word).join(' ')) &&
  tokens.slice(1).some(({ kind, word }) => kind === 'word' && finite.has(word))

/** Words with which something begins that says where, when or by whom something before it is. */
export const behind: ReadonlySet<string> = new Set(
  'in on of for from by with at under since until within during per'.split(' '),
)

/**
 * Whether a few words behind an order only sound like another one: nothing of it is given, little of any phrase of it was
 * said, and people who say that mean it no more than often: `report only`, `region as per default`.
 */
const isFaint = ({ subject, readings, ranked, like, opened, explained }: Choice, tokens: readonly Token[]): boolean =>
  readings.size === 0 &&
  ranked.recall < half.recall &&
  (like ?? 1) < half.like &&
  !(explained > whole && ((opened && ranked.named) || tokens.some(({ word }) => subject.id.endsWith(`.${word}`)))) &&
  !tokens.some(({ word }) => pronouns.has(word) || word === 'its' || word === 'their')

const standsAlone = (
  { joint, item }: Segment,
  { stance, spoken, choices: [best], isFirst }: Pick<Judged, 'stance' | 'spoken' | 'choices'> & { isFirst: boolean },
  scene: Scene,
): boolean => {
  if (!best || (best.ranked.recall < 0.5 && (best.like ?? 0) < usual)) return false
  if (isFirst || joint === 'start') return best.meant >= standing - 0.1
  if (!item && isFaint(best, spoken)) return false
  // Right behind a word that says what it is for stands a name, even if it is a verb besides: `and for checkin`.
  const namesBehind = joint === 'weak' && behind.has(spoken[0]?.word ?? '') && leadOf(spoken, scene) === 1
  const orders =
    (beginsWithOrder(spoken, scene) && !namesBehind) ||
    stance === 'question' ||
    stance === 'permission' ||
    stance === 'hypothetical'
  // What something is given as is no order: `…, as a diff`.
  if (joint === 'weak' && spoken[0]?.word === 'as') return false
  // What only says where or when goes with what was asked before it.
  if (joint === 'weak' && best.readings.size === 0 && behind.has(spoken[0]?.word ?? '')) return false
  // What nobody says so, and what changes something, is ordered by its verb.
  const changes = best.subject.effect !== 'read' || (best.like ?? 1) < unlikely
  const ordered = leads(best, spoken, scene) && !behind.has(spoken[0]?.word ?? '')
  if (!orders && changes && joint === 'weak' && !item && !ordered) return false
  if (orders) return best.meant >= (joint === 'weak' ? standing : standing - 0.1)
  if (states(spoken, stance, scene)) return false
  return best.meant >= (item ? standing : 0.62) && (joint !== 'weak' || item || leads(best, spoken, scene))
}

/** How well the look at a record has to fit for a pronoun to stand for it. */
const plain = 0.9

/** Whether a pronoun makes a look whole that lacks what it is a look at: `cancel t_c4d5 and show it`. */
const looksAtIt = (best: Choice, own: Choice | undefined): boolean =>
  own?.subject.effect === 'read' &&
  own.meant > own.fit &&
  best.subject.effect === 'read' &&
  best.meant === best.fit &&
  best.fit > plain

/** Looks at a segment: how it is said, what it may order, whether it does so by itself. */
export const judge = (said: Segment, scene: Scene, isFirst: boolean, antecedents: readonly Token[]): Judged => {
  const segment = { ...said, tokens: withAllowance(said.tokens, scene) }
  const stance = stanceOf(segment.tokens, segment.asks)
  let spoken = segment.tokens
  let choices = choose({ ...scene, tokens: spoken }, stance)
  let replaced: Token | undefined
  for (const antecedent of antecedents) {
    const pointed = pointedOut(segment.tokens, antecedent)
    if (!pointed) continue
    const other = choose({ ...scene, tokens: pointed }, stance)
    const [best] = other
    const [own] = choices
    if (
      best &&
      (best.fit > (own?.fit ?? 0) + 0.02 || (antecedent.kind === 'record' && looksAtIt(best, own))) &&
      !usesAsText(best, pointed.indexOf(pointed.find(({ text }) => text === antecedent.text) as Token))
    ) {
      spoken = pointed
      choices = other
      replaced = antecedent
    }
  }
  return {
    ...segment,
    spoken,
    replaced,
    stance,
    choices,
    stands: standsAlone(segment, { stance, spoken, choices, isFirst }, scene),
  }
}
