import { rm } from 'node:fs/promises'
import { type Context, NimbusError } from '@nimbus/kernel/define'
import { git } from '../programs.ts'

/**
 * Variables that send git to another repository than the directory says (git(1), "Environment Variables", git 2.39).
 * They are set inside hooks.
 */
const redirecting = ['GIT_DIR', 'GIT_WORK_TREE', 'GIT_INDEX_FILE', 'GIT_COMMON_DIR', 'GIT_NAMESPACE']

/** A repository's own settings may name programs; these are all that could run where git only looks. */
const guard = [
  '--no-pager',
  '-c',
  'core.fsmonitor=false',
  '-c',
  'core.hooksPath=/dev/null',
  '-c',
  'core.quotePath=false',
]

/** Enough for the names of some hundred thousand files; bytes. */
const keepBytes = 64 * 1024 * 1024

/** Longer than git takes for a million files; a file of rules that is a pipe would be waited on for ever. */
const timeoutMs = 60_000

/** What running git needs of a context. */
export type GitHost = Pick<Context, 'exec' | 'workspace' | 'env'>

const gaveUp: ReadonlySet<string> = new Set(['program-missing', 'program-timeout'])

/**
 * What git says; undefined when it is not installed or does not come to an end, when this is no repository, or when the
 * environment names another one.
 */
export const askGit = async (ctx: GitHost, argv: readonly string[]): Promise<string | undefined> => {
  if (redirecting.some((name) => ctx.env[name] !== undefined)) return undefined
  try {
    const { exitCode, stdout, spilled } = await ctx.exec(git, [...guard, ...argv], {
      cwd: ctx.workspace,
      // No way to fetch is allowed: a repository that lacks objects would say itself by which program.
      env: { GIT_OPTIONAL_LOCKS: '0', GIT_TERMINAL_PROMPT: '0', GIT_ALLOW_PROTOCOL: '', LC_ALL: 'C' },
      accept: Array.from({ length: 256 }, (_, code) => code),
      keepBytes,
      timeoutMs,
    })
    for (const file of [spilled?.stdout, spilled?.stderr]) if (file) await rm(file, { force: true })
    return exitCode === 0 ? stdout : undefined
  } catch (error) {
    if (error instanceof NimbusError && gaveUp.has(error.data.code)) return undefined
    throw error
  }
}

/** The files that git knows or would take, from the workspace, with `/`; undefined where it cannot say. */
export const listWithGit = async (ctx: GitHost): Promise<string[] | undefined> => {
  const listed = await askGit(ctx, ['ls-files', '-z', '--cached', '--others', '--exclude-standard'])
  // A conflict lists a file once for each side.
  return listed === undefined ? undefined : [...new Set(listed.split('\0'))].filter((path) => path !== '')
}
