import { beginsWithOrder, type Judged, type Scene } from '../choosing/judge.ts'

/** How well an order has to fit for what stands before it to be only why it is given. */
const certain = 1

/**
 * Parts, of which one is only told where the next draws the order from it: `I need more output, so set log.level to debug`.
 * What has its verb is an order of its own, and what comes to the same says more about it.
 */
export const withReasons = (parts: readonly Judged[], scene: Scene): readonly Judged[] =>
  parts.map((part, at) => {
    const next = parts[at + 1]
    const [own, drawn] = [part.choices[0], next?.choices[0]]
    const follows = next?.tokens[0]?.word === 'so' && next.stance === 'order' && beginsWithOrder(next.tokens, scene)
    if (!own || !drawn || !follows || part.stance !== 'order' || beginsWithOrder(part.tokens, scene)) return part
    return own.subject !== drawn.subject &&
      own.subject.effect === 'read' &&
      drawn.fit >= certain &&
      drawn.fit === drawn.meant
      ? { ...part, stance: 'told' }
      : part
  })
