/** Less room than this makes a ribbon of words. */
const narrowest = 20

/** Where a text begins that has no room beside what leads to it. */
const indent = 6

const folded = (text: string, room: number, depth: number): string =>
  Bun.wrapAnsi(text, room).replaceAll('\n', `\n${' '.repeat(depth)}`)

/**
 * A text behind what leads to it, and the rest of it below itself where the columns end. A word that is longer stays
 * whole, so that it can be copied; without columns, all of it is one line.
 */
export const hanging = (lead: string, text: string, columns = Number.POSITIVE_INFINITY): string => {
  const before = Bun.stringWidth(lead)
  const room = columns - before
  if (Bun.stringWidth(text) <= room) return lead + text
  if (room >= narrowest) return lead + folded(text, room, before)
  return `${lead.trimEnd()}\n${' '.repeat(indent)}${folded(text, columns - indent, indent)}`
}
