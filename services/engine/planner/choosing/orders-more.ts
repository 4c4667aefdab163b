import { isContent, tokenConcept } from '../tokens/request-tokens.ts'
import type { Token } from '../tokens/token.ts'
import { generalVerbs } from '../words/verbs.ts'
import { beginsWithOrder, type Judged, leadOf, type Scene } from './judge.ts'

/** Verbs with which something is to be there, and not only to be seen. */
const bringing = new Set(['set', 'add', 'create', 'make', 'write', 'generate', 'build', 'put'])

/** Whether a part that came to nothing is an order all the same: by a verb of its own, or by one that makes something. */
export const ordersSomething = (part: readonly Token[], scene: Scene): boolean => {
  const at = leadOf(part, scene)
  const lead = part[at]
  if (!lead || !beginsWithOrder(part, scene)) return false
  return (
    !generalVerbs.has(lead.stem) ||
    (bringing.has(lead.word) && part.slice(at + 1).some((token) => isContent(token) || token.word === 'one'))
  )
}

/** Whether a part behind a deletion orders something else: `delete the key and set a new one`. */
export const ordersBeside = ({ tokens, from }: Judged, head: Judged, scene: Scene): boolean => {
  const at = leadOf(tokens, scene)
  const lead = tokens[at]
  return (
    head.choices[0]?.subject.effect === 'delete' &&
    from > head.from &&
    lead !== undefined &&
    tokens.slice(at + 1).some(isContent) &&
    !head.choices[0].subject.openers.has(tokenConcept(lead))
  )
}

/** Whether a part behind an order has the very verb of another operation with an effect, which nothing else does. */
export const ordersMore = ({ tokens, from, choices }: Judged, head: Judged, scene: Scene): boolean => {
  const at = leadOf(tokens, scene)
  const verb = tokens[at]?.word
  // What is run by its name is no way to do what was ordered: `validate dev and run the unit tests`.
  if (from > head.from && verb === 'run' && /^(?:the|our|my|all)$/.test(tokens[at + 1]?.word ?? '')) return true
  return (
    from > head.from &&
    choices[0]?.subject !== head.choices[0]?.subject &&
    !head.choices[0]?.subject.id.endsWith(`.${verb}`) &&
    scene.vocabulary.subjects.some(({ id, effect }) => effect !== 'read' && id.endsWith(`.${verb}`))
  )
}
