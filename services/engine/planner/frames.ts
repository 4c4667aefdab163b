import { type Choice, choose } from './choose.ts'
import { fill } from './fill.ts'
import type { Frame } from './frame.ts'
import { beginsWithOrder, isVague, type Judged, judge, type Scene } from './judge.ts'
import { isContent } from './request-tokens.ts'
import type { Segment } from './segments.ts'
import type { Token } from './token.ts'

/** A request as frames, and what of it orders nothing. */
export interface Framed {
  frames: readonly Frame[]
  /** What was turned down, told or taken back. */
  aside: readonly (readonly Token[])[]
  /** What only accompanies an order. */
  unknown: readonly (readonly Token[])[]
  /** Words that could mean a deletion and do not say so. */
  vague: readonly Token[] | undefined
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
      (kind === 'word' && (world.names.has(word) || world.roots.some((root) => root.split('/').includes(word)))),
  )

/** Whether a segment only says more about what was wanted before. */
const continues = (segment: Judged, { head }: Open, scene: Scene): boolean => {
  const [best] = segment.choices
  const [known] = head.choices
  if (!best || !known || beginsWithOrder(segment.tokens, scene) || segment.stance === 'question') return false
  if (best.subject === known.subject) return segment.joint === 'weak' || !best.ranked.named
  const more = fill(known.subject, { ...scene, tokens: segment.tokens })
  if (more.leftover.length === 0 && (more.readings.size > 0 || segment.joint === 'weak') && best.fit < 0.9) return true
  if (segment.joint !== 'weak') return false
  const [both] = choose({ ...scene, tokens: [...head.tokens, ...segment.tokens] }, head.stance)
  return both !== undefined && both.leftover.length <= known.leftover.length && both.subject === known.subject
}

const finite =
  /^(?:is|are|was|were|has|have|had|i|we|he|she|they|it|i'm|we're|it's|i've|we've|you|nobody|somebody|someone|everybody)$/
const binding = /^(?:must|should|needs?|without|not|no|never|only|except|mustn't|shouldn't|needn't)$/

/** Whether a segment beside an order is talk: it says something as it is, and binds nobody. */
const isTalk = ({ tokens, joint, item }: Judged): boolean =>
  !item &&
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

const adds = (segment: Judged, open: Open, scene: Scene): boolean => {
  const [known] = open.head.choices
  return known !== undefined && fill(known.subject, { ...scene, tokens: segment.tokens }).readings.size > 0
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
  let named = antecedent
  const judged = segments.map((segment) => {
    const found = judge(segment, scene, true, named)
    named = namedIn(segment.tokens, scene) ?? named
    return found
  })
  const ordered = judged.some(
    ({ stands, stance }) => stands && stance !== 'told' && stance !== 'negated' && stance !== 'retracted',
  )
  for (const [at, each] of judged.entries()) {
    const segment =
      frames.length === 0 || each.joint !== 'weak' ? each : judge(segments[at] as Segment, scene, false, undefined)
    const current = { ...each, stands: each.stands && (segment.stands || segment === each) }
    const last = frames.at(-1)
    if (current.stance === 'retracted')
      aside.push(...frames.splice(0).map(({ parts }) => parts.flatMap(({ tokens }) => tokens)))
    else if (
      (current.stance === 'told' && ordered) ||
      (current.stance === 'negated' && beginsWithOrder(current.tokens.slice(1), scene))
    )
      aside.push(current.tokens)
    else if (isVague(current)) vague ??= current.tokens
    else if (current.stands && !(last && continues(current, last, scene))) {
      frames.push({ head: current, parts: [...(frames.length === 0 ? waiting.splice(0) : []), current] })
    } else if (last && (adds(current, last, scene) || !isTalk(current))) last.parts.push(current)
    else if (last) unknown.push(current.tokens)
    else waiting.push(current)
  }
  unknown.push(...waiting.map(({ tokens }) => tokens))
  return {
    frames: frames.flatMap((open): Frame[] => {
      const kept = open.parts.filter(
        (part) =>
          part === open.head ||
          adds(part, open, scene) ||
          !isTalk(part) ||
          part.tokens.every((token) => !isContent(token)),
      )
      unknown.push(...open.parts.filter((part) => !kept.includes(part)).map(({ tokens }) => tokens))
      const tokens = between(all, kept)
      const choice = rechosen({ ...open, parts: kept }, tokens, scene)
      return choice ? [{ choice, tokens, joint: open.head.joint, item: open.head.item }] : []
    }),
    aside,
    unknown,
    vague,
  }
}
