import { isContent } from '../tokens/request-tokens.ts'
import type { Token } from '../tokens/token.ts'
import { choose } from './choose.ts'
import { beginsWithOrder, type Judged, type Scene } from './judge.ts'

/** How well a verb has to fit with what it is about beside it. */
const fitting = 0.72

/** Words beside a verb that change nothing of it. */
const accompanying = /^(?:please|kindly|then|also|and|now|just|finally|afterwards|next|too|you|directly|immediately)$/

/** What the verb that ends a part is about, said nowhere: what was dealt with before. */
const itBehind = ({ end }: Token): Token => ({ kind: 'word', text: 'it', word: 'it', stem: 'it', start: end, end })

/** A part that is only the verb of an operation, as the order that it is behind another one of its service. */
const asOrder = (part: Judged, { choices: [known] }: Judged, scene: Scene): Judged => {
  const { tokens, item, joint, stance } = part
  const [verb, ...more] = tokens.filter((token) => isContent(token) || !accompanying.test(token.word))
  if (verb?.kind !== 'word' || more.length > 0 || item || joint === 'strong') return part
  // What ends a polite question is as much of an order as what it begins with: `can you plan dev and apply?`.
  if (stance !== 'order' && stance !== 'question') return part
  if (known?.stance !== 'order' || !beginsWithOrder(tokens, scene)) return part
  const id = `${known.subject.service}.${verb.word}`
  const spoken = [...tokens, itBehind(verb)]
  const choices = choose({ ...scene, tokens: spoken }, 'order')
  const own = choices.find(({ subject }) => subject.id === id)
  if (!own || own.subject === known.subject || own.subject.effect === 'read' || own.fit < fitting) return part
  // Nothing is deleted that nobody named, but what an order before it made ready is taken from there.
  if (own.subject.effect === 'delete' && !own.subject.fields.some(({ from }) => from !== undefined)) return part
  return { ...part, spoken, stance: 'order', stands: true, choices: [own, ...choices.filter((each) => each !== own)] }
}

/** Parts, of which one that is only a verb orders that as well: `plan and apply. Environment: staging`. */
export const withBareVerbs = (parts: readonly Judged[], scene: Scene): readonly Judged[] => {
  // Between the two may stand what only says more of the first: `plan dev and set zones to 3, then apply`.
  const before: Judged[] = []
  return parts.map((part) => {
    const found = before.map((each) => asOrder(part, each, scene)).find((each) => each !== part) ?? part
    if (found.stands) before.unshift(found)
    return found
  })
}
