import { rm, writeFile } from 'node:fs/promises'
import type { Context } from '@nimbus/kernel/define'
import { initialised } from './initialise.ts'
import { planFilePath, readPlan, type Values } from './make-plan.ts'
import type { Root } from './root.ts'

type Host = Parameters<typeof initialised>[0]

/**
 * The values of variables that a plan was made with: from files, the command line or the environment of then, which
 * nobody has to give again, and which decide where a provider works.
 */
export const valuesOfPlan = async (
  ctx: Host & Pick<Context, 'cache'>,
  root: Root,
  bytes: Uint8Array,
): Promise<Values> => {
  const file = await planFilePath(ctx.cache)
  try {
    await writeFile(file, bytes, { mode: 0o600 })
    const { variables } = await initialised(ctx, root, () => readPlan(ctx, root, file))
    return Object.fromEntries(Object.entries(variables).map(([name, { value }]) => [name, value]))
  } finally {
    await rm(file, { force: true })
  }
}
