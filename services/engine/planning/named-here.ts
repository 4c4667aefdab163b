import { lstatSync, realpathSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { tidyPath } from '../planner/surroundings.ts'

/** A request says few paths; whoever says more than this may wait for a question. */
const mostLooks = 200

/** Quotes and marks around a path belong to the sentence. */
const bare = (word: string): string => word.replace(/^["'`(<[]+/, '').replace(/["'`)>\],;:!?.]+$/, '')

const isRelativePath = (path: string): boolean =>
  /[\w-]/.test(path) && /[./_-]/.test(path) && !path.startsWith('/') && !path.split('/').includes('..')

const kindOf = (top: string, path: string): 'file' | 'directory' | undefined => {
  try {
    const at = join(top, path)
    if (realpathSync(dirname(at)) !== dirname(at)) return undefined
    const status = lstatSync(at)
    return status.isFile() ? 'file' : status.isDirectory() ? 'directory' : undefined
  } catch {
    // There is none, its name is too long, or it is closed to us: then nothing is known of it.
    return undefined
  }
}

/**
 * What requests name by its path and is there, below `top`, links left out. Lists of a project leave out what is ignored
 * or built, and who asks for a log by its path must not hear that there is none.
 */
export const namedHere = (requests: readonly string[], top: string): { files: string[]; directories: string[] } => {
  const words = requests.flatMap((request) => request.split(/\s+/)).map(bare)
  const paths = [...new Set(words.filter(isRelativePath).map(tidyPath))].slice(0, mostLooks)
  const kinds = Map.groupBy(paths, (path) => kindOf(top, path))
  return { files: kinds.get('file') ?? [], directories: kinds.get('directory') ?? [] }
}
