import type { Context } from '@nimbus/kernel/define'
import { type LockInfo, parseLockError } from './lock-error.ts'
import { terraform } from './program.ts'
import type { Root } from './root.ts'

/**
 * Who holds the lock now, or undefined. Only an attempt to lock tells: a plan without refresh is the cheapest, it
 * changes nothing and its own result does not matter.
 */
export const holderOf = async (ctx: Pick<Context, 'exec'>, root: Root): Promise<LockInfo | undefined> => {
  const argv = ['plan', '-input=false', '-no-color', '-refresh=false', '-lock-timeout=0s']
  const { stdout, stderr } = await ctx.exec(terraform, argv, { cwd: root.directory, env: root.env, accept: [0, 1] })
  return parseLockError(`${stderr}\n${stdout}`)
}
