import { join } from 'node:path'
import type { AwsEmulator } from './aws-emulator.ts'
import { type RealTerraform, runTerraform } from './real-terraform.ts'

/** A resource as a plan says it will be. Values that are known only after the apply are absent. */
export type Planned = {
  readonly address: string
  readonly type: string
  readonly name: string
  readonly index?: string | number
  readonly values: Readonly<Record<string, unknown>>
}

/** What a plan would do to one resource. */
export type Change = { readonly address: string; readonly change: { readonly actions: readonly string[] } }

/** What `terraform show -json` tells about a plan. */
export type Plan = { readonly resources: readonly Planned[]; readonly changes: readonly Change[] }

type Module = { resources?: (Planned & { mode: string })[]; child_modules?: Module[] }

/** Readies a root for the emulator. */
export async function initialise(terraform: RealTerraform, aws: AwsEmulator, root: string): Promise<void> {
  await Bun.write(join(root, 'nimbus_override.tf'), aws.overrideFile({ backend: 'local' }))
  await must(terraform, root, ['init', '-input=false', '-no-color'])
}

/** Plans a root and gives the plan as data. Raises with what terraform said when it fails. */
export async function planOf(terraform: RealTerraform, root: string): Promise<Plan> {
  await must(terraform, root, ['plan', '-input=false', '-no-color', '-out=tfplan'])
  const shown = JSON.parse(await must(terraform, root, ['show', '-json', 'tfplan'])) as {
    planned_values: { root_module: Module }
    resource_changes?: Change[]
  }
  const all = (module: Module): (Planned & { mode: string })[] => [
    ...(module.resources ?? []),
    ...(module.child_modules ?? []).flatMap(all),
  ]
  return {
    resources: all(shown.planned_values.root_module).filter(({ mode }) => mode === 'managed'),
    changes: shown.resource_changes ?? [],
  }
}

/** Runs Terraform and gives what it printed; raises with its words when it fails. */
export async function must(terraform: RealTerraform, root: string, argv: readonly string[]): Promise<string> {
  const { exit, stdout, stderr } = await runTerraform(terraform, root, argv)
  if (exit !== 0) throw new Error(`terraform ${argv[0]} failed: ${stderr || stdout}`)
  return stdout
}
