import { type Choice, choose } from './choose.ts'
import { environmentNames } from './environments.ts'
import { fill } from './fill.ts'
import type { Frame } from './frame.ts'
import { isOwnItem, withItems } from './items.ts'
import { beginsWithOrder, isVague, type Judged, judge, leadOf, type Scene, states } from './judge.ts'
import { lightWords } from './light-words.ts'
import { isContent, tokenConcept } from './request-tokens.ts'
import type { Segment } from './segments.ts'
import type { Token } from './token.ts'
import { generalVerbs } from './verbs.ts'

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

interface Open {
  head: Judged
  parts: Judged[]
}

const entityKinds = new Set(['path', 'name', 'record', 'sha', 'address', 'stash', 'uuid'])

/** What a pronoun behind some pieces stands for: the last thing with a name of its own. */
const namedIn = (tokens: readonly Token[], { world }: Scene): Token | undefined =>
  tokens.findLast(
    ({ kind, word }) =>
      entityKinds.has(kind) ||
      (kind === 'word' &&
        ((world.git?.branches ?? []).includes(word) || world.roots.some((root) => root.split('/').includes(word)))),
  )

const prepositions = new Set('in on of for from by with at under since until within during per'.split(' '))

const serviceOf = ({ subject: { id } }: Choice): string => id.split('.')[0] ?? ''

/** Whether a segment only says more about what was wanted before. */
const continues = (segment: Judged, { head }: Open, scene: Scene): boolean => {
  const [best] = segment.choices
  const [known] = head.choices
  if (!best || !known) return false
  const same = segment.choices.find(({ subject }) => subject === known.subject)
  const content = segment.tokens.filter(isContent)
  // Said once more, or asked once more about the same.
  const said = [...known.readings.values()].flat().map(({ value }) => value)
  const repeats = [...best.readings.values()].flat().every(({ value }) => said.includes(value))
  if (
    same &&
    repeats &&
    (segment.stance === 'question'
      ? same.fit > best.fit - 0.3
      : content.length <= 2 &&
        content.every((token) => (known.subject.concepts.get(tokenConcept(token)) ?? 0) === 1) &&
        segment.joint === 'strong')
  )
    return true
  const behind = segment.joint === 'weak' && prepositions.has(segment.tokens[0]?.word ?? '')
  if (behind && best.readings.size === 0 && serviceOf(best) === serviceOf(known)) return true
  const lead = segment.tokens[leadOf(segment.tokens, scene)]
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
  const asks = segment.stance === 'question' && !segment.tokens.every(isContent)
  if (beginsWithOrder(segment.tokens, scene) || asks) return false
  if (best.subject === known.subject) return true
  if (
    more.leftover.every(({ kind, stem }) => kind === 'word' && lightWords.has(stem)) &&
    best.fit < (more.readings.size > 0 ? 0.9 : segment.joint === 'weak' ? 0.7 : 0.75)
  )
    return true
  if (segment.joint !== 'weak') return false
  const [both] = choose({ ...scene, tokens: [...head.tokens, ...segment.tokens] }, head.stance)
  return both !== undefined && both.leftover.length <= known.leftover.length && both.subject === known.subject
}

const finite =
  /^(?:is|are|was|were|has|have|had|i|we|he|she|they|it|i'm|we're|it's|i've|we've|you|nobody|somebody|someone|everybody)$/
const binding = /^(?:must|should|needs?|without|not|no|never|only|except|mustn't|shouldn't|needn't)$/

/** Whether a segment beside an order is talk: it says something as it is, and binds nobody. */
const isTalk = ({ tokens, joint, item, but }: Judged, { world }: Scene): boolean =>
  !tokens.some(({ word }) => world.git?.branches?.includes(word)) &&
  !item &&
  !but &&
  !tokens.some(({ kind, word }) => (kind !== 'word' && kind !== 'mark') || binding.test(word)) &&
  (joint === 'strong' || tokens.some(({ kind, word }) => kind === 'word' && finite.test(word)))

const between = (all: readonly Token[], parts: readonly Judged[]): readonly Token[] =>
  parts.flatMap((part, at) => {
    const next = parts[at + 1]
    return [...part.tokens, ...(next && next.from - part.to <= 2 ? all.slice(part.to, next.from) : [])]
  })

/** Chooses anew with all pieces that belong to a frame, among the operations that its own words spoke for. */
const rechosen = ({ head, parts }: Open, tokens: readonly Token[], scene: Scene): Choice | undefined => {
  const [own] = head.choices
  if (parts.length === 1) return own
  const near = head.choices.filter(({ fit }) => own && fit > own.fit - 0.12).map(({ subject }) => subject.id)
  return choose({ ...scene, tokens }, head.stance).find(({ subject }) => near.includes(subject.id)) ?? own
}

/** Whether what is turned down only limits what was ordered: `do not contact anybody` is a way to do it. */
const isBinding = (segment: Judged, { head }: Open, scene: Scene): boolean => {
  const [known] = head.choices
  if (!known) return false
  const { readings } = fill(known.subject, { ...scene, tokens: segment.tokens })
  return [...readings].some(
    ([name, found]) =>
      known.subject.fields.some((field) => field.name === name && field.kind === 'switch') && found.length > 0,
  )
}

const adds = (segment: Judged, open: Open, scene: Scene): boolean => {
  const [known] = open.head.choices
  return known !== undefined && fill(known.subject, { ...scene, tokens: segment.tokens }).readings.size > 0
}

/** Whether a part turns down a way of doing it, and not an order of its own: `without versioning`, `don't use NAT`. */
const isLimit = ({ tokens, stance }: Judged, scene: Scene): boolean => {
  const at = leadOf(tokens, scene)
  const lead = tokens[at]
  if (!lead) return false
  if (tokens[0]?.word === 'without') return !isOrder(lead, scene)
  return (
    stance === 'negated' &&
    limiting.has(lead.stem) &&
    tokens.slice(at + 1).some((token) => isContent(token) && !isOrder(token, scene))
  )
}

/** Verbs with which a way of doing something is turned down. */
const limiting = new Set('us add includ put enabl need want allow expos set'.split(' '))

const isOrder = (token: Token, { vocabulary }: Scene): boolean =>
  token.kind === 'word' && vocabulary.verbs.has(tokenConcept(token))

const wish = /^(?:so )?(?:i|we) (?:want|need|would like|have|wish|plan|intend) to\b/

/** Whether a part behind an order only says what it is for: `I want to reword it`. */
const isReason = ({ tokens }: Judged): boolean =>
  wish.test(tokens.map(({ word }) => word).join(' ')) && tokens.filter(isContent).length <= 1

/** Whether a later part is another order by a verb that nothing here knows. */
const isStrangeOrder = ({ tokens, stance, stands }: Judged, scene: Scene): boolean => {
  const lead = tokens[leadOf(tokens, scene)]
  if (tokens.length === 1 && environmentNames(tokens[0]?.word ?? '').length > 0) return false
  if (stands || stance !== 'order' || lead?.kind !== 'word' || !beginsWithOrder(tokens, scene)) return false
  return (
    !generalVerbs.has(lead.stem) &&
    !scene.vocabulary.speaking
      .get(tokenConcept(lead))
      ?.some(({ concepts }) => (concepts.get(tokenConcept(lead)) ?? 0) >= 0.7)
  )
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
  let vague: readonly Token[] | undefined
  let strange: readonly Token[] | undefined
  const lost: (readonly Token[])[] = []
  let named = antecedent
  const looked = segments.map((segment, at) => {
    const found = judge(segment, scene, at === 0, named)
    named = namedIn(segment.tokens, scene) ?? named
    return found
  })
  const judged = withItems(looked, scene)
  const orders = ({ stands, stance, spoken }: Judged): boolean =>
    stands && !['told', 'negated', 'retracted'].includes(stance) && !states(spoken, stance, scene)
  const ordered = judged.some(orders)
  for (const [at, each] of judged.entries()) {
    const last = frames.at(-1)
    const first = last === undefined && !judged.slice(at + 1).some(orders)
    const stands = each.stands || (first && judge(each, scene, true, undefined).stands)
    if (each.stance === 'retracted')
      aside.push(...frames.splice(0).map(({ parts }) => parts.flatMap(({ tokens }) => tokens)))
    else if (last && isLimit(each, scene)) last.parts.push(each)
    else if (
      (each.stance === 'told' && ordered) ||
      (each.stance === 'negated' &&
        beginsWithOrder(each.tokens.slice(1), scene) &&
        !(last && isBinding(each, last, scene)))
    )
      aside.push(each.tokens)
    else if (last && isReason(each)) unknown.push(each.tokens)
    else if (isVague(each)) vague ??= each.tokens
    else if (last === undefined && stands && (each.choices[0]?.meant ?? 0) < 0.58 && judged.slice(at + 1).some(orders))
      waiting.push(each)
    else if (ordered && states(each.spoken, each.stance, scene)) {
      if (last && adds(each, last, scene)) last.parts.push(each)
      else waiting.push(each)
    } else if (stands && !(last && continues(each, last, scene))) {
      frames.push({ head: { ...each, stands }, parts: [...(frames.length === 0 ? waiting.splice(0) : []), each] })
    } else if (isStrangeOrder(each, scene)) strange ??= each.tokens
    else if (last?.head.item && isOwnItem(each, scene)) lost.push(each.tokens)
    else if (last && (adds(each, last, scene) || !isTalk(each, scene))) last.parts.push(each)
    else if (last) unknown.push(each.tokens)
    else waiting.push(each)
  }
  unknown.push(...waiting.map(({ tokens }) => tokens))
  const undone = [
    ...lost,
    ...frames.flatMap(({ head, parts }) =>
      parts
        .filter(
          ({ from, tokens, stance }) =>
            from < head.from &&
            stance === 'order' &&
            beginsWithOrder(tokens, scene) &&
            namedIn(tokens, scene) !== undefined,
        )
        .map(({ tokens }) => tokens),
    ),
  ]
  return {
    undone,
    frames: frames.flatMap((open): Frame[] => {
      const headAt = open.parts.findIndex(({ from }) => from === open.head.from)
      const kept = open.parts.filter(
        (part, i) =>
          i === headAt ||
          adds(part, open, scene) ||
          isLimit(part, scene) ||
          (open.head.but && i < headAt && part.tokens.some(isContent)) ||
          (!isTalk(part, scene) && (i > headAt || open.head.joint === 'weak') && part.tokens.some(isContent)),
      )
      unknown.push(...open.parts.filter((part) => !kept.includes(part)).map(({ tokens }) => tokens))
      const tokens = kept.length === 1 ? open.head.spoken : between(all, kept)
      const choice = rechosen({ ...open, parts: kept }, tokens, scene)
      const near = open.head.choices.filter(({ fit }) => choice && fit > choice.fit - 0.15 && fit > 0.45)
      return choice ? [{ choice, near, tokens, joint: open.head.joint, item: open.head.item }] : []
    }),
    aside,
    unknown,
    vague,
    strange,
  }
}
