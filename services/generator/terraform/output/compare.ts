import { lstat, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { unifiedDiff } from '@nimbus/diff'
import type { EmittedFile } from '../emit/file.ts'
import type { Problem } from '../problem.ts'
import { digest, readStamp, type Stamp, stampName } from './stamp.ts'

/** What writing one file would mean. */
export type PlannedFile = EmittedFile & {
  /**
   * `create`: there is none. `identical`: nothing to do. `update`: the file is still as it was generated.
   * `edited`: somebody changed it since. `foreign`: it was never generated.
   */
  readonly status: 'create' | 'identical' | 'update' | 'edited' | 'foreign'
  /** The text on disk; absent for `create`. */
  readonly before?: string
  /** A unified diff from disk to the new text, for `update`, `edited` and `foreign`. */
  readonly diff?: string
}

/** What writing a set of files into a folder would mean. */
export type FilePlan = {
  readonly directory: string
  readonly files: readonly PlannedFile[]
  /** Files that an earlier spec produced and this one does not; they are left alone, for they may hold state. */
  readonly leftOver: readonly string[]
}

/** Reads the stamp of an output folder, or undefined when there is none that can be read. */
export async function stampOf(directory: string): Promise<Stamp | undefined> {
  const text = await textAt(join(directory, stampName))
  return text === undefined ? undefined : readStamp(text)
}

/**
 * Compares files with what a folder holds. Gives the plan, or problems when something that is not a file or folder is
 * in the way; reads only.
 */
export async function compare(
  directory: string,
  files: readonly EmittedFile[],
  stamp: Stamp | undefined,
): Promise<FilePlan | { problems: readonly Problem[] }> {
  const problems = (await Promise.all(files.map(({ path }) => obstacle(directory, path)))).flat()
  if (problems.length > 0) return { problems: [...new Map(problems.map((problem) => [problem.at, problem])).values()] }

  const planned = await Promise.all(files.map((file) => plan(directory, file, stamp)))
  const produced = new Set(files.map(({ path }) => path))
  const earlier = Object.keys(stamp?.files ?? {}).filter((path) => !produced.has(path) && path !== stampName)
  const present = await Promise.all(earlier.map((path) => textAt(join(directory, path))))
  return { directory, files: planned, leftOver: earlier.filter((_, index) => present[index] !== undefined) }
}

async function plan(directory: string, file: EmittedFile, stamp: Stamp | undefined): Promise<PlannedFile> {
  const before = await textAt(join(directory, file.path))
  if (before === undefined) return { ...file, status: 'create' }
  if (before === file.text) return { ...file, status: 'identical', before }
  const diff = unifiedDiff(before, file.text, { from: `a/${file.path}`, to: `b/${file.path}` })
  if (file.path === stampName) return { ...file, status: stamp ? 'update' : 'foreign', before, diff }
  const recorded = stamp?.files[file.path]
  if (recorded === undefined) return { ...file, status: 'foreign', before, diff }
  return { ...file, status: recorded === digest(before) ? 'update' : 'edited', before, diff }
}

/** Says what is in the way of a file: a folder with its name, a file or link where a folder must be. */
async function obstacle(directory: string, path: string): Promise<Problem[]> {
  const steps = path.split('/')
  for (let depth = 0; depth <= steps.length; depth++) {
    const at = join(directory, ...steps.slice(0, depth))
    const found = await statOf(at)
    if (found === undefined) return []
    const isLast = depth === steps.length
    if (isLast ? found.isFile() : found.isDirectory()) continue
    const kind = found.isSymbolicLink() ? 'a link' : found.isDirectory() ? 'a folder' : 'a file'
    const why = `${kind} is in the way of ${isLast ? 'a file' : 'a folder'} to be written`
    return [{ message: `out: ${at} cannot be used`, at, why, next: 'move it away, or choose another --out' }]
  }
  return []
}

async function statOf(path: string) {
  try {
    return await lstat(path)
  } catch (cause) {
    if (isAbsent(cause)) return undefined
    throw cause
  }
}

/** Gives a file's text, or undefined when there is no such file. */
export async function textAt(path: string): Promise<string | undefined> {
  try {
    return await readFile(path, 'utf8')
  } catch (cause) {
    if (isAbsent(cause)) return undefined
    throw cause
  }
}

/** Whether an error says that a file is not there. */
export function isAbsent(cause: unknown) {
  return cause instanceof Error && 'code' in cause && (cause.code === 'ENOENT' || cause.code === 'ENOTDIR')
}
