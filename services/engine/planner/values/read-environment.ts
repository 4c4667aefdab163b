import type { Token } from '../tokens/token.ts'
import { conceptOf } from '../words/concepts.ts'
import { lightWords } from '../words/light-words.ts'
import { tradeWords } from '../words/trade-words.ts'
import { orderVerbs } from '../words/verbs.ts'
import { isFiller } from '../words/vocabulary.ts'
import { environmentCalled, environmentWords } from './environments.ts'
import { isModel, tellsMore } from './other-environments.ts'
import { one, type Reader } from './reading.ts'
import { regionsNamed } from './regions.ts'

const environmentNoun = /^(?:environments?|envs?)$/

/** What another value is said behind. */
const heading = /^(?:regions?|accounts?|stack|zones?|azs?|cidr|range|components?|services?|backend|budget|owner|team)$/

/** Words before `environment` that only say what kind of one it is. */
const kindOfOne =
  /^(?:target|cloud|aws|runtime|working|correct|wrong|remote|shared|common|single|second|third|next|clean|empty|temporary|throwaway|isolated|real|live|virtual|multi|secure|private|public|terraform|highly|available|like|similar|per|deployment|hosting|kubernetes|k8s|cluster|database|postgres|network|vpc|bucket|storage)$/

/** Whether a word says by itself which environment is meant, right before that noun: `for the canary environment`. */
const namesNext = (at: number, tokens: readonly Token[]): boolean => {
  const [token, next] = tokens.slice(at, at + 2)
  return (
    token !== undefined &&
    environmentNoun.test(next?.word ?? '') &&
    next?.word.endsWith('s') === false &&
    /^(?:the|our|my|for|in|an|a|into|to)$/.test(tokens[at - 1]?.word ?? '') &&
    /^[a-z][a-z0-9-]+$/.test(token.word) &&
    token.typo === undefined &&
    (!lightWords.has(token.stem) || /^(?:review|preview|pilot|trial)$/.test(token.word)) &&
    !kindOfOne.test(token.word) &&
    !tradeWords.has(token.word) &&
    regionsNamed(token.word) === undefined
  )
}

/** Names that people give environments, beside those that everybody knows. */
const uncommon = /^(?:acceptance|integration|lab|training|canary|preview|nonprod|shared|sit|dr|loadtest)$/

/** Names made of one that everybody knows: `prod-eu`, `staging2`, `non-prod`, `load-test`. */
const derived = new RegExp(
  `^(?:(?:${environmentWords.join('|')})(?:[-_][a-z0-9]+|\\d)|[a-z]+-(?:${environmentWords.join('|')}))$`,
)

/** Whether a word stands in a list that is called environments behind it: `int and qa as environments`. */
const isCalledSo = (at: number, tokens: readonly Token[]): boolean => {
  if (regionsNamed(tokens[at]?.word ?? '') !== undefined || tradeWords.has(tokens[at]?.stem ?? '')) return false
  const behind = tokens.slice(at, at + 8).map(({ word, text }) => word || text)
  return /^[\w-]+(?:(?: ,| and| ,? and)+ [\w-]+)* as (?:the |its |our )?env(?:ironment)?s?(?: |$)/.test(
    behind.join(' '),
  )
}

/** Whether a word can only say where something new is to be: `for acceptance`, `for dev-eu and dev-us`. */
const isPlace = (at: number, tokens: readonly Token[]): boolean => {
  const [before, token, after] = [tokens[at - 1], tokens[at], tokens[at + 1]]
  if (token === undefined || token.typo !== undefined) return false
  const name = token.text.toLowerCase()
  const leads = /^(?:for|in|into|to)$/.test(before?.word ?? '')
  const ends = after === undefined || after.kind === 'mark' || /^(?:and|in|with|please|pls|now|today)$/.test(after.word)
  const last = before?.word === 'and' || before?.text === ',' ? tokens[at - 2]?.text.toLowerCase() : undefined
  const goesOn = last !== undefined && (derived.test(last) || environmentWords.includes(last))
  return ends && ((leads && (uncommon.test(name) || derived.test(name))) || (goesOn && derived.test(name)))
}

/** Whether something is to be shown to somebody, and no environment has that name: `for the demo on Friday`. */
const isOccasion = (at: number, tokens: readonly Token[]): boolean =>
  tokens[at]?.word === 'demo' &&
  !environmentNoun.test(tokens[at + 1]?.word ?? '') &&
  (/^(?:the|our|my|a|his|her|their|next|this)$|['’]s$/.test(tokens[at - 1]?.text.toLowerCase() ?? '') ||
    /^(?:on|at|tomorrow|tonight|today|next|this|day|with|to)$|day$/.test(tokens[at + 1]?.word ?? ''))

/** Whether something is to live somewhere, which is no environment: `it has to live in London`. */
const isLiving = (at: number, tokens: readonly Token[]): boolean =>
  tokens[at]?.word === 'live' && tokens[at + 1]?.word === 'in' && regionsNamed(tokens[at + 2]?.word ?? '') !== undefined

/** Whether a word says what the value behind it is: `environment staging, region Zürich`. */
const headsValue = (at: number, tokens: readonly Token[]): boolean => {
  const next = tokens[at + 1]
  return (
    next !== undefined &&
    ((heading.test(tokens[at]?.word ?? '') && next.kind !== 'mark') ||
      ['region', 'number', 'cidr', 'account', 'path'].includes(next.kind) ||
      regionsNamed(next.word) !== undefined)
  )
}

/** An environment: by a name that people give them, or whatever is called one. */
export const readEnvironment: Reader = (at, { tokens, world }) => {
  const token = tokens[at]
  if (!token || !['word', 'name'].includes(token.kind)) return undefined
  if (isOccasion(at, tokens) || isLiving(at, tokens) || isModel(at, tokens)) return undefined
  if (tellsMore(at, tokens)) return undefined
  const name = environmentCalled(token.word, world.project?.environments ?? [])
  if (name !== undefined) return one(name, at)
  // What heads another value is none: `Environment: staging. Stack name: loyalty`.
  if (tokens[at + 1]?.word === 'name' || headsValue(at, tokens)) return undefined
  const orders = isFiller(token.word) || orderVerbs.has(conceptOf(token.stem))
  if (!orders && (isPlace(at, tokens) || isCalledSo(at, tokens))) return one(token.text.toLowerCase(), at)
  if (!orders && namesNext(at, tokens)) return one(token.text.toLowerCase(), at, false)
  // Any name is one where it is called one: `environments: blue and green`.
  const before = tokens.slice(Math.max(0, at - 6), at)
  const called = before.findLastIndex(({ word }) => /^(?:environments?|envs?)$/.test(word))
  // One that has its name before it needs none behind: `the staging environment and …`.
  const ahead = before[called - 1]?.word ?? ''
  const listed =
    called >= 0 &&
    environmentCalled(ahead, world.project?.environments ?? []) === undefined &&
    tokens[at + 1]?.text !== ':' &&
    tokens[at + 1]?.text !== '=' &&
    !before.slice(called + 1).some(({ text }) => text === '\n') &&
    before
      .slice(called + 1)
      .every(
        ({ kind, word, text }) =>
          kind === 'mark' ||
          ['and', 'is', 'called', 'named'].includes(word) ||
          environmentCalled(word, []) !== undefined ||
          /^[a-z]+$/.test(text),
      )
  return listed &&
    !orders &&
    at - 1 >= 0 &&
    (tokens[at - 1]?.kind === 'mark' ||
      /^(?:environments?|envs?|and|is|called|named)$/.test(tokens[at - 1]?.word ?? ''))
    ? one(token.text, at, false)
    : undefined
}
