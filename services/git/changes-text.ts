import type { ChangeKind } from './inputs.ts'

const letters: Readonly<Record<ChangeKind, string>> = {
  added: 'A',
  modified: 'M',
  deleted: 'D',
  renamed: 'R',
  copied: 'C',
  type: 'T',
  conflict: 'U',
}

/** A name on one line: what would break the line or the terminal is written as in JSON. */
export const nameText = (path: string): string => {
  const quoted = JSON.stringify(path)
  return quoted.slice(1, -1) === path && path.trim() === path ? path : quoted
}

/** A changed file on one line, with the letter git uses. */
export const changeLine = ({
  path,
  change,
  from,
}: {
  path: string
  change: ChangeKind
  from?: string | undefined
}): string => `${letters[change]} ${from === undefined ? '' : `${nameText(from)} → `}${nameText(path)}`

/** A count with its noun: `1 file`, `3 files`. */
export const counted = (count: number, noun: string, plural = `${noun}s`): string =>
  `${count} ${count === 1 ? noun : plural}`

/** The sums of some differences. */
export const sums = (
  files: readonly { added?: number | undefined; removed?: number | undefined }[],
): { added: number; removed: number } => ({
  added: files.reduce((sum, { added = 0 }) => sum + added, 0),
  removed: files.reduce((sum, { removed = 0 }) => sum + removed, 0),
})
