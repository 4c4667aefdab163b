import { join } from 'node:path'
import { type Context, invalid } from '@nimbus/kernel/define'
import { git } from './git.ts'

// What a repository's own settings could make git run; and git diff writes the index unless it is told not to, whatever
// GIT_OPTIONAL_LOCKS says (seen with 2.39).
const settings = [
  'core.fsmonitor=false',
  'core.hooksPath=/dev/null',
  'core.quotePath=false',
  'diff.autoRefreshIndex=false',
]
const harmless = settings.flatMap((setting) => ['-c', setting])

/**
 * Gives the absolute paths of the files below a directory that differ from the last commit, and of those git does not
 * know yet. Before the first commit that is every file.
 *
 * Raises `not-a-repository` (exit 2), and what a missing git raises.
 */
export async function changedFiles(directory: string, ctx: Pick<Context, 'exec'>): Promise<ReadonlySet<string>> {
  const run = (argv: readonly string[]) =>
    ctx.exec(git, [...harmless, ...argv], { cwd: directory, accept: [0, 1, 128], env: { GIT_OPTIONAL_LOCKS: '0' } })
  const top = await run(['rev-parse', '--show-toplevel'])
  if (top.exitCode !== 0) {
    throw invalid('not-a-repository', `${directory} is not in a git repository`, {
      at: directory,
      why: top.stderr.trim(),
      next: 'leave --changed out to check every file',
    })
  }
  const committed = (await run(['rev-parse', '--verify', '--quiet', 'HEAD'])).exitCode === 0
  const lists = await Promise.all([
    run(['ls-files', '-z', '--others', '--exclude-standard', '--', '.']),
    committed
      ? run(['diff', '-z', '--name-only', '--relative', '--no-ext-diff', '--no-renames', 'HEAD', '--', '.'])
      : run(['ls-files', '-z', '--', '.']),
  ])
  return new Set(
    lists
      .flatMap(({ stdout }) => stdout.split('\0').filter((path) => path !== ''))
      .map((path) => join(directory, path)),
  )
}
