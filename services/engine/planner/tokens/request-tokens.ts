import { withExactDeletions } from '../asking/exact-deletions.ts'
import { isNamed, type World } from '../surroundings.ts'
import { environmentNames } from '../values/environments.ts'
import { nearRegion } from '../values/near-regions.ts'
import { readTokens } from '../values/read-tokens.ts'
import { conceptOf, joinedWord, separable } from '../words/concepts.ts'
import { stemOf } from '../words/stem.ts'
import { lookVerbs } from '../words/verbs.ts'
import { isFiller, type Vocabulary } from '../words/vocabulary.ts'
import { withoutAnnounced, withoutCounts } from './counted.ts'
import { withExcepted } from './excepted.ts'
import { withPlaces } from './flagged.ts'
import { isTicket, labelsIn } from './labels.ts'
import { withShown } from './shown.ts'
import { withoutSlashes } from './slashed.ts'
import { speakersIn } from './speakers.ts'
import type { Token } from './token.ts'
import { withUndone } from './undone.ts'

/** A request taken apart, and what of it others said. */
export interface RequestTokens {
  tokens: readonly Token[]
  /** Words that only report or pretend: quoted mails, marks that imitate a system. */
  ofOthers: readonly string[]
}

/** Lines of a mail that is passed on, and what stands between tags, in place of which nothing is read. */
const others = /^[ \t]*>.*$|<(\w+)[^>]*>[\s\S]*?<\/\1>|<\/?(?:system|user|assistant|tool|admin)[^>]*>/gim

/** What somebody said or wrote, whose words order nothing. */
const reported =
  /(?<!\b(?:create|make|write|draft|produce|new) [^.!?\n]*\.\w{1,9} (?:that|which) )\b(?:wrote|said|says|writes|asked|claims|told (?:me|us)|got this|got|shows?|printed|error(?: message)? (?:is|was))(?:\s+(?:on|in|via|over|by)\s+\w+)?\s*:?\s*(?=["“«])/gi

const corrected = (token: Token, vocabulary: Vocabulary, world: World): Token => {
  const region = token.kind === 'name' && !world.names.has(token.word) ? nearRegion(token.text) : undefined
  if (region !== undefined) return { ...token, kind: 'region', word: region, stem: region, typo: token.text }
  const anew = token.kind === 'name' ? /^re-([a-z]{4,})$/.exec(token.word)?.[1] : undefined
  if (anew !== undefined && !world.names.has(token.word) && vocabulary.verbs.has(conceptOf(stemOf(anew))))
    return { ...token, kind: 'word', word: anew, stem: stemOf(anew) }
  if (token.kind !== 'word' || world.names.has(token.word) || isFiller(token.word)) return token
  const again = /^re(?=[a-z]{4})/.test(token.word) ? token.word.slice(2) : undefined
  if (
    again !== undefined &&
    !vocabulary.verbs.has(conceptOf(token.stem)) &&
    !vocabulary.speaking.has(conceptOf(token.stem)) &&
    vocabulary.verbs.has(conceptOf(stemOf(again)))
  )
    return { ...token, word: again, stem: stemOf(again) }
  const word = vocabulary.spelling.correct(token.word)
  return word === undefined ? token : { ...token, word, stem: stemOf(word), typo: token.text }
}

const withJoined = (tokens: readonly Token[]): readonly Token[] => {
  const joined: Token[] = []
  for (const token of tokens) {
    const last = joined.at(-1)
    const both = last?.kind === 'word' && token.kind === 'word' ? joinedWord(last.word, token.word) : undefined
    if (both === undefined || !last) joined.push(token)
    else
      joined[joined.length - 1] = {
        ...token,
        text: `${last.text} ${token.text}`,
        word: both,
        stem: stemOf(both),
        start: last.start,
      }
  }
  return joined
}

/** Words that are two, written as one: `what's`. */
const contracted = /^(?:(?:what|who|where|how|when|why)['’]?s|(?:that|it|there|here)['’]s)$/i

const withContracted = (tokens: readonly Token[]): readonly Token[] =>
  tokens.flatMap((token) =>
    token.kind === 'word' && contracted.test(token.text)
      ? [
          { ...token, word: token.word.replace(/['’]?s$/, ''), stem: token.word.replace(/['’]?s$/, '') },
          { ...token, text: '', word: 'is', stem: 'is', start: token.end },
        ]
      : [token],
  )

/** Words that mean all of something, behind which it is said what: `everything we deleted`, `whatever was changed`. */
const withWhat = (tokens: readonly Token[]): readonly Token[] =>
  tokens.map((token, at) => {
    const next = tokens[at + 1]?.word === 'that' ? tokens[at + 2] : tokens[at + 1]
    const before = tokens[at - 1]
    const seen = !before || before.kind === 'mark' || lookVerbs.has(before.stem) || isFillerToken(before)
    return seen && token.kind === 'word' && wholes.has(token.word) && tellers.has(next?.word ?? '')
      ? { ...token, word: 'what', stem: 'what' }
      : token
  })

/** Where somebody goes is what was spoken of: `go there`, `switch over there`. */
const withThere = (tokens: readonly Token[]): readonly Token[] =>
  tokens.flatMap((token, at) => {
    const [next] = tokens.slice(at + 1).filter(({ word }) => word !== 'over')
    if (token.word === 'go' && next?.word === 'there') return [{ ...token, word: 'switch', stem: 'switch' }]
    const before = tokens[at - 1]?.word === 'over' ? tokens[at - 2] : tokens[at - 1]
    const goes = token.kind === 'word' && token.word === 'there' && going.has(before?.word ?? '')
    return goes
      ? [
          { ...token, text: 'to', word: 'to', stem: 'to', end: token.start },
          { ...token, word: 'it', stem: 'it' },
        ]
      : [token]
  })

/** Where something stopped is where it is gone on with, and orders no stop: `go on where it stopped`. */
const withBrokenOff = (tokens: readonly Token[]): readonly Token[] =>
  tokens.map((token, at) =>
    /^(?:stopped|halted|aborted|ended|broke|quit)$/.test(token.word) &&
    /^(?:it|he|she|they|we|i|that)$/.test(tokens[at - 1]?.word ?? '') &&
    tokens[at - 2]?.word === 'where'
      ? { ...token, word: 'left', stem: 'left' }
      : token,
  )

/** Whoever wants something read to him wants to see it: `read me the outputs`. */
const withReadOut = (tokens: readonly Token[]): readonly Token[] =>
  tokens.map((token, at) =>
    token.kind === 'word' && token.word === 'read' && /^(?:me|us|out)$/.test(tokens[at + 1]?.word ?? '')
      ? { ...token, word: 'show', stem: 'show' }
      : token,
  )

const going = new Set(['go', 'switch', 'move', 'jump', 'change', 'hop'])

/** Words that say that all is well with something, at the end of a question whether it is: `is my configuration ok?` */
const sound = new Set(['ok', 'okay', 'fine', 'alright', 'correct', 'good', 'healthy', 'sound', 'right'])

const withValid = (tokens: readonly Token[]): readonly Token[] => {
  const last = tokens.findLastIndex(({ kind }) => kind !== 'mark')
  // What is laid out well is not thereby valid.
  const asks = /^(?:is|are)$/.test(tokens[0]?.word ?? '') && !tokens.some(({ stem }) => stem === stemOf('format'))
  return tokens.map((token, at) =>
    asks && at === last && sound.has(token.word) ? { ...token, word: 'valid', stem: 'valid' } : token,
  )
}

/** What was done is what happened, and no outcome of it. */
const withHappened = (tokens: readonly Token[]): readonly Token[] => {
  const asked = tokens.findIndex(({ word }) => word === 'what')
  const at = tokens.findIndex(
    ({ kind, word }, i) => kind === 'word' && word === 'done' && i > asked && i < asked + 6 && asked >= 0,
  )
  const between = tokens.slice(asked + 1, at).every(({ word }) => doing.has(word))
  return at < 0 || !between
    ? tokens
    : tokens.map((token, i) => (i === at ? { ...token, word: 'happened', stem: stemOf('happened') } : token))
}

const doing = new Set('was were is has have had been being got i we you they he she just already all'.split(' '))
const wholes = new Set(['everything', 'whatever', 'anything', 'all'])
const tellers = new Set(['i', 'we', 'you', 'was', 'were', 'has', 'have', "i've", "we've"])

/** How many pieces may stand between a verb and its particle: `tear everything down`. */
const apart = 6

/** Verbs whose particle stands further behind, as one with it. */
const withParticles = (tokens: readonly Token[]): readonly Token[] => {
  const result = [...tokens]
  for (const [at, verb] of result.entries()) {
    if (verb.kind !== 'word' || !separable.has(verb.word)) continue
    const mark = result.findIndex(({ kind }, i) => i > at && kind === 'mark')
    const end = Math.min(at + apart, mark < 0 ? result.length : mark)
    const particle = result.findIndex(
      ({ kind, word }, i) => i > at + 1 && i < end && kind === 'word' && joinedWord(verb.word, word) !== undefined,
    )
    if (particle < 0) continue
    const word = joinedWord(verb.word, result[particle]?.word ?? '') ?? verb.word
    result[at] = { ...verb, word, stem: stemOf(word) }
    result.splice(particle, 1)
  }
  // `4 dev` is for dev, to people in a hurry.
  return result.map((token, at) =>
    token.kind === 'number' && /^[24]$/.test(token.text) && environmentNames(result[at + 1]?.word ?? '').length > 0
      ? { ...token, kind: 'word' as const, word: 'for', stem: 'for' }
      : token,
  )
}

/** Whoever checks a branch out goes to it; whoever checks anything else looks at it: `create branch fix and check it out`. */
const withCheckedOut = (tokens: readonly Token[], { git }: World): readonly Token[] =>
  tokens.flatMap((token, at) => {
    const [before, thing, out] = [tokens[at - 2], tokens[at + 1], tokens[at + 2]]
    if (token.word === 'out' && before?.word === 'check' && isBranch(tokens[at - 1], git?.branches)) return []
    return token.word === 'check' && out?.word === 'out' && isBranch(thing, git?.branches)
      ? [{ ...token, word: 'checkout', stem: stemOf('checkout') }]
      : [token]
  })

const isBranch = (token: Token | undefined, branches: readonly string[] = []): boolean =>
  token !== undefined &&
  (/^(?:it|that|this)$/.test(token.word) || token.kind === 'sha' || branches.includes(token.text))

/** Reads a request: pieces, spelling corrected by what the catalog and the surroundings know. */
export const requestTokens = (request: string, vocabulary: Vocabulary, world: World): RequestTokens => {
  const ofOthers: string[] = []
  const blank = (text: string) => {
    ofOthers.push(text.trim())
    return ' '.repeat(text.length)
  }
  const own = withoutSlashes(request.normalize('NFC'))
    .replace(/(?<=\s)w\/(?=\s)/g, 'with')
    .replace(/(?<=\s)w\/o(?=\s)/g, 'without')
    .replace(/(?<=\s)incl\.(?=\s)/gi, 'with ')
    .replace(/(?<=\s)excl\.(?=\s)/gi, 'minus')
    .replace(others, blank)
  const known = {
    isName: (text: string) => world.names.has(text.toLowerCase()),
    isOperation: (text: string) => vocabulary.byId.has(text),
    mayName: (text: string) =>
      isNamed(text, world) ||
      vocabulary.valueWords.has(text.toLowerCase()) ||
      environmentNames(text.toLowerCase()).length > 0,
    isField: (text: string) => vocabulary.fieldNames.has(text.replaceAll('-', '').toLowerCase()),
    isTwoWords: (text: string) =>
      !vocabulary.values.has(text) &&
      text
        .split('-')
        .every((part) =>
          (vocabulary.speaking.get(conceptOf(stemOf(part))) ?? []).some(
            ({ concepts }) => (concepts.get(conceptOf(stemOf(part))) ?? 0) >= 0.7,
          ),
        ),
  }
  const reports = [...own.matchAll(reported)].map(({ index, 0: { length } }) => index + length)
  const tokens = readTokens(own, known)
    .map((token) => corrected(token, vocabulary, world))
    .map(withShown(vocabulary, world))
  const labels = labelsIn(tokens).union(speakersIn(tokens, vocabulary))
  const heads = (token: Token, at: number): boolean => isTicket(token) && (at === 0 || tokens[at - 1]?.text === '\n')
  const marked = new Set(tokens.flatMap((token, at) => (heads(token, at) || labels.has(at) ? [token.start] : [])))
  return {
    tokens: withExactDeletions(
      withParticles(
        withCheckedOut(
          withJoined(
            withValid(
              withHappened(
                withWhat(
                  withThere(
                    withReadOut(
                      withBrokenOff(
                        withContracted(
                          withUndone(withoutCounts(withExcepted(withPlaces(withoutAnnounced(tokens))), world)),
                        ),
                      ),
                    ),
                  ),
                ),
              ),
            ).map((token) =>
              marked.has(token.start) && token.text !== ''
                ? { ...token, kind: 'mark' as const, text: '—' }
                : token.kind === 'quoted' && reports.includes(token.start)
                  ? { ...token, kind: 'mark' as const, text: '“”' }
                  : token,
            ),
          ),
          world,
        ),
      ),
      world,
    ),
    ofOthers: [
      ...ofOthers,
      ...tokens.filter(({ kind, start }) => kind === 'quoted' && reports.includes(start)).map(({ text }) => text),
    ],
  }
}

/** The concept of a token, for comparison with phrases. */
export const tokenConcept = ({ kind, stem }: Token): string =>
  kind === 'word' || kind === 'name' || (kind === 'path' && !stem.includes('/')) ? conceptOf(stem) : ''

/** Whether a token says something of its own. */
export const isContent = (token: Token): boolean =>
  token.kind !== 'mark' && !(token.kind === 'word' && isFillerToken(token))

/** Whether a token only carries the sentence. */
export const isFillerToken = ({ kind, word, stem }: Token): boolean =>
  kind === 'word' && isFiller(word) && conceptOf(stem) === stem
