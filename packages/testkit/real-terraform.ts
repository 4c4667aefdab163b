import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { homedir, tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'

/** A Terraform that tests can run, with a provider mirror, so that nothing is fetched over the network. */
export interface RealTerraform {
  program: string
  /** The folder that holds `registry.terraform.io`. */
  mirror: string
  /** To be added to the environment: a CLI configuration that points at the mirror, no upgrade check, no colour. */
  env: Readonly<Record<string, string>>
}

/** What is missing, in words for a skipped test. */
export interface Absent {
  absent: string
}

/** How a run of Terraform ended. */
export interface TerraformResult {
  exit: number
  stdout: string
  stderr: string
}

const registry = 'registry.terraform.io'

/** Places where people and images keep provider mirrors, the more usual first. */
const mirrorRoots = (): string[] => [
  ...(process.env.NIMBUS_TERRAFORM_MIRROR ?? '').split(delimiter).filter(Boolean),
  join(homedir(), '.terraform.d'),
  '/usr/local/share',
  '/usr/share/terraform',
  '/opt',
  '/srv',
  '/var/lib',
]

/** The first folder at most `depth` levels down that holds a provider registry. */
const searchMirror = (root: string, depth: number): string | undefined => {
  if (existsSync(join(root, registry))) return root
  if (depth === 0) return undefined
  for (const entry of listFolders(root)) {
    const found = searchMirror(join(root, entry), depth - 1)
    if (found) return found
  }
  return undefined
}

const listFolders = (root: string): string[] => {
  try {
    return readdirSync(root, { withFileTypes: true })
      .filter((entry) => entry.isDirectory())
      .map(({ name }) => name)
  } catch {
    // Absent or not ours to read: no mirror for us either way.
    return []
  }
}

const look = (): RealTerraform | Absent => {
  const program = process.env.NIMBUS_TERRAFORM ?? Bun.which('terraform') ?? Bun.which('tofu')
  if (!program) return { absent: 'terraform is neither on PATH nor in NIMBUS_TERRAFORM' }
  let mirror: string | undefined
  for (const root of mirrorRoots()) mirror ??= searchMirror(root, 3)
  if (!mirror) return { absent: `no folder with ${registry} was found; name one in NIMBUS_TERRAFORM_MIRROR` }

  const folder = mkdtempSync(join(tmpdir(), 'nimbus-terraform-'))
  process.on('exit', () => rmSync(folder, { recursive: true, force: true }))
  const config = join(folder, 'terraformrc')
  writeFileSync(
    config,
    `provider_installation {\n  filesystem_mirror {\n    path = ${JSON.stringify(mirror)}\n  }\n}\n`,
  )
  // A provider that collects less takes a quarter less of the processor to start, and 180 MB more.
  const env = { TF_CLI_CONFIG_FILE: config, CHECKPOINT_DISABLE: '1', TF_IN_AUTOMATION: '1', GOGC: '400' }
  return { program, mirror, env }
}

let found: RealTerraform | Absent | undefined

/** Finds Terraform and a provider mirror once: by environment variable, on PATH, by a search. */
export const realTerraform = (): RealTerraform | Absent => {
  found ??= look()
  return found
}

/** Runs Terraform in a folder and waits; never raises for an exit code. */
export const runTerraform = async (
  { program, env }: RealTerraform,
  cwd: string,
  argv: readonly string[],
): Promise<TerraformResult> => {
  const child = Bun.spawn([program, ...argv], {
    cwd,
    env: { ...process.env, ...env },
    stdin: 'ignore',
    stdout: 'pipe',
    stderr: 'pipe',
  })
  const [stdout, stderr, exit] = await Promise.all([child.stdout.text(), child.stderr.text(), child.exited])
  return { exit, stdout, stderr }
}
