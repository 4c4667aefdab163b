import { isAnnounced } from '../clauses/announced.ts'
import { entityKinds, madeIn, makesRoots, namedIn } from '../clauses/antecedents.ts'
import {
  isClosing,
  isDestination,
  isGiven,
  isHandingOn,
  isLimit,
  isOccasion,
  isPlacing,
  isReason,
  isStrangeOrder,
  isTalk,
  trimmed,
} from '../clauses/clauses.ts'
import { isForbidden, withForbidding } from '../clauses/forbidden.ts'
import { isHandedOver, isVerbAgain } from '../clauses/handed-over.ts'
import { isOwnItem, withItems } from '../clauses/items.ts'
import { namesPlanFile } from '../clauses/kept-in.ts'
import { pointsAtMany } from '../clauses/pointing.ts'
import { withReasons } from '../clauses/reasons.ts'
import { repeatsOnly, saysAgain } from '../clauses/repeats.ts'
import { withScope } from '../clauses/scope.ts'
import type { Segment } from '../clauses/segments.ts'
import { isTitled } from '../clauses/titles.ts'
import { isContent, tokenConcept } from '../tokens/request-tokens.ts'
import type { Token } from '../tokens/token.ts'
import { lightWords } from '../words/light-words.ts'
import { generalVerbs } from '../words/verbs.ts'
import { withBareVerbs } from './bare-verbs.ts'
import { between } from './between.ts'
import { type Choice, choose } from './choose.ts'
import { completed, completes } from './completing.ts'
import { fill } from './fill.ts'
import type { Frame } from './frame.ts'
import { beginsWithOrder, behind, isVague, type Judged, judge, leadOf, type Scene, states } from './judge.ts'
import { likelierThan } from './likelier.ts'
import { narrows } from './narrows.ts'
import { adds, curbs, isBinding, type Open } from './open.ts'
import { ordersBeside, ordersMore } from './orders-more.ts'
import { turnsOn } from './turned-on.ts'

/** A request as frames, and what of it orders nothing. */
export interface Framed {
  frames: readonly Frame[]
  /** What was turned down, told or taken back. */
  aside: readonly (readonly Token[])[]
  /** What only accompanies an order. */
  unknown: readonly (readonly Token[])[]
  /** Words that could mean a deletion and do not say so. */
  vague: readonly Token[] | undefined
  /** Orders before another one that only what comes behind them would be done of. */
  undone: readonly (readonly Token[])[]
  /** A part that orders something by a verb that nothing here knows. */
  strange: readonly Token[] | undefined
}

/** Whether a part behind an order wants to see something of its own: `stop it, then show me what happened`. */
const asksToSee = (tokens: readonly Token[]): boolean =>
  !tokens.some(isContent) &&
  /^(?:(?:and|then|also|please|can you|could you) )*(?:show|list|print|display)(?: me| us)? (?:what|which|who|how|where)\b/.test(
    tokens.map(({ word }) => word).join(' '),
  )

/** Whether a segment only says more about what was wanted before. */
const continues = (segment: Judged, { head }: Open, scene: Scene): boolean => {
  const [best] = segment.choices
  const [known] = head.choices
  if (!best || !known) return false
  if (saysAgain(segment, head, scene) || namesPlanFile(segment.tokens, known.subject)) return true
  if (isHandedOver(segment, known, scene) || isVerbAgain(segment, known)) return true
  const same = segment.choices.find(({ subject }) => subject === known.subject)
  const lead = segment.tokens[leadOf(segment.tokens, scene)]
  const again = lead?.stem === head.tokens[leadOf(head.tokens, scene)]?.stem && beginsWithOrder(segment.tokens, scene)
  // The same verb once more, with all that it needs, orders the same once more: `write 'one' to a.md, write 'two' to b.md`.
  const needed = best.subject.fields.filter(({ required }) => required)
  const isWhole = needed.length > 0 && needed.every(({ name }) => best.readings.has(name))
  if (again && best.subject === known.subject && isWhole && segment.stance === 'order') return false
  if (same && !again && narrows(same, { best, known, joint: segment.joint })) return true
  const content = segment.tokens.filter(isContent)
  // Said once more, or asked once more about the same.
  const said = [...known.readings.values()].flat().map(({ value }) => value)
  // The very verb of another operation orders that one: `plan dev. apply that plan`.
  const isOther = best.subject !== known.subject && best.subject.id.endsWith(`.${lead?.word}`)
  const repeats = [...best.readings.values()].flat().every(({ value }) => said.includes(value))
  if (
    same &&
    repeats &&
    !isOther &&
    (segment.stance === 'question'
      ? same.fit > best.fit - 0.3
      : content.length <= 2 &&
        content.every((token) => (known.subject.concepts.get(tokenConcept(token)) ?? 0) === 1) &&
        segment.joint === 'strong')
  )
    return true
  const follows = segment.joint === 'weak' && behind.has(segment.tokens[0]?.word ?? '')
  if (follows && best.readings.size === 0 && best.subject.service === known.subject.service) return true
  const more = fill(known.subject, { ...scene, tokens: segment.tokens })
  const field = (name: string) => known.subject.fields.find((each) => each.name === name)
  const switches = more.readings.size > 0 && [...more.readings.keys()].every((name) => field(name)?.kind === 'switch')
  const keeps =
    [...more.readings.keys()].some((name) => field(name)?.kind === 'new-file') &&
    known.subject.fields.some(({ kind }) => kind === 'text')
  if (more.leftover.length === 0 && ((switches && content.length <= 2) || keeps)) return true
  if (
    lead &&
    generalVerbs.has(lead.stem) &&
    more.leftover.length === 0 &&
    more.readings.size > 0 &&
    best.fit < 0.85 &&
    !segment.tokens.some(({ word }) => word === 'it' && known.subject.effect === 'read')
  )
    return true
  // A condition that it can be told: `but only if it does not exist yet`.
  if (segment.but && more.readings.size > 0 && more.leftover.every(({ stem }) => lightWords.has(stem))) return true
  if (states(segment.tokens, segment.stance, scene) && more.leftover.length === 0 && more.readings.size > 0) return true
  // It gives what the same operation lacks: `unlock staging, lock 9f3d…`.
  const lacks = known.subject.fields.some(
    ({ required, name, kind }) =>
      (required || (kind === 'root' && segment.stance === 'question')) &&
      !known.readings.has(name) &&
      more.readings.has(name),
  )
  if (best.subject === known.subject && lacks && (segment.joint === 'weak' || segment.stance === 'question'))
    return true
  const asks = segment.stance === 'question' && !segment.tokens.every(isContent)
  if (beginsWithOrder(segment.tokens, scene) || asks) return false
  if (best.subject === known.subject) return true
  if (
    more.leftover.every(({ kind, stem }) => kind === 'word' && lightWords.has(stem)) &&
    best.fit < (more.readings.size > 0 ? 0.9 : segment.joint === 'weak' ? 0.7 : 0.75)
  )
    return true
  // What orders something else that well is no part of another order.
  const other = best.opened && best.fit > 1 && best.subject.effect !== 'read' && beginsWithOrder(head.tokens, scene)
  if (segment.joint !== 'weak' || other) return false
  // A look that is known by just these words is one more: `costs by month, and the budget`.
  const isNamed =
    !/^(?:what|which|how|why|who|where)$/.test(segment.tokens[0]?.word ?? '') &&
    content.length <= 2 &&
    more.readings.size === 0
  if (isNamed && best.fit >= 1 && best.ranked.named && best.leftover.length === 0) return false
  const [both] = choose({ ...scene, tokens: [...head.tokens, ...segment.tokens] }, head.stance)
  return both !== undefined && both.leftover.length <= known.leftover.length && both.subject === known.subject
}

/** Chooses anew with all pieces that belong to a frame, among the operations that its own words spoke for. */
const rechosen = ({ head, parts }: Open, tokens: readonly Token[], scene: Scene): Choice | undefined => {
  const [own] = head.choices
  if (parts.length === 1) return own
  // What was ordered to be deleted becomes nothing else by what is said besides.
  const margin = own?.subject.effect === 'delete' ? 0.001 : 0.12
  const near = head.choices.filter(({ fit }) => own && fit > own.fit - margin).map(({ subject }) => subject.id)
  const all = choose({ ...scene, tokens }, head.stance)
  const mine = all.find(({ subject }) => subject === own?.subject)
  const best = all.find(({ subject }) => near.includes(subject.id))
  // What is said besides makes another order of it only where that understands more.
  const same = !best || best.subject === own?.subject || !mine || best.leftover.length < mine.leftover.length
  return (same ? best : mine) ?? own
}

/** What was said of the same thing before it was corrected still holds where nothing else is said of it. */
const withRetracted = (choice: Choice | undefined, retracted: readonly Open[]): Choice | undefined => {
  const before = retracted.map(({ head }) => head.choices[0]).find((each) => each?.subject === choice?.subject)
  return choice && before ? { ...choice, readings: new Map([...before.readings, ...choice.readings]) } : choice
}

/** Makes frames of segments: what orders nothing by itself belongs to what does. */
export const framesOf = (
  all: readonly Token[],
  segments: readonly Segment[],
  scene: Scene,
  antecedent?: Token,
): Framed => {
  const frames: Open[] = []
  const aside: (readonly Token[])[] = []
  const unknown: (readonly Token[])[] = []
  const waiting: Judged[] = []
  const retracted: Open[] = []
  let vague: readonly Token[] | undefined
  let strange: readonly Token[] | undefined
  const lost: (readonly Token[])[] = []
  let named = antecedent ? [antecedent] : []
  let things = 0
  let ordering: Judged | undefined
  const looked = withForbidding(segments, all, scene).map((segment, at) => {
    // `Them` are all of what was named, which no piece stands for.
    const found = judge(segment, scene, at === 0, pointsAtMany(segment.tokens) && things > 1 ? [] : named)
    const count = segment.tokens.filter((token) => namedIn([token], scene)).length
    if (count > 0) things = found.stands ? count : things + count
    const own = namedIn(segment.tokens, scene)
    // What does not stand for itself says more of the order before: `a VPC and a Postgres for staging`.
    if (found.stands) ordering = found
    const [thing, made] = [segment.tokens.findLast(({ kind }) => entityKinds.has(kind)), madeIn(found)]
    if (made) named = [made]
    else if (own?.kind === 'word' && ordering && makesRoots(ordering)) named = []
    else if (own) named = thing && thing !== own ? [own, thing] : [own]
    return found
  })
  const judged = withScope(withReasons(withBareVerbs(withItems(looked, scene), scene), scene), all, scene)
  const orders = (part: Judged): boolean =>
    part.stands &&
    !isOccasion(part, scene) &&
    !(['told', 'negated', 'retracted'].includes(part.stance) || isAnnounced(part, judged, scene)) &&
    !states(part.spoken, part.stance, scene)
  const ordered = judged.some(orders)
  for (const [at, each] of judged.entries()) {
    const last = frames.at(-1)
    const first = last === undefined && !judged.slice(at + 1).some(orders)
    const stands = each.stands || (first && judge(each, scene, true, []).stands)
    if (each.stance === 'retracted') {
      retracted.push(...frames)
      aside.push(...frames.splice(0).map(({ parts }) => parts.flatMap(({ tokens }) => tokens)))
    } else if (last && each.tokens[0]?.word === 'without' && isBinding(each, last, scene)) last.parts.push(each)
    else if (last && turnsOn(each, last, scene)) last.parts.push(each)
    else if (ordered && isOccasion(each, scene)) aside.push(each.tokens)
    else if (last && (isLimit(each, scene) || curbs(each, last, scene))) last.parts.push(each)
    else if (each.stance === 'told' && last?.head.choices[0] && isPlacing(each, last.head.choices[0], scene))
      last.parts.push(each)
    else if (
      (ordered && (each.stance === 'told' || isAnnounced(each, judged, scene))) ||
      (each.stance === 'negated' && isForbidden(each.tokens, scene) && !(last && isBinding(each, last, scene)))
    )
      aside.push(each.tokens)
    else if (last && (isClosing(each) || isHandingOn(each))) aside.push(each.tokens)
    else if (last && (isReason(each) || isDestination(each, scene))) unknown.push(each.tokens)
    else if (isVague(each)) vague ??= each.tokens
    else if (last === undefined && stands && (each.choices[0]?.meant ?? 0) < 0.58 && judged.slice(at + 1).some(orders))
      waiting.push(each)
    else if (ordered && states(each.spoken, each.stance, scene)) {
      if (last && (adds(each, last, scene) || !isTalk(each, scene))) last.parts.push(each)
      else waiting.push(each)
    } else if (last?.parts.length === 1 && completes(each, last.head, scene)) {
      const whole = completed(each, last.head, scene)
      last.head = whole
      last.parts = [...last.parts.filter(({ from }) => from < whole.from), whole]
    } else if (stands && !(last && continues(each, last, scene))) {
      frames.push({ head: { ...each, stands }, parts: [...(frames.length === 0 ? waiting.splice(0) : []), each] })
    } else if (isStrangeOrder(each, scene)) strange ??= each.tokens
    else if (last?.head.item && isOwnItem(each, scene)) lost.push(each.tokens)
    else if (last && asksToSee(each.tokens) && !adds(each, last, scene)) lost.push(each.tokens)
    else if (last && (adds(each, last, scene) || !isTalk(each, scene))) last.parts.push(each)
    else if (last) unknown.push(each.tokens)
    else waiting.push(each)
  }
  unknown.push(...waiting.map(({ tokens }) => tokens))
  if (isTitled(all, frames)) aside.push(...(frames.shift()?.parts ?? []).map(({ tokens }) => tokens))
  const undone = [
    ...lost,
    ...frames.flatMap((open) => {
      const { head, parts } = open
      return parts
        .filter(
          (part) =>
            part.stance === 'order' &&
            beginsWithOrder(part.tokens, scene) &&
            !isGiven(part, head, scene) &&
            (part.from < head.from
              ? namedIn(part.tokens, scene) !== undefined
              : ordersMore(part, head, scene) || (ordersBeside(part, head, scene) && !adds(part, open, scene))),
        )
        .map(({ tokens }) => tokens)
    }),
  ]
  return {
    undone,
    frames: frames.flatMap((open): Frame[] => {
      const headAt = open.parts.findIndex(({ from }) => from === open.head.from)
      const kept = open.parts.filter(
        (part, i) =>
          i === headAt ||
          (adds(part, open, scene) && !(isTalk(part, scene) && repeatsOnly(part, open.head, scene))) ||
          isLimit(part, scene) ||
          (open.head.but && i < headAt && part.tokens.some(isContent)) ||
          curbs(part, open, scene) ||
          (!isTalk(part, scene) && (i > headAt || open.head.joint === 'weak') && part.tokens.some(isContent)),
      )
      unknown.push(...open.parts.filter((part) => !kept.includes(part)).map(({ tokens }) => tokens))
      const [known] = open.head.choices
      const said = (part: Judged): readonly Token[] => {
        if (part.from === open.head.from || !known) return part.spoken
        const { kept: own, left } = trimmed(part, known, scene)
        if (left.length > 0) unknown.push(left)
        // What a pronoun of the order stands for is said there.
        return own.filter(({ text }) => !open.head.replaced || text !== open.head.replaced.text)
      }
      const tokens = kept.length === 1 ? open.head.spoken : between(all, kept, said)
      const choice = withRetracted(rechosen({ ...open, parts: kept }, tokens, scene), retracted)
      const near = open.head.choices.filter(({ fit }) => choice && fit > choice.fit - 0.25 && fit > 0.45)
      const { joint, item } = open.head
      return choice ? [{ choice, near, likelier: likelierThan(choice, open.head.choices), tokens, joint, item }] : []
    }),
    aside,
    unknown,
    vague,
    strange,
  }
}
