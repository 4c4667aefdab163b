import { rm } from 'node:fs/promises'
import type { Context, ExecResult } from '@nimbus/kernel/define'
import { lookingEnvironment, quietEnvironment } from './environment.ts'
import { errorFrom } from './git-error.ts'
import { git } from './program.ts'
import type { Repository } from './repository.ts'

/** Enough for the index and the status of a very large repository. */
const keepBytes = 256 * 1024 * 1024

const everyCode = Array.from({ length: 256 }, (_, code) => code)

/** What running git needs of a context. */
export type Host = Pick<Context, 'exec' | 'now'>

/** One start of git. */
export interface GitOptions {
  /** Exit codes that are results. Default `[0]`. */
  accept?: readonly number[]
  stdin?: string
  /** Files from the top of the repository, as they are named: nothing in a name is a pattern. */
  paths?: readonly string[]
  /** Names come on standard input, and nothing in them is a pattern either. */
  literal?: true
  /** Bytes of output that are wanted; what comes after is thrown away. */
  keepBytes?: number
}

/** What differs between looking and changing. */
interface Manner {
  env: Readonly<Record<string, string>>
  settings: readonly string[]
}

const looking: Manner = { env: lookingEnvironment, settings: ['-c', 'core.hooksPath=/dev/null'] }
const changing: Manner = { env: quietEnvironment, settings: [] }

const start = async (
  ctx: Host,
  repository: Repository,
  argv: readonly string[],
  options: GitOptions,
  { env, settings }: Manner,
) => {
  const { accept = [0], paths, stdin } = options
  const result = await ctx.exec(
    git,
    ['--no-pager', ...repository.guard.argv, ...settings, ...argv, ...(paths ? ['--', ...paths] : [])],
    {
      cwd: repository.top,
      // Hooks would get it too and are not made for it, so it is set only where files are named.
      env: { ...env, ...repository.guard.env, ...(paths || options.literal ? { GIT_LITERAL_PATHSPECS: '1' } : {}) },
      // Every code comes back, because the message says more than the code.
      accept: everyCode,
      keepBytes: options.keepBytes ?? keepBytes,
      ...(stdin === undefined ? {} : { stdin }),
    },
  )
  for (const file of [result.spilled?.stdout, result.spilled?.stderr]) if (file) await rm(file, { force: true })
  if (accept.includes(result.exitCode)) return result
  throw errorFrom(result, repository, argv[0] ?? '', ctx.now())
}

/** Runs git where it only looks: no hook runs, and the index is not written. Raises what git-error.ts makes of a failure. */
export const look = (
  ctx: Host,
  repository: Repository,
  argv: readonly string[],
  options: GitOptions = {},
): Promise<ExecResult> => start(ctx, repository, argv, options, looking)

/** Runs git where it changes something; the user's hooks run. Raises like `look`. */
export const change = (
  ctx: Host,
  repository: Repository,
  argv: readonly string[],
  options: GitOptions = {},
): Promise<ExecResult> => start(ctx, repository, argv, options, changing)
