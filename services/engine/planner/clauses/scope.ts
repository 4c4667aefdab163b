import { beginsWithOrder, type Judged, type Scene } from '../choosing/judge.ts'
import { isContent } from '../tokens/request-tokens.ts'
import type { Token } from '../tokens/token.ts'
import type { Stance } from './stance.ts'

/** How a part is said of which whatever is joined to it with a verb of its own is turned down, or only thought of, as well. */
const overOrders: ReadonlySet<Stance> = new Set(['negated', 'hypothetical'])

/** The same, of what is joined without a verb: it is more of the same. */
const overThings: ReadonlySet<Stance> = new Set(['negated', 'hypothetical', 'told', 'question', 'permission'])

const joins = /^(?:and|or|nor)$/

/** Whether a part goes on, without a pause, from one that orders nothing: `don't remove a.md and delete the branch`. */
const goesOn = ({ from, joint }: Judged, all: readonly Token[]): boolean =>
  joint === 'weak' && joins.test(all[from - 1]?.word ?? '') && all[from - 2]?.kind !== 'mark'

/** Whether a part only names things, and says nothing of them. */
const namesThings = ({ tokens, choices: [best] }: Judged): boolean => {
  const read = [...(best?.readings.values() ?? [])].flat()
  return tokens.every((token, at) => !isContent(token) || read.some(({ from, to }) => from <= at && at < to))
}

const told = (part: Judged): Judged => ({
  ...part,
  stance: 'told',
  choices: part.choices.map((choice) => ({ ...choice, stance: 'told' })),
})

/** Parts, of which none that has an effect is an order where it only goes on from one that is turned down or thought of. */
export const withScope = (parts: readonly Judged[], all: readonly Token[], scene: Scene): readonly Judged[] => {
  const scoped: Judged[] = []
  let before: Stance | undefined
  for (const part of parts) {
    const orders = beginsWithOrder(part.tokens, scene)
    const over = orders ? overOrders : overThings
    const [best] = part.choices
    const shares =
      before !== undefined &&
      over.has(before) &&
      part.stance === 'order' &&
      goesOn(part, all) &&
      best !== undefined &&
      (orders || namesThings(part))
    scoped.push(shares && best.subject.effect !== 'read' ? told(part) : part)
    if (!shares) before = part.stance
  }
  return scoped
}
