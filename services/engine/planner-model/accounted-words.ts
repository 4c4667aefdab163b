import { exclusions, narrowing } from '../planner/clauses/limits.ts'
import { isHere, type World } from '../planner/surroundings.ts'
import { isContent, requestTokens } from '../planner/tokens/request-tokens.ts'
import type { TokenKind } from '../planner/tokens/token.ts'
import { conceptOf } from '../planner/words/concepts.ts'
import { stemOf } from '../planner/words/stem.ts'
import type { Vocabulary } from '../planner/words/vocabulary.ts'
import type { Draft } from './draft.ts'

/** Kinds of pieces that never order nothing: what they say is an argument or a limit. */
const telling: ReadonlySet<TokenKind> = new Set([
  'number',
  'span',
  'date',
  'cidr',
  'prefix-size',
  'region',
  'record',
  'uuid',
  'sha',
  'account',
  'stash',
  'address',
  'path',
  'glob',
])

const conceptsOf = (text: string): readonly string[] =>
  [...text.matchAll(/[\p{L}\p{N}]+/gu)].map(([word]) => conceptOf(stemOf(word.toLowerCase())))

/** What a draft says of a request that does not hold. */
export const unaccounted = (draft: Draft, request: string, world: World, vocabulary: Vocabulary): string[] => {
  const piecesOf = (text: string) => requestTokens(text, vocabulary, world).tokens
  const { understood, assumed, ignored, steps } = draft
  const done = steps.flatMap(({ operation, input }) => [
    operation,
    vocabulary.byId.get(operation)?.summary ?? '',
    input,
  ])
  const inPlan = new Set(done.flatMap(conceptsOf))
  const said = new Set(conceptsOf(request))
  const accounted = new Set([...inPlan, ...[...understood, ...assumed, ...ignored].flatMap(conceptsOf)])
  const left = piecesOf(request)
    .filter(isContent)
    .filter(
      ({ text, word }) => ![text, word].some((each) => conceptsOf(each).every((concept) => accounted.has(concept))),
    )
  const invented = understood.filter(
    (each) => !conceptsOf(each).some((concept) => said.has(concept) || inPlan.has(concept)),
  )
  const dropped = ignored.filter((each) =>
    piecesOf(each).some(
      (token) =>
        telling.has(token.kind) || isHere(world)(token) || exclusions.has(token.word) || narrowing.has(token.word),
    ),
  )
  return [
    ...(left.length > 0
      ? [
          `${left.map(({ text }) => `"${text}"`).join(', ')}: neither understood, assumed nor ignored; every word has to be`,
        ]
      : []),
    ...invented.map((each) => `understood "${each}": it is neither in the request nor in a step`),
    ...dropped.map((each) => `ignored "${each}": it limits what is wanted; put it into an argument, or ask`),
  ]
}
