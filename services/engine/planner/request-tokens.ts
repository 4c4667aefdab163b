import { conceptOf, joinedWord } from './concepts.ts'
import { readTokens } from './read-tokens.ts'
import { stemOf } from './stem.ts'
import type { World } from './surroundings.ts'
import type { Token } from './token.ts'
import { isFiller, type Vocabulary } from './vocabulary.ts'

/** A request taken apart, and what of it others said. */
export interface RequestTokens {
  tokens: readonly Token[]
  /** Words that only report or pretend: quoted mails, marks that imitate a system. */
  ofOthers: readonly string[]
}

/** Lines of a mail that is passed on, and what stands between tags, in place of which nothing is read. */
const others = /^[ \t]*>.*$|<(\w+)[^>]*>[\s\S]*?<\/\1>|<\/?(?:system|user|assistant|tool|admin)[^>]*>/gim

/** What somebody said or wrote, whose words order nothing. */
const reported = /\b(?:wrote|said|says|writes|asked|claims|told (?:me|us))\s*:?\s*(?=["“«])/gi

const corrected = (token: Token, vocabulary: Vocabulary, world: World): Token => {
  if (token.kind !== 'word' || world.names.has(token.word) || isFiller(token.word)) return token
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

/** Reads a request: pieces, spelling corrected by what the catalog and the surroundings know. */
export const requestTokens = (request: string, vocabulary: Vocabulary, world: World): RequestTokens => {
  const ofOthers: string[] = []
  const blank = (text: string) => {
    ofOthers.push(text.trim())
    return ' '.repeat(text.length)
  }
  const own = request.normalize('NFC').replace(others, blank)
  const known = {
    isName: (text: string) => world.names.has(text.toLowerCase()),
    isOperation: (text: string) => vocabulary.byId.has(text),
  }
  const reports = [...own.matchAll(reported)].map(({ index, 0: { length } }) => index + length)
  const tokens = readTokens(own, known).map((token) => corrected(token, vocabulary, world))
  const isTicket = ({ kind, text }: Token, at: number): boolean =>
    (kind === 'name' || kind === 'word') &&
    /^[A-Z]{2,10}-\d+$/.test(text) &&
    (at === 0 || tokens[at - 1]?.text === '\n')
  return {
    tokens: withJoined(
      tokens.map((token, at) =>
        isTicket(token, at)
          ? { ...token, kind: 'mark' as const }
          : token.kind === 'quoted' && reports.includes(token.start)
            ? { ...token, kind: 'mark' as const, text: '“”' }
            : token,
      ),
    ),
    ofOthers: [
      ...ofOthers,
      ...tokens.filter(({ kind, start }) => kind === 'quoted' && reports.includes(start)).map(({ text }) => text),
    ],
  }
}

/** The concept of a token, for comparison with phrases. */
export const tokenConcept = ({ kind, stem }: Token): string =>
  kind === 'word' || kind === 'name' ? conceptOf(stem) : ''

/** Whether a token says something of its own. */
export const isContent = (token: Token): boolean =>
  token.kind !== 'mark' && !(token.kind === 'word' && isFillerToken(token))

/** Whether a token only carries the sentence. */
export const isFillerToken = ({ kind, word, stem }: Token): boolean =>
  kind === 'word' && isFiller(word) && conceptOf(stem) === stem
