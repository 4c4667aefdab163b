/** Less room than this makes a ribbon of words. */
const narrowest = 20

/**
 * A text behind what leads to it, and the rest of it below itself where the columns end. A word that is longer stays
 * whole, so that it can be copied; without columns, all of it is one line.
 */
export const hanging = (lead: string, text: string, columns = Number.POSITIVE_INFINITY): string => {
  const before = Bun.stringWidth(lead)
  const room = columns - before
  if (room < narrowest || Bun.stringWidth(text) <= room) return lead + text
  return lead + Bun.wrapAnsi(text, room).replaceAll('\n', `\n${' '.repeat(before)}`)
}
