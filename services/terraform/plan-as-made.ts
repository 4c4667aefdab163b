import { rm, writeFile } from 'node:fs/promises'
import type { Context } from '@nimbus/kernel/define'
import { initialised } from './initialise.ts'
import { planFilePath, readPlan, type Values } from './make-plan.ts'
import type { PlanJson } from './plan-json.ts'
import type { Root } from './root.ts'

type Host = Parameters<typeof initialised>[0]

/** What a plan says that was made before, from its file. */
export const planAsMade = async (
  ctx: Host & Pick<Context, 'cache'>,
  root: Root,
  bytes: Uint8Array,
): Promise<PlanJson> => {
  const file = await planFilePath(ctx.cache)
  try {
    await writeFile(file, bytes, { mode: 0o600 })
    return await initialised(ctx, root, () => readPlan(ctx, root, file))
  } finally {
    await rm(file, { force: true })
  }
}

/**
 * The values of variables that a plan was made with: from files, the command line or the environment of then, which
 * nobody has to give again, and which decide where a provider works.
 */
export const valuesOf = ({ variables }: Pick<PlanJson, 'variables'>): Values =>
  Object.fromEntries(Object.entries(variables).map(([name, { value }]) => [name, value]))
