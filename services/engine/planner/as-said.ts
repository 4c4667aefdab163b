import { choosesLoosely } from './asking/doubts.ts'
import { ordersOther } from './asking/other-order.ts'
import { secondOrder } from './asking/second-order.ts'
import { choose } from './choosing/choose.ts'
import type { Scene } from './choosing/judge.ts'
import { saysWhere } from './choosing/says-where.ts'
import { isAttribute } from './clauses/attributes.ts'
import { limitsUnheard } from './clauses/limits.ts'
import { saysHow } from './clauses/manners.ts'
import { segmentsOf } from './clauses/segments.ts'
import { stanceOf } from './clauses/stance.ts'
import { oneStep } from './one-step.ts'
import type { Planned } from './planned.ts'
import { tokenConcept } from './tokens/request-tokens.ts'
import { type Token, textOf } from './tokens/token.ts'
import type { Vocabulary } from './words/vocabulary.ts'

/** How likely an operation has to be by how people say it to be what they mean, whatever rules make of it. */
const meant = 0.6

/** How well an operation has to know a word to be known by it. */
const knownBy = 0.9

/** Words that limit what they stand beside. */
const limiting = /^(?:not|no|never|only|except|but|without|unless|nor|don't|doesn't|cannot)$/

/** Words behind which the verb of an order stands. */
const asking = /^(?:you|please|pls|kindly|to)$/

/** Whether the very verb of a change was said where a verb stands: `can you commit that for me`. */
const ordersChange = (tokens: readonly Token[], { subjects }: Vocabulary): boolean =>
  tokens.some(
    ({ kind, word }, at) =>
      kind === 'word' &&
      asking.test(tokens[at - 1]?.word ?? '') &&
      subjects.some(({ id, effect }) => effect !== 'read' && id.endsWith(`.${word}`)),
  )

/**
 * The look that people want who say it so: of a request that rules make nothing of, and in which every word is one that
 * people say with it and mean no limit by. One step, whose arguments are all there; never an effect.
 */
export const asSaid = (all: readonly Token[], scene: Scene): Planned | undefined => {
  const { world, vocabulary } = scene
  // What is told behind a look is no part of what is looked for: `…, I swear somebody did that`.
  const last = segmentsOf(all).at(-1)
  const aside = last && last.from > 0 && stanceOf(last.tokens, last.asks) === 'told' ? last : undefined
  const tokens = aside ? all.slice(0, aside.from) : all
  const stance = stanceOf(tokens, false)
  if (stance === 'negated') return undefined
  const choices = choose({ ...scene, tokens }, stance)
  const choice = choices.find(({ like }) => (like ?? 0) > meant)
  // What was ordered by its very verb and has an effect is not looked at instead.
  if (
    !choice ||
    ordersChange(tokens, vocabulary) ||
    choices.some(({ subject, opened }) => opened && subject.effect !== 'read')
  )
    return undefined
  if (ordersOther(choice, tokens, scene)) return undefined
  const { subject, leftover, taken } = choice
  // What another look is known by, in every word of a phrase of it, was not said beside this one: `show the status`.
  const [first] = choices
  const known = (token: Token): boolean => (first?.subject.concepts.get(tokenConcept(token)) ?? 0) > knownBy
  if (first && first !== choice && first.ranked.recall === 1 && first.ranked.named && leftover.some(known))
    return undefined
  if (choosesLoosely(tokens) || tokens.some(({ word }, at) => limiting.test(word) && !taken.has(at))) return undefined
  if (subject.effect !== 'read' || subject.excluded !== undefined) return undefined
  if (leftover.some((token) => saysWhere(tokens.indexOf(token), tokens, subject, taken))) return undefined
  if (!leftover.every((token) => vocabulary.likeness.accompanies(subject.id, token, world, vocabulary)))
    return undefined
  const frame = { choice, near: [], likelier: undefined, tokens, joint: 'start' as const, item: false }
  if (secondOrder(frame, scene)) return undefined
  // A look that leaves a limit out is another look.
  const words = new Set((choice.alignment?.words ?? []).map((at) => tokens[at]))
  const told = segmentsOf(tokens).filter(
    (part) => stanceOf(part.tokens, part.asks) === 'told' && !part.tokens.some((token) => words.has(token)),
  )
  if (told.some((part) => saysHow(part.tokens) || isAttribute(part.tokens))) return undefined
  const besides = new Set(told.flatMap((part) => part.tokens))
  if (limitsUnheard(frame, vocabulary).some((token) => !besides.has(token))) return undefined
  const ignored = [...leftover.map(({ text }) => text), ...(aside ? [textOf(aside.tokens)] : [])]
  return oneStep(frame, ignored, scene)
}
