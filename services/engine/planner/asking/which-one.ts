import type { Choice } from '../choosing/choose.ts'
import type { Problem } from '../choosing/frame.ts'
import type { World } from '../surroundings.ts'
import { isContent } from '../tokens/request-tokens.ts'
import type { Token } from '../tokens/token.ts'
import { stemOf } from '../words/stem.ts'
import type { Vocabulary } from '../words/vocabulary.ts'
import { missingQuestion } from './questions.ts'

/** What one record of a kind is called, by the kind of argument that takes its id. */
const nouns: Readonly<Record<string, string>> = {
  run: 'run',
  task: 'task',
  chat: 'conversation',
  conversation: 'conversation',
  artifact: 'artifact',
  plan: 'plan',
}

/** Words before a noun that make it one that is there. */
const pointing = /^(?:the|that|this|one)$/

/** Verbs with which somebody looks into one thing. */
const inspecting = new Set('describe inspect open explain examine'.split(' ').map(stemOf))

/** Where one record is spoken of, and not which one: `what did the run do`, `describe task`. */
const oneAt = (tokens: readonly Token[]): number =>
  tokens.findIndex(({ kind, word, typo }, at) => {
    const [before, next] = [tokens[at - 1], tokens[at + 1]]
    if (kind !== 'word' || typo !== undefined || !(word in nouns)) return false
    if (
      next &&
      (isContent(next) || next.kind !== 'word') &&
      next.kind !== 'mark' &&
      !/^(?:do|did|does)$/.test(next.word)
    )
      return false
    if (!before) return false
    return pointing.test(before.word) || (inspecting.has(before.stem) && !next)
  })

/** Asks which record is meant where one is spoken of that nobody named, and something about all of them would be the answer. */
export const whichOne = (
  { subject, readings }: Choice,
  tokens: readonly Token[],
  world: World,
  { subjects }: Vocabulary,
): Problem | undefined => {
  const noun = tokens[oneAt(tokens)]?.word
  const kind = noun === undefined ? undefined : nouns[noun]
  const named = subject.fields.some(({ name, values }) => values.length === 0 && readings.has(name))
  if (kind === undefined || subject.effect !== 'read' || named) return undefined
  if (subject.fields.some((field) => field.kind === kind) || !subject.concepts.has(stemOf(noun ?? ''))) return undefined
  // What it lists is spoken of beside the one thing: `which personas can the chat take on`.
  const lists = (subject.id.split('.')[1] ?? '').split('-').filter((word) => word !== noun)
  if (lists.some((each) => tokens.some(({ word }) => word === each || word === `${each}s`))) return undefined
  const shows = subjects.find(
    ({ id, effect, fields }) =>
      effect === 'read' && /-(?:show|get)$/.test(id) && fields.some((field) => field.kind === kind && field.required),
  )
  const field = shows?.fields.find((each) => each.kind === kind)
  return shows && field ? missingQuestion(shows, field, world) : undefined
}
