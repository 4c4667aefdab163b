import { type Segment, segmentsOf } from '../clauses/segments.ts'
import { stanceOf } from '../clauses/stance.ts'
import { isContent } from '../tokens/request-tokens.ts'
import type { Token } from '../tokens/token.ts'
import type { Choice } from './choose.ts'
import { type Framed, framesOf } from './frames.ts'
import { beginsWithOrder, type Scene } from './judge.ts'
import { isLikely } from './usual.ts'

/** How likely what has an effect has to be by how people say it, and how well it has to fit, to be taken as one. */
const plain = { like: 0.95, fit: 0.72 }

/** Whether nearly everybody who says it so wants this change, and every word of it was heard. */
const isPlain = ({ subject, like, fit, leftover }: Choice): boolean =>
  subject.effect !== 'delete' && (like ?? 0) >= plain.like && fit >= plain.fit && leftover.length === 0

/**
 * A request of which no part orders anything, taken as one: people say it so, whatever its marks part. What deletes is
 * never taken so.
 */
export const wholeOr = (parted: Framed, tokens: readonly Token[], scene: Scene): Framed => {
  const answered = answeredBy(segmentsOf(tokens), scene)
  if (answered || parted.frames.length > 0) return answered ?? parted
  const said = tokens.filter(({ kind }) => kind !== 'mark')
  const one = {
    tokens: said,
    from: 0,
    to: tokens.length,
    joint: 'start' as const,
    item: false,
    but: false,
    asks: false,
  }
  const whole = framesOf(tokens, [one], scene)
  const [frame] = whole.frames
  if (frame && (frame.choice.subject.effect === 'read' ? isLikely(frame.choice) : isPlain(frame.choice))) return whole
  return parted
}

/** Words beside a file that only say that something stands there: `it's in docs/setup.md`, `package.json should say`. */
const standing = new Set(['say', 'know', 'tell', 'think', 'guess', 'believ', 'check', 'se', 'look'])

/** A question that nothing here answers, with the file where the answer is: that is read. */
const answeredBy = (segments: readonly Segment[], scene: Scene): Framed | undefined => {
  const last = segments.at(-1)
  const asked = segments.slice(0, -1)
  const [file, ...more] = last?.tokens.filter((token) => isContent(token) && !standing.has(token.stem)) ?? []
  if (!last || !file || more.length > 0 || !scene.world.fileSet.has(file.text)) return undefined
  const stances = asked.map(({ tokens, asks }) => stanceOf(tokens, asks))
  if (!stances.includes('question') || stances.some((stance) => stance !== 'question' && stance !== 'order'))
    return undefined
  if (asked.some(({ tokens }, at) => stances[at] === 'order' && beginsWithOrder(tokens, scene))) return undefined
  const show = { ...file, kind: 'word' as const, text: 'show', word: 'show', stem: 'show', end: file.start }
  const spoken = [show, file]
  const read = framesOf(spoken, [{ ...last, tokens: spoken, from: 0, to: 2, joint: 'start' }], scene)
  return { ...read, aside: asked.map(({ tokens }) => tokens) }
}
