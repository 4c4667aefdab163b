import { describedRecord } from './asking/described-record.ts'
import { isNotOrdered } from './asking/not-ordered.ts'
import { ordersOther } from './asking/other-order.ts'
import { secondOrder } from './asking/second-order.ts'
import { verbMissed } from './asking/verb-doubts.ts'
import { whichOne } from './asking/which-one.ts'
import { type Choice, choose } from './choosing/choose.ts'
import { halfHeard } from './choosing/half-heard.ts'
import type { Scene } from './choosing/judge.ts'
import { limitsUnheard } from './clauses/limits.ts'
import { type Segment, segmentsOf } from './clauses/segments.ts'
import { type Stance, stanceOf } from './clauses/stance.ts'
import { oneStep } from './one-step.ts'
import type { Planned } from './planned.ts'
import { numberOf } from './tokens/numbers.ts'
import { tokenConcept } from './tokens/request-tokens.ts'
import type { Token } from './tokens/token.ts'
import type { Field } from './values/field.ts'
import { anyWord } from './values/reading.ts'
import { tradeWords } from './words/trade-words.ts'
import { vagueVerbs } from './words/verbs.ts'

/** How likely an operation has to be by how people say it to be what they mean by all of it. */
const meant = 0.9

/** How likely a word that nothing explains has to stand beside the wish, and how little to limit it; and any other word. */
const standing = { beside: 0.98, limit: 0.1, anywhere: 0.3, never: 0.03 }

/** Whether a word may say how something new is to be: a number, a word of the trade, an abbreviation. */
const describes = ({ kind, word, stem, text }: Token): boolean =>
  kind !== 'word' ||
  numberOf(word) !== undefined ||
  tradeWords.has(word) ||
  tradeWords.has(stem) ||
  /^\p{Lu}{2,}$/u.test(text)

/** Words that set one thing beside another. */
const comparing = /^(?:versus|vs|compared|than)$/

/** Whether a word only carries a wish, as people say it with many: it describes nothing, and compares nothing. */
const carries = (token: Token, { vocabulary }: Scene): boolean =>
  !describes(token) && !comparing.test(token.word) && vocabulary.likeness.isUsual(tokenConcept(token))

/** Whether a word names something that is here, or is a value of some argument: it is there for something. */
const isValue = ({ word }: Token, { world, vocabulary }: Scene): boolean =>
  vocabulary.values.has(word) || world.names.has(word)

/** Whether every word that nothing explains only stands beside what is wanted, and none limits it. */
const standsBeside = (
  { subject, leftover, taken }: Choice,
  { tokens, order, limits }: { tokens: readonly Token[]; order: Segment; limits: readonly Token[] },
  scene: Scene,
): boolean => {
  const { likeness } = scene.vocabulary
  const stands = likeness.standings(subject.id, tokens, scene.world, scene.vocabulary)
  const makes = subject.fields.some(({ kind }) => kind === 'region')
  return (
    tokens.every((token, at) => taken.has(at) || (stands.get(token)?.limit ?? 0) < standing.anywhere) &&
    leftover.every((token) => {
      const { beside = 0, limit = 1 } = stands.get(token) ?? {}
      const isBeside = beside > standing.beside && limit < standing.limit
      const isPlain = limit < standing.never && !limits.includes(token) && carries(token, scene)
      const at = tokens.indexOf(token)
      // Right before what was heard, in the order itself, it says which: `the final 30 lines`.
      const tells = order.tokens.includes(token) && (describes(token) || taken.has(at + 1))
      return (isBeside || isPlain) && !isValue(token, scene) && !tells && !(makes && describes(token))
    })
  )
}

/** Whether something else that has an effect was heard as well. */
const isOneOfSeveral = ({ subject }: Choice, { made }: Planned): boolean =>
  made.some((each) => each.subject !== subject && each.subject.effect !== 'read')

/** Whether a doubt is about this very change, and about no word that stands beside it; or about which change is meant. */
const isDoubted = ({ subject, leftover }: Choice, { outcome, last }: Planned): boolean =>
  (leftover.length === 0 && last?.subject === subject) ||
  (outcome.kind === 'ask' &&
    outcome.candidates.length > 1 &&
    outcome.candidates.some((each) => each.startsWith(subject.id)))

/** The part in which an operation is ordered, or asked for where it only looks. */
const orderOf = (choice: Choice, tokens: readonly Token[], scene: Scene): Segment | undefined => {
  const words = choice.alignment?.words.map((at) => tokens[at])
  const parts = segmentsOf(tokens).map((part) => ({ ...part, stance: stanceOf(part.tokens, part.asks) }))
  // What comes after another order is one more.
  if (parts.some(({ joint }) => joint === 'then')) return undefined
  const [opener] = choice.alignment?.pattern ?? []
  // What would happen is asked of what answers just that, and only looks.
  const answers = opener !== undefined && 'word' in opener && /^(?:what|which|how)$/.test(opener.word)
  const asks: readonly Stance[] =
    choice.subject.effect === 'read' ? ['question'] : answers ? ['question', 'hypothetical'] : []
  const orders: readonly Stance[] = ['order', ...asks]
  if (!words && parts.some(({ stance }) => stance !== 'told' && !orders.includes(stance))) return undefined
  return parts.find((part) => {
    if (words && !part.tokens.some((token) => words.includes(token))) return false
    return (
      orders.includes(part.stance) &&
      !isNotOrdered(choice, part.tokens, scene) &&
      !verbMissed(choice, part.tokens, scene)
    )
  })
}

/**
 * What nearly everybody means who says it so, of a request that rules make nothing of: one operation, whose arguments
 * are all there, in whatever clauses they stand. Every other word stands beside it, by how people say such things.
 * Never a deletion.
 */
export const heardWhole = (tokens: readonly Token[], scene: Scene, doubted: Planned): Planned | undefined => {
  const { world, vocabulary } = scene
  const [likeliest] = [...vocabulary.likeness.operations(tokens, world, vocabulary)].filter(
    ([, share]) => share > meant,
  )
  if (!likeliest) return undefined
  const choice = choose({ ...scene, tokens }, 'order').find(({ subject }) => subject.id === likeliest[0])
  if (!choice || choice.subject.effect === 'delete' || choice.subject.excluded !== undefined) return undefined
  const { subject, leftover, readings } = choice
  const order = orderOf(choice, tokens, scene)
  if (!order) return undefined
  if (isOneOfSeveral(choice, doubted)) return undefined
  if (subject.effect !== 'read' && isDoubted(choice, doubted)) return undefined
  if (tokens.some(({ kind, stem }) => kind === 'word' && vagueVerbs.has(stem))) return undefined
  const frame = { choice, near: [], likelier: undefined, tokens, joint: 'start' as const, item: false }
  const limits = [...limitsUnheard(frame, vocabulary), ...halfHeard(frame, world)]
  if (limits.some((token) => !leftover.includes(token))) return undefined
  // A text that may be any word is one of those that are left over as well.
  const isAnyWord = ({ name, kind }: Field): boolean =>
    anyWord.has(kind) && readings.get(name)?.some(({ exact }) => !exact) === true
  if (leftover.length > 0 && subject.fields.some(isAnyWord)) return undefined
  if (!standsBeside(choice, { tokens, order, limits }, scene)) return undefined
  if (whichOne(choice, tokens, world, vocabulary) || describedRecord(tokens, scene)) return undefined
  if (ordersOther(choice, tokens, scene) || secondOrder(frame, scene)) return undefined
  return oneStep(
    frame,
    leftover.map(({ text }) => text),
    scene,
  )
}
