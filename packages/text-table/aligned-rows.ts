/** Rows of cells as lines with aligned columns, two spaces apart. The columns named by index are aligned right. */
export const alignedRows = (rows: readonly (readonly string[])[], right: readonly number[] = []): string[] => {
  const widths: number[] = []
  for (const row of rows)
    row.forEach((cell, i) => {
      widths[i] = Math.max(widths[i] ?? 0, Bun.stringWidth(cell))
    })
  return rows.map((row) =>
    row
      .map((cell, i) => {
        const space = ' '.repeat((widths[i] ?? 0) - Bun.stringWidth(cell))
        return right.includes(i) ? space + cell : cell + space
      })
      .join('  ')
      .trimEnd(),
  )
}
