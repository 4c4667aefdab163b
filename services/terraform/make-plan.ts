import { chmod, mkdir, readdir, rm, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Context } from '@nimbus/kernel/define'
import { awsIdentities } from './aws-identity.ts'
import { type Diagnostic, parseDiagnosticLine } from './diagnostics.ts'
import { initialised } from './initialise.ts'
import type { Pins } from './pins.ts'
import { statePins } from './pins.ts'
import { type PlanJson, parsePlan } from './plan-json.ts'
import type { Root } from './root.ts'
import { runTerraform } from './run-terraform.ts'

/** `drift` only compares the state with the world. */
export type PlanMode = 'apply' | 'destroy' | 'drift'

/** A plan in Terraform's own format, and what it was made against. */
export interface MadePlan {
  /** The plan file, of mode 0600; whoever made the plan removes it. */
  file: string
  plan: PlanJson
  pins: Pins
  /** What Terraform warned of, such as a check that does not hold. */
  warnings: readonly Diagnostic[]
}

/** Values of variables by their names, as a plan has them. */
export type Values = Readonly<Record<string, unknown>>

type Host = Pick<Context, 'env' | 'exec' | 'step' | 'cache' | 'redact' | 'log' | 'progress' | 'signal'>

const modeArguments: Readonly<Record<PlanMode, readonly string[]>> = {
  apply: [],
  destroy: ['-destroy'],
  drift: ['-refresh-only'],
}

/** Longer than any plan file is in use, in milliseconds. */
const forgottenAfter = 24 * 60 * 60 * 1000

/** Plan files may hold secrets: those that a killed process left behind do not stay. */
const removeForgotten = async (folder: string): Promise<void> => {
  for (const name of await readdir(folder)) {
    const path = join(folder, name)
    const found = await stat(path).catch(() => undefined)
    if (found && Date.now() - found.mtimeMs > forgottenAfter) await rm(path, { force: true })
  }
}

/** A new path for a plan file, in a folder that only its owner reads. */
export const planFilePath = async (cache: string): Promise<string> => {
  const folder = join(cache, 'plans')
  await mkdir(folder, { recursive: true, mode: 0o700 })
  await removeForgotten(folder)
  return join(folder, `${crypto.randomUUID()}.tfplan`)
}

/** What `show -json` says of a plan file. */
export const readPlan = async (ctx: Pick<Context, 'exec'>, root: Root, file: string): Promise<PlanJson> =>
  parsePlan((await runTerraform(ctx, root, ['show', '-json', '-no-color', file])).stdout)

/** The text of a line of progress, if it is one. */
export const messageOf = (line: string): string | undefined => {
  const [, quoted] = /"@message":("(?:[^"\\]|\\.)*")/.exec(line) ?? []
  return quoted === undefined ? undefined : String(JSON.parse(quoted))
}

/**
 * Makes a plan file, initialising the root first when that is needed.
 *
 * The version of the state is read before planning: when it moves in between, the pins are older than the plan, and
 * apply refuses rather than trusts. Values go through a file beside the plan: they may be secret, and a command line can
 * be read by others.
 */
export const makePlan = async (
  ctx: Host,
  root: Root,
  mode: PlanMode,
  extra: readonly string[],
  values?: Values,
): Promise<MadePlan> => {
  const file = await planFilePath(ctx.cache)
  const valuesFile = values ? `${file}.tfvars.json` : undefined
  const given = valuesFile ? [`-var-file=${valuesFile}`] : []
  const argv = [
    'plan',
    '-input=false',
    '-no-color',
    '-json',
    `-out=${file}`,
    ...modeArguments[mode],
    ...given,
    ...extra,
  ]
  try {
    if (valuesFile) await writeFile(valuesFile, JSON.stringify(values), { mode: 0o600 })
    const warnings: Diagnostic[] = []
    const pins = await initialised(ctx, root, async () => {
      const before = await statePins(ctx, root)
      // A first try may have ended in the need of an init.
      warnings.length = 0
      await ctx.step(`Planning ${root.shown}`, () =>
        runTerraform(ctx, root, argv, {
          onLine: (line) => {
            const message = messageOf(line)
            if (message) ctx.progress(message)
            const said = line.includes('"diagnostic"') ? parseDiagnosticLine(line) : undefined
            if (said?.severity === 'warning') warnings.push(said)
          },
        }),
      )
      return before
    })
    await chmod(file, 0o600)
    const plan = await readPlan(ctx, root, file)
    return { file, plan, pins: { identities: await awsIdentities(ctx, plan), ...pins }, warnings }
  } catch (thrown) {
    await rm(file, { force: true })
    throw thrown
  } finally {
    if (valuesFile) await rm(valuesFile, { force: true })
  }
}
