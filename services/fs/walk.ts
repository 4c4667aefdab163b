import type { Dirent } from 'node:fs'
import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { type IgnoreRules, ignoreRules } from './ignore-rules.ts'
import { isReserved } from './protected.ts'
import { readIfAny } from './regular-file.ts'
import { shownPath } from './resource.ts'

/** What a walk comes across. */
export interface Found {
  /** Relative to where the walk started, with `/`. */
  path: string
  absolute: string
  type: 'file' | 'directory' | 'link' | 'other'
  /** Levels below the start, from 1. */
  depth: number
}

/** What a walk leaves out. `.git` and `.nimbus` are always left out, links are named and not followed. */
export interface WalkOptions {
  hidden: boolean
  /** Leave out what `.gitignore` files say. */
  ignored: 'skip' | 'show'
  depth?: number
  signal: AbortSignal
  /** Called for a directory that cannot be read. */
  unreadable?: (path: string) => void
}

/** The kind of a directory entry. */
export const typeOf = (entry: Dirent): Found['type'] => {
  if (entry.isDirectory()) return 'directory'
  if (entry.isSymbolicLink()) return 'link'
  return entry.isFile() ? 'file' : 'other'
}

const order = (a: Dirent, b: Dirent): number => {
  if (a.isDirectory() !== b.isDirectory()) return a.isDirectory() ? -1 : 1
  return a.name < b.name ? -1 : 1
}

// Git follows no link here either; and a link to a device, or a pipe, would never end.
const gitignore = async (directory: string): Promise<string> => {
  const file = join(directory, '.gitignore')
  try {
    return (await readIfAny(file, file))?.bytes.toString('utf8') ?? ''
  } catch {
    // Unreadable, too large or no file: then it rules nothing.
    return ''
  }
}

/** The rules that hold in a directory: its own and those of every directory above, up to the workspace root. */
const rulesAt = async (directory: string, workspace: string): Promise<IgnoreRules> => {
  const inner = shownPath(directory, workspace)
  let rules = ignoreRules(await gitignore(inner.startsWith('/') ? directory : workspace))
  if (inner === '.' || inner.startsWith('/')) return rules
  let at = workspace
  for (const name of inner.split('/')) {
    at = join(at, name)
    rules = ignoreRules(await gitignore(at), { rules, prefix: `${name}/` })
  }
  return rules
}

/**
 * Walks a directory in a stable order: directories first, then by name.
 *
 * Lets the event loop breathe between directories, and stops when the signal does.
 */
export async function* walk(directory: string, workspace: string, options: WalkOptions): AsyncGenerator<Found> {
  const visit = async function* (at: string, prefix: string, depth: number, rules: IgnoreRules): AsyncGenerator<Found> {
    options.signal.throwIfAborted()
    let entries: Dirent[]
    try {
      entries = await readdir(at, { withFileTypes: true })
    } catch {
      // Said to the caller, who counts it: one closed directory must not end the walk.
      options.unreadable?.(prefix || '.')
      return
    }
    // A home of Nimbus by another name than `.nimbus`.
    if (entries.some(({ name }) => name === 'nimbus.db')) return
    for (const entry of entries.sort(order)) {
      const { name } = entry
      const type = typeOf(entry)
      if (isReserved(name) || (!options.hidden && name.startsWith('.'))) continue
      if (options.ignored === 'skip' && rules.ignores(name, type === 'directory')) continue
      const absolute = join(at, name)
      const path = prefix + name
      yield { path, absolute, type, depth }
      if (type !== 'directory' || depth >= (options.depth ?? Number.POSITIVE_INFINITY)) continue
      const inner =
        options.ignored === 'skip' ? ignoreRules(await gitignore(absolute), { rules, prefix: `${name}/` }) : rules
      yield* visit(absolute, `${path}/`, depth + 1, inner)
    }
  }
  const rules = options.ignored === 'skip' ? await rulesAt(directory, workspace) : ignoreRules('')
  yield* visit(directory, '', 1, rules)
}
