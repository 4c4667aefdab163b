import { join } from 'node:path'
import { type Context, type ExecResult, invalid } from '@nimbus/kernel/define'
import { git } from './git.ts'

// What a repository's own settings could make git run.
const settings = ['core.fsmonitor=false', 'core.hooksPath=/dev/null']
const harmless = settings.flatMap((setting) => ['-c', setting])

// Status and not diff: it looks at the content of a file whose time says nothing, and leaves the index as it is.
const status = ['status', '--porcelain=v1', '-z', '--no-renames', '--untracked-files=all', '--ignore-submodules=dirty']

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
 * says nothing. Without them such a file can count as changed, and is checked.
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
 * Gives the absolute paths of the files below a directory that differ from the last commit or are staged so, and of
 * those git does not know yet. Before the first commit that is every file.
 *
 * Raises `not-a-repository` (exit 2), `program-failed`, and what a missing git raises.
 */
export async function changedFiles(
  directory: string,
  ctx: Pick<Context, 'exec' | 'env'>,
): Promise<ReadonlySet<string>> {
  const run: Git = (argv, { accept = [0], env } = {}) =>
    ctx.exec(git, [...harmless, ...argv], { cwd: directory, accept, keepBytes, env: { ...looking, ...env } })
  const place = await run(['rev-parse', '--is-inside-work-tree', '--show-prefix'], { accept: [0, 128] })
  const inside = 'true\n'
  if (!place.stdout.startsWith(inside)) {
    throw invalid('not-a-repository', `${directory} is not in a git repository`, {
      at: directory,
      why: place.stderr.trim() || 'it has no working tree',
      next: 'leave --changed out to check every file',
    })
  }
  // A list that git cannot give is raised: an empty one would say that all is well.
  const listed = await run([...status, '--', '.'], { env: await withoutFilters(run, ctx.env) })
  // Two letters of state, a blank, and a path from the top of the repository.
  const above = 'XY '.length + place.stdout.slice(inside.length).replace(/\r?\n$/, '').length
  const entries = listed.stdout.split('\0').filter((entry) => entry !== '')
  return new Set(entries.map((entry) => join(directory, entry.slice(above))))
}
