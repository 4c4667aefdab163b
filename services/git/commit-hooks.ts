import { accessSync, constants } from 'node:fs'
import { homedir } from 'node:os'
import { isAbsolute, join } from 'node:path'
import type { Repository } from './repository.ts'

const runnable = (path: string): boolean => {
  try {
    accessSync(path, constants.X_OK)
    return true
  } catch {
    // Git passes over a hook that it may not run.
    return false
  }
}

/** Where the hooks of a repository are. */
const folderOf = ({ settings, top, commonDir }: Repository): string => {
  const named = settings.findLast(({ key }) => key === 'core.hookspath')?.value
  if (!named) return join(commonDir, 'hooks')
  if (named.startsWith('~/')) return join(homedir(), named.slice(2))
  return isAbsolute(named) ? named : join(top, named)
}

/** The hooks of these names that git will run here. */
export const hooksOf = (repository: Repository, names: readonly string[]): string[] =>
  names.filter((name) => runnable(join(folderOf(repository), name)))

/** Hooks that can refuse a commit and those that run after it; from githooks(5), git 2.39. */
export const commitHooks = {
  before: ['pre-commit', 'prepare-commit-msg', 'commit-msg'],
  after: ['post-commit'],
} as const

/** The same for a reversal whose message nobody edits; from the sources of `try_to_commit`, git 2.39. */
export const revertHooks = { before: ['prepare-commit-msg'], after: ['post-commit'] } as const

/** Lines of a preview that say which programs of the repository run. */
export const hookContext = (repository: Repository, names: readonly string[]): string[] => {
  const found = hooksOf(repository, names)
  return found.length > 0 ? [`runs the hooks of the repository: ${found.join(', ')}`] : []
}
