import { backgroundPlaces } from '../clauses/background.ts'
import type { Looking } from '../clauses/looking.ts'
import { shownPlaces } from '../clauses/shown-as.ts'
import { isContent, tokenConcept } from '../tokens/request-tokens.ts'
import type { Token } from '../tokens/token.ts'
import { lightWords } from '../words/light-words.ts'
import { tradeWords } from '../words/trade-words.ts'
import type { Subject } from '../words/vocabulary.ts'
import type { FillContext } from './fill.ts'
import { saysWhere } from './says-where.ts'

/** How much of its weight a word has that only accompanies, where nobody explains it. */
const lightShare = 0.3

/** How well an operation knows a word that somebody said of it. */
const saidStrength = 0.6

/** How likely an operation has to be for what people say of it to count. */
const plausible = 0.1

/** What an operation explains of what was said: what nobody explains, what is only around it, and the share it knows. */
export const accounted = (
  subject: Subject,
  { tokens, vocabulary, world }: FillContext,
  { taken, words, looking }: { taken: ReadonlySet<number>; words: ReadonlySet<number>; looking: Looking | undefined },
): { leftover: readonly Token[]; around: readonly Token[]; explained: number | undefined } => {
  let all = 0
  let known = 0
  const leftover: Token[] = []
  const around: Token[] = []
  // A deletion is explained by its phrases alone, and so is what nobody says so.
  const like = vocabulary.likeness.operations(tokens, world, vocabulary).get(subject.id) ?? 0
  const spoken = subject.effect !== 'delete' && like > plausible
  const background = backgroundPlaces(tokens, vocabulary, world, subject).union(shownPlaces(tokens, subject))
  for (const [at, token] of tokens.entries()) {
    // What stands before a colon names what follows.
    const label = tokens[at + 1]?.text === ':' && token.kind === 'word'
    if (!isContent(token) || (label && !taken.has(at))) continue
    const concept = tokenConcept(token)
    const weight = token.kind === 'word' ? vocabulary.weight(concept) : 0.8
    const light = token.kind === 'word' && lightWords.has(token.stem)
    // What may be a limit was said as one by somebody, and stays one.
    const binds = tradeWords.has(token.word) || tradeWords.has(token.stem) || vocabulary.values.has(token.word)
    const heard =
      spoken &&
      token.kind === 'word' &&
      !binds &&
      !saysWhere(at, tokens, subject, taken) &&
      vocabulary.likeness.says(subject.id, concept)
    const said = heard ? saidStrength : 0
    const own = subject.concepts.get(concept) ?? (token.kind === 'operation' && token.word === subject.id ? 1 : 0)
    const strength = Math.max(said, own)
    if (taken.has(at) || words.has(at) || looking?.verbs.has(at)) known += weight
    else if (background.has(at)) {
      known += weight
      around.push(token)
    } else if (token.kind === 'word' && strength >= 0.25) known += weight * Math.max(0.5, strength)
    else if (token.kind === 'operation' && token.word === subject.id) known += weight
    else leftover.push(token)
    all += light && leftover.at(-1) === token ? weight * lightShare : weight
  }
  return { leftover, around, explained: all === 0 ? undefined : known / all }
}
