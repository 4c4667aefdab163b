import { beginsWithOrder, leadOf, type Scene } from './choosing/judge.ts'
import { isAttribute } from './clauses/attributes.ts'
import { saysHow } from './clauses/manners.ts'
import { segmentsOf } from './clauses/segments.ts'
import { clausesOf, isPast, tellsOf, withoutUnknown } from './clauses/telling.ts'
import type { Planned } from './planned.ts'
import { numberOf } from './tokens/numbers.ts'
import { isContent, tokenConcept } from './tokens/request-tokens.ts'
import { type Token, textOf } from './tokens/token.ts'
import { environmentNames } from './values/environments.ts'
import type { Field } from './values/field.ts'
import { regionsNamed } from './values/regions.ts'
import { conceptOf } from './words/concepts.ts'
import { occasions } from './words/occasions.ts'
import { tradeWords } from './words/trade-words.ts'
import type { Vocabulary } from './words/vocabulary.ts'

/** How likely an operation has to be by how people say the rest for that to be all that was wanted. */
const meant = { look: 0.3, change: 0.6, certain: 0.9 }

/** The same where what goes before tells of things that operations are about. */
const meantBehind = 0.8

/** Words that say when, whether or how something is wanted, or that it is not. */
const bearing =
  /^(?:not|no|none|never|nothing|nobody|only|just|except|but|without|unless|nor|if|when|once|until|till|after|before|while|instead|rather|else|other|maybe|perhaps|should|must|may|might|would|what|which|who|why|how|whether|cannot|excluded|skipped|ignored|omitted|exempt|environments|envs|\w+n't)$/

interface Part {
  rest: string
  aside: readonly Token[]
  /** The one thing with a name that is told of, where what is wanted points at it. */
  antecedent?: Token | undefined
  /** It stands before what is wanted, where nothing limits that. */
  leads: boolean
}

/** Whether a word behind an order is a value of it by itself: a number, an environment, what some argument may be. */
const narrowsByItself = ({ word }: Token, leads: boolean, { values }: Vocabulary): boolean =>
  !leads &&
  (numberOf(word) !== undefined || values.has(word) || (environmentNames(word).length > 0 && !occasions.has(word)))

/** Whether a part beside an order is none of it: everybody says such words beside it, and nothing hangs on them. */
const isAside = (
  { aside: part, leads }: Part,
  operations: readonly string[],
  certain: boolean,
  scene: Scene,
): boolean => {
  const { world, vocabulary } = scene
  // Before an order a word that speaks of nothing here tells of somebody's day.
  const isForeign = ({ word, stem }: Token): boolean =>
    leads && numberOf(word) === undefined && !vocabulary.speaking.has(conceptOf(stem))
  return (
    part.some(isContent) &&
    !beginsWithOrder(part, scene) &&
    part.every(
      (token) =>
        token.kind === 'mark' ||
        (token.kind === 'word' &&
          !bearing.test(token.word) &&
          !tradeWords.has(token.word) &&
          !narrowsByItself(token, leads, vocabulary) &&
          !world.names.has(token.word)),
    ) &&
    part
      .filter(isContent)
      .every(
        (token) =>
          isForeign(token) ||
          (certain &&
            !vocabulary.values.has(token.word) &&
            !operations.some((each) => vocabulary.likeness.limits(each, token, world, vocabulary))) ||
          operations.every((each) => vocabulary.likeness.accompanies(each, token, world, vocabulary)),
      )
  )
}

/** Whether a clause tells of something, and is no order for all that: `commit all that was changed`. */
const isTelling = (clause: readonly Token[], scene: Scene): boolean => {
  const at = leadOf(clause, scene)
  const bare = !isPast(clause[at]?.text.toLowerCase() ?? '')
  const noun = /^(?:the|a|an|my|our|his|her|their|this|i|we|they|he|she|people|everybody|somebody)$/.test(
    clause[at - 1]?.word ?? '',
  )
  return tellsOf(clause) && !(bare && !noun && beginsWithOrder(clause, scene))
}

/** Whether a word says what something is to be: the name of an argument, or of one of its values. */
const chooses = ({ name, cues, values }: Field, token: Token): boolean =>
  name.toLowerCase() === token.word ||
  [...cues, ...values.flatMap(({ patterns }) => patterns)].some((pattern) =>
    pattern.every((part) => 'concept' in part && part.concept === tokenConcept(token)),
  )

/** Words that point at something. */
const pointing = /\b(?:it|its|them|that|those|this|these|there|one|ones|same)\b/i

/** Kinds of things with names that say by themselves what they are. */
const things = new Set(['record', 'path', 'sha', 'address', 'stash'])

/** A part that leads, with the one thing that it tells of in place of which it says `it`, where the rest points at it. */
const withAntecedent = (part: Part): Part => {
  const [thing, ...more] = part.aside.filter(({ kind }) => things.has(kind))
  if (!part.leads || !thing || more.length > 0 || !pointing.test(part.rest)) return part
  const told = part.aside.map((token) =>
    token === thing ? { ...token, kind: 'word' as const, text: 'it', word: 'it', stem: 'it' } : token,
  )
  return { ...part, aside: told, antecedent: thing }
}

/**
 * Whether a part beside an order tells of something, and holds nothing that the order takes: everybody knows what was
 * wanted without it. `the vendor withdrew the API, revert 9c0ffee`. Behind an order it may speak of nothing here.
 */
const isStory = ({ rest, aside: part, antecedent, leads }: Part, { last }: Planned, scene: Scene): boolean => {
  const { world, vocabulary } = scene
  const clauses = clausesOf(part)
  if (!last || clauses.length === 0 || (last.like ?? 0) < meantBehind) return false
  // Who points at something may mean what was told of.
  if (leads && !antecedent && pointing.test(rest)) return false
  const { fields } = last.subject
  const makes = fields.some(({ kind }) => kind === 'region')
  const isNarrowing = (token: Token): boolean =>
    bearing.test(token.word) ||
    narrowsByItself(token, false, vocabulary) ||
    world.names.has(token.word) ||
    (makes && (tradeWords.has(token.word) || tradeWords.has(token.stem) || regionsNamed(token.word) !== undefined)) ||
    (isContent(token) && fields.some((field) => chooses(field, token)))
  const isStrange = (token: Token): boolean =>
    !isContent(token) || !(vocabulary.speaking.has(conceptOf(token.stem)) || tradeWords.has(token.word))
  if (!leads && !part.every(isStrange)) return false
  return clauses.every((clause) => isTelling(clause, scene) && !withoutUnknown(clause).some(isNarrowing))
}

/** How likely an operation has to be, how seldom a word limits it, and how surely the words stand beside it, on average. */
const company = { like: 0.95, limit: 0.03, beside: 0.8, tells: 0.5 }

/** Whether a part beside an order is none of it by how people say such things: no word of it limits what is wanted. */
const isCompany = (
  { aside: part }: Part,
  { outcome, last }: Planned,
  tokens: readonly Token[],
  scene: Scene,
  tells: boolean,
): boolean => {
  const { world, vocabulary } = scene
  if (outcome.kind !== 'plan' || !last || (last.like ?? 0) < company.like || beginsWithOrder(part, scene)) return false
  const makes = last.subject.fields.some(({ kind }) => kind === 'region')
  const isFree = (token: Token): boolean =>
    token.kind === 'mark' ||
    (token.kind === 'word' &&
      numberOf(token.word) === undefined &&
      environmentNames(token.word).length === 0 &&
      !vocabulary.values.has(token.word) &&
      (tells || !world.names.has(token.word)) &&
      !(makes && (tradeWords.has(token.word) || tradeWords.has(token.stem) || bearing.test(token.word))))
  if (!part.every(isFree)) return false
  const stands = vocabulary.likeness.standings(last.subject.id, tokens, world, vocabulary)
  const said = part.flatMap((token) => (token.kind === 'mark' ? [] : (stands.get(token) ?? [])))
  const mean = said.reduce((sum, { beside }) => sum + beside, 0) / said.length
  const changes = last.subject.effect !== 'read'
  if (changes && (!tells || part.some(({ word }) => bearing.test(word)))) return false
  return said.every(({ limit }) => limit < company.limit) && mean > (tells && !changes ? company.tells : company.beside)
}

/**
 * What a request comes to without a part at its beginning or its end that only accompanies it, where rules made nothing
 * of all of it: `standup in five minutes, so git status for me`. Never a deletion. Only a part that tells of something
 * where it is `told`.
 */
export const withoutAsides = (
  tokens: readonly Token[],
  scene: Scene,
  plan: (request: string, antecedent: Token | undefined) => Planned,
  told?: 'told',
): Planned | undefined => {
  const { request } = scene
  const segments = segmentsOf(tokens)
  for (const [at, { from }] of segments.entries()) {
    const mark = tokens.slice(0, from).findLast(({ word }) => word !== 'and' && word !== 'so')
    const cut = tokens[from]?.start
    if (at === 0 || at > 3 || mark?.kind !== 'mark' || cut === undefined) continue
    const parts: readonly Part[] = [
      { rest: request.slice(cut), aside: tokens.slice(0, from), leads: true },
      { rest: request.slice(0, mark.start), aside: tokens.slice(from), leads: false },
    ]
    for (const part of parts.map(withAntecedent)) {
      const tells = clausesOf(part.aside).every((clause) => isTelling(clause, scene))
      if (!tells && (told || beginsWithOrder(part.aside, scene))) continue
      if (saysHow(part.aside) || isAttribute(part.aside)) continue
      const planned = plan(part.rest, part.antecedent)
      const { outcome, last } = planned
      if (outcome.kind !== 'plan') continue
      if ((last?.like ?? 0) <= (last?.subject.effect === 'read' ? meant.look : meant.change)) continue
      if (outcome.steps.some(({ effect }) => effect === 'delete')) continue
      const operations = [...new Set(outcome.steps.map(({ operation }) => operation))]
      const certain = last?.subject.effect === 'read' && (last.like ?? 0) > meant.certain
      const isLeft =
        (!told && isAside(part, operations, certain, scene)) ||
        isStory(part, planned, scene) ||
        (!told && isCompany(part, planned, tokens, scene, tells))
      if (!isLeft) continue
      return {
        ...planned,
        outcome: { ...outcome, ignored: [...outcome.ignored, textOf(part.leads ? tokens.slice(0, from) : part.aside)] },
      }
    }
  }
  return undefined
}
