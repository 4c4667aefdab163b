import { readdir, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { isDeepStrictEqual } from 'node:util'
import type { Context } from '@nimbus/kernel/define'
import { type MadePlan, makePlan, type PlanMode, planFilePath, type Values } from './make-plan.ts'
import { currentPins } from './pins.ts'
import type { Root } from './root.ts'

/** For how long a plan counts as made just now, in milliseconds: about as long as making a small one takes. */
const justNow = 15_000

interface Kept extends Omit<MadePlan, 'file'> {
  bytes: Uint8Array
}

/** Values that an earlier plan was made with, read only where a plan has to be made. */
export interface ValuesOf {
  /** The id of that plan. */
  plan: string
  read: () => Promise<Values>
}

/** Plan files may hold secrets: in memory none outlives a process that is killed. */
const kept = new Map<string, Kept>()

const keep = (key: string, plan: Kept): void => {
  kept.set(key, plan)
  setTimeout(() => {
    if (kept.get(key) === plan) kept.delete(key)
  }, justNow).unref()
}

/** The files of a folder and when they were changed: a configuration that was edited meanwhile makes another plan. */
const filesIn = async (directory: string): Promise<readonly string[]> => {
  const files = (await readdir(directory, { withFileTypes: true })).filter((entry) => entry.isFile())
  const changed = await Promise.all(files.map(async ({ name }) => (await stat(join(directory, name))).mtimeMs))
  return files.map(({ name }, i) => `${name} ${changed[i]}`).toSorted()
}

/**
 * The plan that `makePlan` makes, or the one that it made for the same call just now, as long as it is for the same
 * account and the same version of the state.
 *
 * One command looks several times: before it is decided, again when somebody took their time to answer, before each call
 * that the first one makes, and to do it. Terraform would ask after every resource in the world each time, and a moment
 * passes between a plan and its apply in any case.
 */
export const planJustMade = async (
  ctx: Parameters<typeof makePlan>[0] & Pick<Context, 'cache'>,
  root: Root,
  mode: PlanMode,
  extra: readonly string[],
  values?: ValuesOf,
): Promise<MadePlan> => {
  const { directory, workspace, backendConfig } = root
  const key = JSON.stringify([directory, workspace, backendConfig, mode, extra, values?.plan, await filesIn(directory)])
  const before = kept.get(key)
  if (before && isDeepStrictEqual(before.pins, await currentPins(ctx, root, before.plan))) {
    const file = await planFilePath(ctx.cache)
    try {
      await Bun.write(file, before.bytes, { mode: 0o600 })
    } catch (thrown) {
      await rm(file, { force: true })
      throw thrown
    }
    return { file, plan: before.plan, pins: before.pins, warnings: before.warnings }
  }
  const made = await makePlan(ctx, root, mode, extra, await values?.read())
  const { plan, pins, warnings } = made
  keep(key, { plan, pins, warnings, bytes: await Bun.file(made.file).bytes() })
  return made
}
