import { choose } from '../choosing/choose.ts'
import type { Problem } from '../choosing/frame.ts'
import type { Scene } from '../choosing/judge.ts'
import type { Token } from '../tokens/token.ts'
import { missingQuestion } from './questions.ts'

/** The letter with which the ids of each sort of record begin, by what people call it. */
const letters: Readonly<Record<string, string>> = {
  run: 'r',
  call: 'r',
  task: 't',
  plan: 'p',
  artifact: 'a',
  grant: 'g',
}

/** What a record is described by that is not named by its id. */
const describing =
  /^(?:last|latest|newest|previous|most recent|recent|first|second|oldest|failed|interrupted|stopped|stuck|broken|running|waiting|pending|approved|saved|whole|same|other)$/

/** How likely a change has to be by how people say it of a record with an id; the same where its words say little. */
const [meant, certain] = [0.6, 0.9]

/** Where a description of one record begins and ends, and what it is of. */
const describedIn = (tokens: readonly Token[]): { from: number; to: number; letter: string } | undefined => {
  for (const [at, { kind, word }] of tokens.entries()) {
    const letter = kind === 'word' && Object.hasOwn(letters, word) ? letters[word] : undefined
    let from = at
    while (describing.test(tokens[from - 1]?.word ?? '')) from--
    if (letter === undefined || from === at) continue
    const article = /^(?:the|my|our|that|this)$/.test(tokens[from - 1]?.word ?? '')
    return { from: article ? from - 1 : from, to: at + 1, letter }
  }
  return undefined
}

/**
 * Asks which record is meant where something is to be done with one that is only described, and said of one with an id
 * it would be a change: to do `the last run` again is no look at it.
 */
export const describedRecord = (tokens: readonly Token[], scene: Scene): Problem | undefined => {
  const found = describedIn(tokens)
  const [first, last] = [tokens[found?.from ?? -1], tokens[(found?.to ?? 0) - 1]]
  if (!found || !first || !last) return undefined
  const word = `${found.letter}_0000`
  const named: Token = { kind: 'record', text: word, word, stem: word, start: first.start, end: last.end }
  const [best] = choose({ ...scene, tokens: tokens.toSpliced(found.from, found.to - found.from, named) }, 'order')
  if (!best || best.subject.effect === 'read' || (best.like ?? 0) < (best.ranked.named ? meant : certain))
    return undefined
  const field = best.subject.fields.find(({ name }) => best.readings.get(name)?.some(({ value }) => value === word))
  return field && missingQuestion(best.subject, field, scene.world)
}
