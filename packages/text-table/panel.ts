/** Lines that belong together, for a terminal to frame. */
export interface Panel {
  /** Stands in the upper edge; short enough for it. */
  title: string
  /** Lines in groups, with a rule between two; a group without lines is left out. */
  sections: readonly (readonly string[])[]
  /** How far the rest of a line is indented that does not fit, in columns. */
  hang: number
}

/** A line in as many rows as it takes; a word that fits no row is broken. */
const rowsOf = (line: string, width: number, hang: number): string[] => {
  const plain = line.replaceAll('\t', '  ')
  if (Bun.stringWidth(plain) <= width) return [plain]
  const [first = ''] = Bun.wrapAnsi(plain, width, { hard: true, trim: false }).split('\n')
  const rest = Bun.wrapAnsi(plain.slice(first.length).trim(), width - hang, { hard: true })
  return [first.trimEnd(), ...rest.split('\n').map((row) => ' '.repeat(hang) + row)]
}

/** Draws a panel as wide as its lines take, and no wider than so many columns: from 40 on. */
export const drawPanel = ({ title, sections, hang }: Panel, columns: number): string => {
  const groups = sections
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.flatMap((text) => text.split('\n')).flatMap((line) => rowsOf(line, columns - 4, hang)))
  const named = Bun.stringWidth(title)
  const width = Math.max(named + 1, ...groups.flat().map((row) => Bun.stringWidth(row)))
  const framed = (row: string) => `│ ${row}${' '.repeat(width - Bun.stringWidth(row))} │`
  const rule = '─'.repeat(width + 2)
  return [
    `╭─ ${title} ${'─'.repeat(width - named - 1)}╮`,
    ...groups.flatMap((rows, n) => [...(n === 0 ? [] : [`├${rule}┤`]), ...rows.map(framed)]),
    `╰${rule}╯`,
  ].join('\n')
}
