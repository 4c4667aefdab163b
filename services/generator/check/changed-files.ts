import { join } from 'node:path'
import { type Context, type ExecResult, invalid } from '@nimbus/kernel/define'
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

const names = ['-z', '--name-only', '--relative', '--no-ext-diff', '--no-renames', '--ignore-submodules=dirty']

// No way to fetch is allowed: a repository that lacks objects would say itself by which program.
const looking = { GIT_OPTIONAL_LOCKS: '0', GIT_ALLOW_PROTOCOL: '' }

/** Enough for the names of a very large repository; bytes. */
const keepBytes = 256 * 1024 * 1024

interface Options {
  accept?: readonly number[]
  env?: Readonly<Record<string, string>>
}

type Git = (argv: readonly string[], options?: Options) => Promise<ExecResult>

/**
 * Settings that leave out the filters of a repository, which are programs: git runs them to compare a file whose time
 * says nothing. Without them such a file counts as changed, and is checked.
 */
const withoutFilters = async (git: Git, env: Context['env']): Promise<Record<string, string>> => {
  // Scope, key, scope, key…
  const listed = (await git(['config', '--list', '--show-scope', '--name-only', '-z'])).stdout.split('\0')
  const own = listed.filter((_, index) => index % 2 === 1 && /^(local|worktree)$/.test(listed[index - 1] ?? ''))
  const names = new Set(own.map((key) => /^filter\.(.+)\.[a-z]+$/s.exec(key)?.[1]).filter((name) => name !== undefined))
  // What the caller says in the same way counts still, and ours after it.
  const given = Number(env.GIT_CONFIG_COUNT ?? 0)
  const off = [...names].flatMap((name) => [
    [`filter.${name}.clean`, ''],
    [`filter.${name}.process`, ''],
    [`filter.${name}.required`, 'false'],
  ])
  const settings = off.flatMap(([key = '', value = ''], index) => [
    [`GIT_CONFIG_KEY_${given + index}`, key],
    [`GIT_CONFIG_VALUE_${given + index}`, value],
  ])
  return Object.fromEntries([['GIT_CONFIG_COUNT', String(given + off.length)], ...settings])
}

/**
 * Gives the absolute paths of the files below a directory that differ from the last commit, and of those git does not
 * know yet. Before the first commit that is every file.
 *
 * Raises `not-a-repository` (exit 2), `program-failed`, and what a missing git raises.
 */
export async function changedFiles(
  directory: string,
  ctx: Pick<Context, 'exec' | 'env'>,
): Promise<ReadonlySet<string>> {
  const run: Git = (argv, { accept = [0], env } = {}) =>
    ctx.exec(git, [...harmless, ...argv], { cwd: directory, accept, keepBytes, env: { ...looking, ...env } })
  const asked = { accept: [0, 1, 128] }
  const top = await run(['rev-parse', '--show-toplevel'], asked)
  if (top.exitCode !== 0) {
    throw invalid('not-a-repository', `${directory} is not in a git repository`, {
      at: directory,
      why: top.stderr.trim(),
      next: 'leave --changed out to check every file',
    })
  }
  const committed = (await run(['rev-parse', '--verify', '--quiet', 'HEAD'], asked)).exitCode === 0
  // A list that git cannot give is raised: an empty one would say that all is well.
  const lists = await Promise.all([
    run(['ls-files', '-z', '--others', '--exclude-standard', '--', '.']),
    committed
      ? run(['diff', ...names, 'HEAD', '--', '.'], { env: await withoutFilters(run, ctx.env) })
      : run(['ls-files', '-z', '--', '.']),
  ])
  return new Set(
    lists
      .flatMap(({ stdout }) => stdout.split('\0').filter((path) => path !== ''))
      .map((path) => join(directory, path)),
  )
}
