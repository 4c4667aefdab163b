/** Where text ends that goes to no terminal, or to a wide one: longer lines are hard to read. */
export const readableWidth = 100

/** The width to fold text to at a terminal of this many columns. */
export const widthFor = (columns: number | undefined): number =>
  Math.max(40, Math.min(columns ?? readableWidth, readableWidth))

/** One paragraph as lines of at most a width, the later ones indented. A word that is longer stays whole. */
export const fold = (text: string, width: number, indent = ''): string => {
  const lines: string[] = []
  let line = ''
  for (const word of text.split(/\s+/).filter(Boolean)) {
    const longer = line ? `${line} ${word}` : word
    if (line && Bun.stringWidth(longer) > width - (lines.length > 0 ? indent.length : 0)) {
      lines.push(line)
      line = word
    } else line = longer
  }
  return [...lines, line].join(`\n${indent}`)
}
