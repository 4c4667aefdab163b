/** A line that fits a width, with `…` where something is left out. Codes of colours take no room. */
export const cutLine = (line: string, width: number): string =>
  Bun.stringWidth(line) <= width ? line : `${Bun.sliceAnsi(line, 0, Math.max(1, width - 1))}…`
