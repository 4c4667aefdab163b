import type { Frame } from '../choosing/frame.ts'
import { knows } from '../choosing/half-heard.ts'
import { placeNoun } from '../choosing/place-nouns.ts'
import { isHere, type World } from '../surroundings.ts'
import { isContent, tokenConcept } from '../tokens/request-tokens.ts'
import type { Token } from '../tokens/token.ts'
import { timeInText, timeUnheard } from '../values/time-limits.ts'
import { conceptOf } from '../words/concepts.ts'
import { lightWords } from '../words/light-words.ts'
import type { Vocabulary } from '../words/vocabulary.ts'
import { attributesUnheard, isAttribute, qualitiesUnheard } from './attributes.ts'
import { mannersUnheard, saysHow } from './manners.ts'

/** Verbs with which something is left as it is. */
export const keeping = new Set(['keep', 'leave', 'spare', 'retain', 'preserve'])

/** Words that take something out of what is wanted. */
const negators = new Set([
  'without',
  'except',
  'excluding',
  'not',
  'no',
  'never',
  "don't",
  'dont',
  "haven't",
  "hasn't",
  "isn't",
  "aren't",
  "wasn't",
  "weren't",
  "didn't",
  "doesn't",
  'neither',
  'nor',
  'minus',
  'omit',
  'skip',
  'skipping',
  'omitting',
  'nobody',
  'noone',
  'none',
])

/** Whether something is taken out of all: `everything but README.md`. */
const takesOut = (at: number, tokens: readonly Token[]): boolean =>
  tokens[at]?.word === 'but' &&
  /^(?:everything|all|anything|every|each|\w+s)$/.test(tokens[at - 1]?.word ?? '') &&
  tokens.slice(0, at).some(({ word }) => quantifiers.has(word))

/** Those that also take something out of a question: `what changed except docs`. */
export const exclusions: ReadonlySet<string> = new Set(['without', 'except', 'excluding', 'minus', 'omitting'])

/** What is not minded is no limit: `don't care about case`. */
const unbothered = new Set(['care', 'mind', 'matter', 'worry', 'bother', 'hesitate', 'forget'])

/** Words behind which stands what something is limited to, or where it goes. */
const binders = new Set(['into', 'onto', 'as', 'under', 'underneath'])

/** Words that narrow what stands beside them. */
export const narrowing: ReadonlySet<string> = new Set(['only', 'solely', 'exclusively'])

/** Which one of several is meant. */
const ordinal = /^(?:second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|penultimate)$/

/** That something is to be unlike what it would be: `but cheaper`, `with a different backend`. */
const comparing =
  /^(?:different|differently|separate|alternative|cheaper|smaller|bigger|larger|faster|stronger|safer|simpler|newer|older|fewer)$/

const quantifiers = new Set(['every', 'all', 'each', 'everything', 'any'])

/** What a small word is about: the pieces behind it up to the first that says something. */
const objectOf = (at: number, tokens: readonly Token[]): number | undefined => {
  let general: number | undefined
  for (let i = at + 1; i < Math.min(tokens.length, at + 6); i++) {
    const token = tokens[i]
    if (!token || token.kind === 'mark' || ['and', 'or', 'but', 'then'].includes(token.word)) break
    if (!isContent(token)) continue
    // What it is of says more than a general word: `without the names of profiles`.
    if (tokens[i + 1]?.word !== 'of' || !lightWords.has(token.stem)) return i
    general ??= i
  }
  return general
}

/** Whether what is turned down leads to an account, and not to those outside of it: `must never be applied in …`. */
const shutsOut = (at: number, tokens: readonly Token[]): boolean => {
  const account = tokens.findIndex(({ kind }, i) => i > at && i < at + 6 && kind === 'account')
  return account > 0 && !tokens.slice(at, account).some(({ word, kind }) => kind === 'mark' || opposing.test(word))
}

const opposing = /^(?:outside|beyond|other|another|else|elsewhere|than|but|except|anywhere)$/

/** Stems of verbs after which something is there that was not, or not so. */
export const writing = new Set(
  'writ creat sav stor add mak make generat put chang modify edit touch overwrit updat'.split(' '),
)

/** Whether nothing at all is to be done in some way, beside an order that does it: `scan this, but write nothing`. */
const forbidsAll = (at: number, tokens: readonly Token[]): boolean => {
  const [before, token, next] = [tokens[at - 1], tokens[at], tokens[at + 1]]
  if (next?.word === 'else' || before?.kind !== 'word' || !writing.has(before.stem)) return false
  return (
    token?.word === 'nothing' ||
    (token?.word === 'anything' && tokens.slice(0, at).some((each) => negators.has(each.word)))
  )
}

/** What stands before a word that narrows it: of `security problems only` the security. */
const namedBefore = (at: number, tokens: readonly Token[]): number => {
  const [noun, before] = [tokens[at - 1], tokens[at - 2]]
  if (noun && before && placeNoun.test(noun.word) && isContent(before)) return at - 2
  return noun && lightWords.has(noun.stem) && before?.kind === 'word' && isContent(before) ? at - 2 : at - 1
}

/** Whether a word says what the argument before it is: `README.md as context`. */
const isRole = (at: number, said: Token, { subject: { fields }, readings }: Frame['choice']): boolean =>
  fields.some(({ name }) => name.toLowerCase() === said.word && readings.get(name)?.some(({ to }) => to === at))

/**
 * Limits that a request sets and no argument heard: `without versioning`, `not in production`, `only high severity`,
 * `into infra`. What is turned down and was taken for something wanted is among them.
 */
export const limitsUnheard = ({ choice, tokens }: Frame, { verbs, weight }: Vocabulary): readonly Token[] => {
  const { subject, taken, stance, readings, around } = choice
  const asksOnly = stance !== 'order' && subject.effect === 'read'
  const spread = tokens.some(({ word }) => quantifiers.has(word))
  const inReading = (at: number): boolean =>
    [...readings].some(([name, found]) => {
      const kind = subject.fields.find((field) => field.name === name)?.kind
      return found.some(({ from, to }) => from <= at && at < to && !(spread && kind === 'root'))
    })
  const inValue = (at: number): boolean =>
    subject.fields.some(
      ({ name, kind }) => kind === 'choice' && readings.get(name)?.some(({ from, to }) => from <= at && at < to),
    )
  const isText = (at: number): boolean =>
    subject.fields.some(
      ({ name, kind }) =>
        ['text', 'search', 'search-words'].includes(kind) &&
        readings.get(name)?.some(({ from, to }) => from <= at && at < to),
    )
  const rooted = subject.fields.some(({ name, kind }) => kind === 'root' && !readings.has(name))
  // Whether it writes can be said by a switch, which then heard it.
  const switched = subject.fields.some(({ name, kind }) => kind === 'switch' && readings.has(name))
  const writes = subject.effect !== 'read' && !switched
  const isOrder = (token: Token | undefined): boolean => token?.kind === 'word' && verbs.has(tokenConcept(token))
  const limits = tokens.flatMap((token, at) => {
    if (isText(at)) return timeInText(choice, at, tokens)
    if (/^non-./i.test(token.text)) return [token]
    if (token.kind !== 'word') return []
    const time = timeUnheard(choice, at, tokens)
    if (time.length > 0) return time
    if (taken.has(at)) return []
    if (writes && forbidsAll(at, tokens)) return [tokens[at - 1] ?? token, token]
    const counts =
      (at === 0 || tokens[at - 1]?.kind === 'mark' || tokens[at - 1]?.word === 'and') && isOrder(tokens[at + 1])
    if (token.word === 'unless' || (ordinal.test(token.word) && !counts && isContent(tokens[at + 1] ?? token)))
      return [token]
    if (comparing.test(token.text.toLowerCase())) return [token]
    if (token.word === 'everything' && subject.effect !== 'read' && rooted) return [token]
    const before = narrowing.has(token.word) && isContent(tokens[at - 1] ?? token) ? namedBefore(at, tokens) : undefined
    const object = objectOf(at, tokens) ?? before
    const said = object === undefined ? undefined : tokens[object]
    if (object === undefined || !said) return []
    // What is left out of something is not what is looked for: `all files except the tests`.
    if (isText(object)) return exclusions.has(token.word) ? [token, said] : []
    const strength = subject.concepts.get(tokenConcept(said)) ?? 0
    const isVerb = said.kind === 'word' && verbs.has(conceptOf(said.stem))
    const light = said.kind === 'word' && (lightWords.has(said.stem) || (isVerb && strength < 0.7))
    // What is to stay as it is was not wanted: `unstage a but keep b`.
    if (keeping.has(token.word) && subject.effect !== 'read' && inReading(object) && object < at + 4)
      return [token, said]
    if (negators.has(token.word) || takesOut(at, tokens)) {
      if (unbothered.has(tokens[at + 1]?.word ?? '')) return []
      if (inValue(object)) return [token, said]
      if (asksOnly && !exclusions.has(token.word)) return []
      if (inReading(object) || (taken.has(object) && (inReading(object + 1) || shutsOut(object, tokens))))
        return [token, said]
      const given = subject.fields.filter(({ name, kind }) => kind === 'switch' && readings.has(name))
      if (given.some((field) => knows(field, said, tokenConcept(said)))) return []
      if (exclusions.has(token.word) && choice.alignment?.words.includes(object)) return [token, said]
      return light || taken.has(object) || weight(tokenConcept(said)) < 0.2 ? [] : [token, said]
    }
    if (narrowing.has(token.word) && /^(?:if|when)$/.test(tokens[at + 1]?.word ?? ''))
      return tokens.some((_, behind) => behind > at && inReading(behind)) ? [] : [said]
    if (narrowing.has(token.word) && before !== undefined && inReading(before)) return []
    if (narrowing.has(token.word)) return taken.has(object) || light || isVerb ? [] : [said]
    if (token.word === 'as' && isRole(at, said, choice)) return []
    if (!binders.has(token.word) || around.includes(said) || inReading(object) || inReading(object + 1) || light)
      return []
    // Where the operation itself puts it: `a note into the history`.
    return strength >= 0.7 ? [] : [said]
  })
  const frame = { choice, tokens }
  return [...limits, ...mannersUnheard(frame), ...attributesUnheard(frame), ...qualitiesUnheard(frame)]
}

/** Whether what counted as talk is none: it names something that is here, or says that something is to be unlike it. */
const isNoTalk = (part: readonly Token[], world: World): boolean => {
  const content = part.filter(isContent)
  return (
    (content.length > 0 && content.every(isHere(world))) ||
    (content.length < 3 && content.some(({ text }) => comparing.test(text.toLowerCase())))
  )
}

/** What of a request was put aside and would be forgotten: no talk, or how, when and with what it is to be done. */
export const forgottenIn = (
  { unknown, aside }: { unknown: readonly (readonly Token[])[]; aside: readonly (readonly Token[])[] },
  world: World,
): readonly Token[] | undefined =>
  unknown.find((part) => isNoTalk(part, world)) ??
  [...unknown, ...aside].find((part) => saysHow(part) || isAttribute(part))
