import type { ChangeKind } from './inputs.ts'

/** A file that differs, in the index or in the working tree. */
export interface StatusEntry {
  path: string
  change: ChangeKind
  from?: string
}

/** What `git status` found. Paths count from the top of the repository. */
export interface StatusReport {
  commit?: string
  branch?: string
  upstream?: string
  ahead?: number
  behind?: number
  stashes: number
  staged: StatusEntry[]
  unstaged: StatusEntry[]
  untracked: string[]
  ignored: string[]
  conflicts: string[]
}

const kinds: Readonly<Record<string, ChangeKind>> = {
  A: 'added',
  M: 'modified',
  D: 'deleted',
  R: 'renamed',
  C: 'copied',
  T: 'type',
}

/** What a letter of git says happened to a file. */
export const kindOf = (letter: string): ChangeKind => kinds[letter] ?? 'conflict'

/** The path behind a number of fields that are separated by spaces. It may hold spaces itself. */
const behind = (line: string, fields: number): string => {
  let at = 0
  for (let i = 0; i < fields; i++) at = line.indexOf(' ', at) + 1
  return line.slice(at)
}

const readHeader = (report: StatusReport, line: string): void => {
  const [, name = '', ...rest] = line.split(' ')
  const value = rest.join(' ')
  if (name === 'branch.oid' && value !== '(initial)') report.commit = value
  if (name === 'branch.head' && value !== '(detached)') report.branch = value
  if (name === 'branch.upstream') report.upstream = value
  if (name === 'stash') report.stashes = Number(value)
  const apart = /^\+(\d+) -(\d+)$/.exec(value)
  if (name === 'branch.ab' && apart) {
    report.ahead = Number(apart[1])
    report.behind = Number(apart[2])
  }
}

const readChange = (report: StatusReport, letters: string, path: string, from?: string): void => {
  const [index = '.', tree = '.'] = letters
  const source = from === undefined ? {} : { from }
  const moved = (letter: string) => (letter === 'R' || letter === 'C' ? source : {})
  if (index !== '.') report.staged.push({ path, change: kindOf(index), ...moved(index) })
  if (tree !== '.') report.unstaged.push({ path, change: kindOf(tree), ...moved(tree) })
}

/**
 * Reads `git status --porcelain=v2 --branch --show-stash -z`: records end with NUL, a rename is two of them.
 *
 * The format is in git-status(1), "Porcelain Format Version 2" (git 2.39).
 */
export const parseStatus = (text: string): StatusReport => {
  const report: StatusReport = { stashes: 0, staged: [], unstaged: [], untracked: [], ignored: [], conflicts: [] }
  const records = text.split('\0')
  for (let i = 0; i < records.length; i++) {
    const record = records[i] ?? ''
    const letters = record.slice(2, 4)
    if (record.startsWith('# ')) readHeader(report, record)
    else if (record.startsWith('1 ')) readChange(report, letters, behind(record, 8))
    else if (record.startsWith('2 ')) readChange(report, letters, behind(record, 9), records[++i] ?? '')
    else if (record.startsWith('u ')) report.conflicts.push(behind(record, 10))
    else if (record.startsWith('? ')) report.untracked.push(record.slice(2))
    else if (record.startsWith('! ')) report.ignored.push(record.slice(2))
  }
  return report
}
