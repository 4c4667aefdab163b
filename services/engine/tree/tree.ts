import { readdirSync, realpathSync } from 'node:fs'
import { join } from 'node:path'
import { setImmediate } from 'node:timers/promises'
import type { Context } from '@nimbus/kernel/define'
import { isForeign } from './left-out.ts'
import { listByWalking } from './list-by-walking.ts'
import { listWithGit } from './list-with-git.ts'
import { readInside } from './read-inside.ts'

/** How much of a project is looked at. */
export interface Limits {
  /** Files; the rest is not looked at. */
  most: number
  /** Milliseconds. */
  withinMs: number
}

/** The files of a project, and what is in them. Paths are from its top, with `/`. */
export interface Tree {
  readonly files: readonly string[]
  /** Whether git said which files count. */
  readonly listedBy: 'git' | 'walk'
  /** Files whose name matches; by the end of the path, so `(^|\/)x$`. */
  matching(pattern: RegExp): readonly string[]
  has(path: string): boolean
  /** Names of the directories in a directory, links left out, whether or not git ignores them. */
  directoriesIn(path: string): readonly string[]
  /** The text of a file, undefined when it is absent, larger than 1 MiB, a link, or no UTF-8 text. */
  text(path: string): string | undefined
  /** Lines of a file of at most 1 MiB; undefined for what is larger, binary or cannot be read. */
  lines(path: string): number | undefined
  /**
   * Lets others work, tells how far it is, and says whether to go on: false, with a note, when the time is up. Raises
   * when the call was cancelled.
   */
  goOn(what: string, done: number, of: number): Promise<boolean>
  /** What could not be looked at. */
  readonly notes: string[]
  /** Manifests that are not what their name says, as one is that somebody is just writing. */
  readonly broken: string[]
}

const largest = 1024 * 1024
const lineEnd = 10
const decoder = new TextDecoder('utf-8', { fatal: true })

const decoded = (bytes: Uint8Array): string | undefined => {
  try {
    const text = decoder.decode(bytes)
    return text.includes('\0') ? undefined : text
  } catch {
    // Not UTF-8: then it is not read as text.
    return undefined
  }
}

const lineCount = (bytes: Uint8Array): number | undefined => {
  if (bytes.subarray(0, 8000).includes(0)) return undefined
  let lines = 0
  for (let at = bytes.indexOf(lineEnd); at >= 0; at = bytes.indexOf(lineEnd, at + 1)) lines++
  return bytes.length > 0 && bytes.at(-1) !== lineEnd ? lines + 1 : lines
}

const directoriesIn = (top: string, path: string): string[] => {
  const directory = join(top, path)
  try {
    if (realpathSync(directory) !== directory) return []
    const entries = readdirSync(directory, { withFileTypes: true })
    return entries.filter((entry) => entry.isDirectory()).map(({ name }) => name)
  } catch {
    // There is none.
    return []
  }
}

/** Lists the project in the workspace: what git knows there, else what a walk finds. */
export const openTree = async (
  ctx: Pick<Context, 'exec' | 'workspace' | 'env' | 'signal' | 'progress'>,
  { most, withinMs }: Limits,
): Promise<Tree> => {
  const end = performance.now() + withinMs
  const isOver = () => performance.now() >= end
  const notes: string[] = []
  const fromGit = await listWithGit(ctx)
  const all = (
    fromGit ?? (await listByWalking(ctx.workspace, { most, isOver: () => ctx.signal.aborted || isOver() }))
  ).filter((path) => !isForeign(path))
  const files = all.slice(0, most)
  ctx.signal.throwIfAborted()
  if (isOver()) notes.push('time was up before all files were listed')
  if (all.length > most) notes.push(`only the first ${most} files were looked at`)
  const read = readInside(ctx.workspace)
  const names = new Set(files)
  let rested = performance.now()
  return {
    files,
    listedBy: fromGit ? 'git' : 'walk',
    notes,
    broken: [],
    matching: (pattern) => files.filter((path) => pattern.test(path)),
    has: (path) => names.has(path),
    directoriesIn: (path) => directoriesIn(ctx.workspace, path),
    text(path) {
      const found = read(path, largest)
      return found && found.size <= largest ? decoded(found.bytes) : undefined
    },
    lines(path) {
      const found = read(path, largest)
      return found && found.size <= largest ? lineCount(found.bytes) : undefined
    },
    async goOn(what, done, of) {
      if (performance.now() - rested > 50) {
        ctx.progress(`Looking at ${what}: ${done} of ${of}`)
        await setImmediate()
        rested = performance.now()
      }
      ctx.signal.throwIfAborted()
      if (!isOver()) return true
      notes.push(`time was up: ${done} of ${of} ${what} were looked at`)
      return false
    },
  }
}
