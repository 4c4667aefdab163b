import { alignedRows } from '@nimbus/text-table'

/** A table whose first row names its columns. */
export interface Table {
  rows: readonly (readonly string[])[]
  /** Columns that are aligned to the right. */
  right: readonly number[]
  /** Names of columns that a narrow terminal may go without, the first to go first. */
  expendable: readonly string[]
}

const saysNothing = new Set(['', '0', '0 %', '?'])

/**
 * The lines of a table that fits into so many columns of a terminal, and the names of what had to be left out for that:
 * first what says nothing in any row, then what may be gone without.
 */
export const fitColumns = ({ rows, right, expendable }: Table, width: number): { lines: string[]; left: string[] } => {
  const [head = [], ...body] = rows
  const isEmpty = (name: string): boolean => body.every((row) => saysNothing.has(row[head.indexOf(name)] ?? ''))
  const order = [...expendable.filter(isEmpty), ...expendable.filter((name) => !isEmpty(name))]
  const left: string[] = []
  for (;;) {
    const kept = head.map((_, at) => at).filter((at) => !left.includes(head[at] ?? ''))
    const lines = alignedRows(
      rows.map((row) => kept.map((at) => row[at] ?? '')),
      kept.flatMap((at, place) => (right.includes(at) ? [place] : [])),
    )
    const next = order[left.length]
    if (next === undefined || lines.every((line) => Bun.stringWidth(line) <= width))
      return { lines, left: left.filter((name) => !isEmpty(name)) }
    left.push(next)
  }
}
