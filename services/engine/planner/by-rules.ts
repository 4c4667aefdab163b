import { isBeside } from './asking/beside.ts'
import { capabilitiesAsked } from './asking/capabilities.ts'
import { conditionOf, doubtOf, misspeltDeletion } from './asking/deletions.ts'
import { describedRecord } from './asking/described-record.ts'
import { choosesLoosely, constraint, nearestTo, nothingFound } from './asking/doubts.ts'
import { givenIn, heardOf } from './asking/heard.ts'
import { looksForNames } from './asking/named-files.ts'
import { misnamedIn } from './asking/named-parts.ts'
import { isNotOrdered } from './asking/not-ordered.ts'
import { otherValue } from './asking/other-choice.ts'
import { kindDoubt } from './asking/other-deletion.ts'
import { ordersOther } from './asking/other-order.ts'
import { asksOfOthers, isElsewhere, isOutOfReach, takenBy } from './asking/out-of-reach.ts'
import type { Outcome } from './asking/outcome.ts'
import { placeUnheard } from './asking/place-unheard.ts'
import {
  absentQuestion,
  destructiveQuestion,
  leftoverQuestion,
  missingQuestion,
  undoneQuestion,
  unsureQuestion,
} from './asking/questions.ts'
import { reserved } from './asking/reserved.ts'
import { secondOrder } from './asking/second-order.ts'
import { severalLooks } from './asking/several-looks.ts'
import { toldApart } from './asking/told-apart.ts'
import { tooLong } from './asking/too-long.ts'
import {
  deletionMissed,
  isTurnedDown,
  rebuilds,
  sharedPlace,
  tellsOther,
  verbElided,
  verbMissed,
} from './asking/verb-doubts.ts'
import { isWrongWay, vanishes } from './asking/wrong-way.ts'
import { argumentsOf } from './choosing/arguments.ts'
import { borrower } from './choosing/borrowing.ts'
import type { Choice } from './choosing/choose.ts'
import type { Arguments, Frame, Problem } from './choosing/frame.ts'
import { framesOf } from './choosing/frames.ts'
import { halfHeard } from './choosing/half-heard.ts'
import { ordersSomething } from './choosing/orders-more.ts'
import { preferred } from './choosing/preferred.ts'
import { rivalOf } from './choosing/rivals.ts'
import { isLikely, isUsual } from './choosing/usual.ts'
import { wholeOr } from './choosing/whole.ts'
import { describedText, isNoTask, isToBecome, namedAsText } from './clauses/described.ts'
import { withFronted } from './clauses/fronted.ts'
import { forgottenIn, limitsUnheard } from './clauses/limits.ts'
import { type Joint, segmentsOf } from './clauses/segments.ts'
import { isDoubted } from './clauses/stance.ts'
import type { Leaning, Planned } from './planned.ts'
import { shellReading } from './shell/shell-frames.ts'
import { StepList } from './steps.ts'
import { isHere, type World } from './surroundings.ts'
import { numberOf } from './tokens/numbers.ts'
import { isContent, requestTokens } from './tokens/request-tokens.ts'
import { textOf } from './tokens/token.ts'
import { conceptOf } from './words/concepts.ts'
import { isForeign } from './words/foreign.ts'
import type { Vocabulary } from './words/vocabulary.ts'

/** How well it has to fit before it is done without asking whether it is meant. */
const sure = 0.72

/** How likely an operation has to be by how people say it where it does not fit that well. */
const rarely = 0.05

/** How well an operation has to fit before anything is made of it. */
const lowest = 0.5

/** A choice with what was answered about it. */
const withGiven = (choice: Choice, given: Leaning['given']): Choice =>
  given?.operation === choice.subject.id
    ? {
        ...choice,
        readings: new Map([...choice.readings, [given.field, [given.reading]]]),
        meant: Math.max(choice.meant, lowest),
      }
    : choice

/** What rules make of a request: a plan, a question or a refusal. */
export const byRules = (request: string, world: World, vocabulary: Vocabulary, leaning?: Leaning): Planned => {
  const typed = shellReading(request, vocabulary, world)
  const { tokens, ofOthers } = requestTokens(request, vocabulary, world)
  const scene = { request, world, vocabulary }
  const segments = withFronted(segmentsOf(tokens))
  const early = tooLong(segments.length) ?? capabilitiesAsked(tokens, vocabulary)
  if (early) return { outcome: early, made: [], last: undefined, pending: undefined, firm: true }
  const parted = framesOf(tokens, segments, scene, leaning?.antecedent)
  const framed =
    parted.frames.every(({ choice }) => choice.meant < lowest) && !parted.vague && !parted.strange
      ? wholeOr(parted, tokens, scene)
      : parted
  const account = {
    understood: [] as string[],
    assumed: [] as string[],
    ignored: [...ofOthers, ...[...framed.aside, ...framed.unknown].map(textOf).filter(Boolean)],
  }
  const others = requestTokens(ofOthers.join('\n'), vocabulary, world).tokens
  const list = new StepList(vocabulary, leaning?.earlier)
  const end = (outcome: Outcome, pending?: Planned['pending'], last?: Choice): Planned => ({
    outcome,
    made: list.made,
    last,
    pending,
  })
  const ask = ({ question, candidates, field }: Problem, choice?: Choice): Planned =>
    end(
      { kind: 'ask', question, candidates, ...account, understood: [...account.understood, ...heardOf(choice)] },
      choice && field !== undefined ? { choice, field } : undefined,
      choice,
    )
  const refuse = (reason: string, nearest: readonly string[]): Planned =>
    end({ kind: 'refuse', reason, nearest, ...account })
  const firmly = (planned: Planned): Planned => ({ ...planned, firm: true })
  const notDone = (frame: Frame): Planned =>
    choosesLoosely(frame.tokens)
      ? ask(destructiveQuestion(textOf(frame.tokens), []))
      : refuse(`Nothing here does "${textOf(frame.tokens)}"`, nearestTo(frame, scene))

  const accept = ({ subject }: Choice, steps: readonly Arguments[], joint: Joint) => {
    for (const each of steps) {
      account.assumed.push(...each.assumed.filter((assumed) => !account.assumed.includes(assumed)))
      account.understood.push(subject.id, ...givenIn(subject, each))
      list.add(subject, each, joint, subject.summary)
    }
  }
  if (typed) {
    if ('refused' in typed) return firmly(refuse(typed.refused, typed.nearest))
    if ('problem' in typed) return firmly(ask(typed.problem, typed.choice))
    for (const frame of typed.frames) {
      const choice = withGiven(frame.choice, leaning?.given)
      const borrowed = borrower({ frame, next: [], made: list.made, earlier: [], aside: [], world })
      const fresh = (value: unknown): boolean => list.made.some(({ input }) => Object.values(input).includes(value))
      const steps = argumentsOf(choice, { world, tokens: frame.tokens, borrowed, fresh })
      if ('question' in steps) return firmly(ask(steps, choice))
      if (choice.subject.excluded !== undefined)
        return firmly(refuse(reserved(choice.subject, steps, vocabulary), [choice.subject.id]))
      accept(choice, steps, frame.joint)
    }
    return end({ kind: 'plan', steps: list.steps, ...account, ignored: [] }, undefined, typed.frames.at(-1)?.choice)
  }

  if (framed.vague || framed.frames.length === 0) {
    const found = nothingFound(tokens, framed, scene)
    const nothing = 'question' in found ? ask(found) : refuse(found.reason, found.nearest)
    return framed.vague ? firmly(nothing) : nothing
  }
  if (framed.strange)
    return refuse(
      `Nothing here does "${textOf(framed.strange)}", and the rest is not done without it`,
      framed.frames.map(({ choice }) => choice.subject.id),
    )
  const undone = framed.undone[0] ?? framed.unknown.find((part) => ordersSomething(part, scene))
  if (undone) return ask(undoneQuestion(textOf(undone)))
  // What has a name here is no talk: somebody wanted something of it.
  const forgotten = forgottenIn(framed, world)
  if (forgotten) return ask(undoneQuestion(textOf(forgotten)))
  for (const [at, frame] of framed.frames.entries()) {
    const found = preferred(frame, framed.frames[at + 1], framed.frames[at - 1])
    const given = leaning?.given?.operation === found.subject.id ? leaning.given : undefined
    const choice = withGiven(found, given)
    const { subject } = choice
    const looks = severalLooks(choice, frame)
    if (looks) return ask(looks)
    if (looksForNames(choice, frame.tokens)) return firmly(notDone(frame))
    const ordered = choice.stance === 'order' && subject.effect === 'read'
    const described = ordered ? describedRecord(frame.tokens, scene) : undefined
    if (described) return firmly(ask(described))
    if (choice.meant < lowest) {
      const nothing = nothingFound(frame.tokens, { ...framed, vague: undefined }, scene)
      return 'question' in nothing
        ? ask(nothing)
        : refuse(nothing.reason, [...new Set([subject.id, ...nothing.nearest])])
    }
    const borrowed = borrower({
      frame,
      next: framed.frames.slice(at + 1),
      made: list.made,
      earlier: leaning?.earlier ?? [],
      aside: [...framed.aside, others],
      world,
    })
    const fresh = (value: unknown): boolean => list.made.some(({ input }) => Object.values(input).includes(value))
    const steps = argumentsOf(choice, { world, tokens: frame.tokens, borrowed, fresh })
    // What nobody may call is refused whatever is missing, for no answer would make a plan of it; which of the things
    // that are there is meant is worth to know all the same.
    const incomplete = 'question' in steps && (steps.candidates.length > 0 || choice.meant < sure)
    if (subject.excluded !== undefined && !incomplete)
      return firmly(
        refuse(
          reserved(
            subject,
            // What was limited is not to be typed without its limit.
            'question' in steps || limitsUnheard({ ...frame, choice }, vocabulary).length > 0 ? [{ input: {} }] : steps,
            vocabulary,
          ),
          [subject.id],
        ),
      )
    const taken = takenBy(choice, frame.tokens)
    if (
      isOutOfReach(frame.tokens, taken, vocabulary) ||
      asksOfOthers(choice, vocabulary, world) ||
      isElsewhere(choice, tokens)
    )
      return notDone(frame)
    const bound = constraint({ ...frame, choice }, vocabulary)
    const left = bound.length > 0 ? bound : choice.leftover.filter(isHere(world))
    if ('question' in steps) {
      // What is missing is what nobody here knows.
      const odd = left.some(
        (token) =>
          token.kind === 'word' &&
          numberOf(token.word) === undefined &&
          (!vocabulary.speaking.has(conceptOf(token.stem)) || isForeign(subject, token)),
      )
      return odd && !(steps.candidates.length > 0 && choice.ranked.named && subject.effect === 'delete')
        ? notDone(frame)
        : firmly(ask(steps, choice))
    }
    if (ordersOther(choice, frame.tokens, scene)) return notDone(frame)
    const second = secondOrder({ ...frame, choice }, scene)
    if (second) return ask(undoneQuestion(textOf(second)))
    const doubt =
      doubtOf(choice, frame, scene, tokens) ??
      kindDoubt(choice, frame.tokens, scene, { all: tokens, earlier: leaning?.earlier ?? [] }) ??
      conditionOf(choice, framed) ??
      misspeltDeletion(frame.tokens)
    if (doubt !== undefined) return firmly(ask(doubt, choice))
    const unheard = otherValue(choice, choice.leftover, frame.tokens)
    if (unheard) return ask(absentQuestion(subject, unheard.field, unheard.said, world), choice)
    if (left.length > 0 && choice.readings.size === 0 && choice.explained < 0.5 && !isLikely(choice))
      return notDone(frame)
    if (subject.effect === 'read' && left.some((token) => isForeign(subject, token))) return notDone(frame)
    if (left.length > 0 && !isBeside(choice, left, frame.tokens, scene))
      return ask(
        leftoverQuestion(
          subject,
          left.map(({ text }) => text),
        ),
        choice,
      )
    const rival = given || found !== frame.choice ? undefined : rivalOf(choice, frame, vocabulary)
    if (rival) return ask(rival)
    const before = framed.frames[at - 1]
    const onlyAsked = choice.stance === 'permission' && subject.effect !== 'read' && isDoubted(frame.tokens)
    if (choice.stance === 'told' || onlyAsked || (before && verbElided(frame, before, scene)))
      return ask(unsureQuestion(subject, frame.tokens), choice)
    const place = placeUnheard(choice, frame.tokens, world)
    if (place) return firmly(ask(missingQuestion(subject, place, world), choice))
    const which = toldApart(choice, frame.tokens, world)
    if (which) return firmly(ask(which, choice))
    if (deletionMissed(choice, frame.tokens, scene) || vanishes(choice, frame.tokens))
      return firmly(ask(destructiveQuestion(textOf(frame.tokens), []), choice))
    const unsaidText = describedText(choice, frame.tokens) ?? namedAsText(choice, frame.tokens, world)
    if (unsaidText) return firmly(ask(missingQuestion(subject, unsaidText, world), choice))
    const { tokens: said } = frame
    const otherwise = isNotOrdered(choice, said, scene) || isNoTask(choice, said) || isToBecome(choice, said)
    const missed = tellsOther(choice, said) || isTurnedDown(choice, said) || verbMissed(choice, said, scene)
    if (isWrongWay(choice, said, scene)) return firmly(ask(unsureQuestion(subject, said), choice))
    if (otherwise || missed) return ask(unsureQuestion(subject, said), choice)
    const misnamed = misnamedIn(choice, frame.tokens, scene)
    if (misnamed) return firmly(ask(misnamed, choice))
    const heard = { ...frame, choice }
    const limits = [...new Set([...limitsUnheard(heard, vocabulary), ...halfHeard(heard, world)])]
    if (limits.length > 0)
      return ask(
        leftoverQuestion(
          subject,
          limits.map(({ text }) => text),
        ),
        choice,
      )
    // Where every word is understood, and a phrase was said to the end, it is meant.
    const whole =
      subject.effect === 'read' && choice.explained === 1 && choice.ranked.recall > 0.95 && choice.readings.size > 0
    const unusual = (choice.like ?? 1) < rarely && choice.ranked.recall < 0.99
    if (choice.fit < sure && (!whole || unusual) && !isUsual(heard))
      return ask(unsureQuestion(subject, frame.tokens), choice)
    const shared = sharedPlace(subject, steps, list.made)
    if (shared) return ask(missingQuestion(subject, shared, world), choice)
    if (rebuilds(subject, steps, list.made)) return ask(unsureQuestion(subject, frame.tokens), choice)
    account.ignored.push(...[...choice.leftover, ...choice.around].filter(isContent).map(({ text }) => text))
    accept(choice, steps, frame.joint)
  }
  return end({ kind: 'plan', steps: list.steps, ...account }, undefined, framed.frames.at(-1)?.choice)
}
