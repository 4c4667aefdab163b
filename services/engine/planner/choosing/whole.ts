import type { Token } from '../tokens/token.ts'
import { type Framed, framesOf } from './frames.ts'
import type { Scene } from './judge.ts'
import { isLikely } from './usual.ts'

/**
 * A request of which no part orders anything, taken as one: people say it so, whatever its marks part. Only what looks
 * at something is taken so.
 */
export const wholeOr = (parted: Framed, tokens: readonly Token[], scene: Scene): Framed => {
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
  return frame && frame.choice.subject.effect === 'read' && isLikely(frame.choice) ? whole : parted
}
