import { looksSecret } from '@nimbus/kernel/define'
import type { ChangeKind } from './inputs.ts'
import type { Repository } from './repository.ts'
import { type Host, look } from './run-git.ts'
import { kindOf } from './status-report.ts'

/** A file that differs between two trees. */
export interface FileDifference {
  path: string
  change: ChangeKind
  from?: string
  /** Lines; absent for a file that is not text. */
  added?: number
  removed?: number
}

/** Flags of every comparison: no program of the repository runs, no setting changes the form. */
const plain = [
  '--no-ext-diff',
  '--no-textconv',
  '--no-color',
  '--ignore-submodules=dirty',
  '--submodule=short',
  '--no-relative',
]
const patch = ['--patch', '--full-index', '--src-prefix=a/', '--dst-prefix=b/']

/** Bytes of a patch that are looked at. */
const mostBytes = 1024 * 1024

/** Names that are left out of one patch; a command line is not endless. */
const mostHidden = 500

const numbersOf = (record: string): { added?: number; removed?: number } | undefined => {
  const found = /^(\d+|-)\t(\d+|-)\t/.exec(record)
  if (!found) return undefined
  return found[1] === '-' ? {} : { added: Number(found[1]), removed: Number(found[2]) }
}

/** Same mode on both sides and contents that git has not looked at yet: perhaps only the time of the file is new. */
const onlyTouched = /^:(\d+) \1 [0-9a-f]+ 0+ M$/

/** Reads `git diff --raw --numstat -z`: first every file with what happened to it, then each with its numbers. */
const parseDifferences = (text: string): FileDifference[] => {
  const records = text.split('\0')
  const found = new Map<string, FileDifference>()
  const touched = new Set<string>()
  for (let i = 0; i < records.length - 1; i++) {
    const record = records[i] ?? ''
    if (record.startsWith(':')) {
      const letter = record.slice(record.lastIndexOf(' ') + 1)[0] ?? ''
      const first = records[++i] ?? ''
      const moved = letter === 'R' || letter === 'C'
      const path = moved ? (records[++i] ?? '') : first
      // A file in conflict is listed twice; that it is in conflict matters more.
      if (found.get(path)?.change !== 'conflict')
        found.set(path, { path, change: kindOf(letter), ...(moved ? { from: first } : {}) })
      if (onlyTouched.test(record)) touched.add(path)
      continue
    }
    const numbers = numbersOf(record)
    if (!numbers) continue
    const inline = record.slice(record.indexOf('\t', record.indexOf('\t') + 1) + 1)
    if (inline === '') i += 1
    const path = inline === '' ? (records[++i] ?? '') : inline
    const entry = found.get(path)
    if (entry) found.set(path, { ...entry, ...numbers })
    touched.delete(path)
  }
  return [...found.values()].filter(({ path }) => !touched.has(path))
}

/** The files that differ. `between` is what `git diff` takes: nothing, `--cached`, one commit or two. */
export const differences = async (
  ctx: Host,
  repository: Repository,
  between: readonly string[],
  paths?: readonly string[],
): Promise<FileDifference[]> => {
  const argv = ['diff', '--raw', '--numstat', '-z', '--find-renames', ...plain, ...between]
  const { stdout } = await look(ctx, repository, argv, { paths: paths ?? [] })
  return parseDifferences(stdout)
}

/** A patch as text, and how much of it that is. */
export interface PatchText {
  text: string
  truncated: boolean
  /** Files whose contents are left out, because they look like secrets. */
  hidden: string[]
}

/** The first lines of a patch; a line that was cut in two is left out. */
const cut = (text: string, mostLines: number, spilled: boolean): { text: string; truncated: boolean } => {
  const lines = text.split('\n')
  const whole = spilled ? lines.slice(0, -1) : lines
  if (whole.length - 1 <= mostLines) return { text: spilled ? `${whole.join('\n')}\n` : text, truncated: spilled }
  return { text: `${whole.slice(0, mostLines).join('\n')}\n`, truncated: true }
}

/**
 * The patch of some differences, as `git apply` takes it where it is whole.
 *
 * What looks like a secret is left out unless it was named, since naming a file asks about reading it.
 */
export const patchText = async (
  ctx: Host,
  repository: Repository,
  between: readonly string[],
  files: readonly FileDifference[],
  options: { context: number; mostLines: number; named?: readonly string[] },
): Promise<PatchText> => {
  const named = new Set(options.named ?? [])
  const secret = (path: string | undefined) => path !== undefined && looksSecret(path) && !named.has(path)
  const hidden = files.filter(({ path, from }) => secret(path) || secret(from)).map(({ path }) => path)
  const wanted = files.filter(({ path }) => !hidden.includes(path))
  if (wanted.length === 0) return { text: '', truncated: false, hidden }
  if (hidden.length > mostHidden) return { text: '', truncated: true, hidden }
  // All files by saying nothing, or by name: a list of thousands would be too long for a command line.
  const some = hidden.length > 0 || options.named !== undefined
  const paths = some ? wanted.slice(0, mostHidden).flatMap(({ path, from }) => (from ? [from, path] : [path])) : []
  const argv = ['diff', ...patch, '--find-renames', `--unified=${options.context}`, ...plain, ...between]
  const { stdout, spilled } = await look(ctx, repository, argv, { paths, keepBytes: mostBytes })
  const shown = cut(stdout, options.mostLines, spilled?.stdout !== undefined)
  return { ...shown, truncated: shown.truncated || (some && wanted.length > mostHidden), hidden }
}

const startsFile = /^diff --(?:git|cc|combined) /

/** A patch cut into one piece a file, or undefined when the pieces cannot be told apart with certainty. */
export const patchByFile = (
  text: string,
  files: readonly FileDifference[],
): ReadonlyMap<string, string> | undefined => {
  const pieces: string[] = []
  for (const line of text.split('\n')) {
    if (startsFile.test(line)) pieces.push(`${line}\n`)
    else if (line !== '' && pieces.length > 0) pieces[pieces.length - 1] += `${line}\n`
  }
  // A changed type is two pieces, and a conflict may be none.
  if (pieces.length !== files.length || files.some(({ change }) => change === 'type' || change === 'conflict'))
    return undefined
  return new Map(files.map(({ path }, i) => [path, pieces[i] ?? '']))
}
