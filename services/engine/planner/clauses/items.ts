import { choose } from '../choosing/choose.ts'
import { beginsWithOrder, type Judged, leadOf, type Scene } from '../choosing/judge.ts'
import { generalVerbs } from '../words/verbs.ts'

/** Whether an item of a list is an order of its own, although nobody knows which: `3) stage infra`. */
export const isOwnItem = ({ item, tokens, stance }: Judged, scene: Scene): boolean =>
  item &&
  stance === 'order' &&
  beginsWithOrder(tokens, scene) &&
  !generalVerbs.has(tokens[leadOf(tokens, scene)]?.stem ?? '')

/** A header with items that each complete it: one order for each. */
const perItem = (header: Judged, items: readonly Judged[], scene: Scene): readonly Judged[] | undefined => {
  if (items.length < 2 || items.some(({ item, tokens }) => !item || beginsWithOrder(tokens, scene))) return undefined
  const each = items.map((item) => {
    const tokens = [...header.tokens, ...item.tokens]
    const choices = choose({ ...scene, tokens }, header.stance)
    return { ...header, tokens, spoken: tokens, choices, from: item.from, to: item.to, stands: true, item: true }
  })
  const [first] = each[0]?.choices ?? []
  const complete = each.every(({ choices: [best] }) => {
    if (!best || best.subject !== first?.subject || best.leftover.length > 0 || best.fit < 0.6) return false
    const required = best.subject.fields.filter((field) => field.required && !field.many)
    return required.length > 0 && required.every(({ name }) => best.readings.get(name)?.length === 1)
  })
  return complete ? each : undefined
}

/** Segments with a header and its items made into orders of their own, where each item completes the header. */
export const withItems = (judged: readonly Judged[], scene: Scene): readonly Judged[] =>
  judged.flatMap((each, at) => {
    if (each.item) {
      const header = judged.slice(0, at).findLastIndex(({ item }) => !item)
      const items = judged.slice(header + 1)
      const end = items.findIndex(({ item }) => !item)
      const block = end < 0 ? items : items.slice(0, end)
      const head = judged[header]
      return head && perItem(head, block, scene) ? [] : [each]
    }
    const after = judged.slice(at + 1)
    const end = after.findIndex(({ item }) => !item)
    return perItem(each, end < 0 ? after : after.slice(0, end), scene) ?? [each]
  })
