import { Directory, File, invalid, z } from '@nimbus/kernel/define'

/** The root to work on. */
export const directory = Directory.default('.').describe('The root module: the directory with the .tf files')

/** A workspace of the state, as `terraform workspace` knows it. */
export const workspace = z
  .string()
  .regex(/^[A-Za-z0-9_~.-]+$/, 'letters, digits and _ ~ . - only')
  .optional()
  .describe('Workspace of the state; default: the selected one')

/** Arguments for the backend, for partial configuration. */
export const backendConfig = z.array(z.string().min(1)).default([]).describe('Backend settings: key=value, or a file')

/** What plan, destroy and import take to find values. */
export const values = {
  varFile: z.array(File).default([]).describe('Files with values of variables, the last wins'),
  var: z
    .record(z.string(), z.string())
    .default({})
    .describe('Values of variables; secrets belong in a file or in TF_VAR_name'),
}

/** Resources to limit the work to. */
export const target = z.array(z.string().min(1)).default([]).describe('Addresses to limit the work to')

/** Arguments after `--`, handed to the program as they are. */
export const passthrough = z.array(z.string()).default([]).describe('Arguments for terraform itself')

/**
 * Arguments that would change what an operation promises: what it reads and writes, what it asks, where it works.
 *
 * From the usage pages of Terraform 1.11 (https://developer.hashicorp.com/terraform/cli/commands, 2025-03).
 */
const reserved = [
  'auto-approve',
  'backend-config',
  'backup',
  'chdir',
  'destroy',
  'detailed-exitcode',
  'force',
  'force-copy',
  'from-module',
  'generate-config-out',
  'input',
  'json',
  'lock',
  'lockfile',
  'migrate-state',
  'no-color',
  'out',
  'reconfigure',
  'refresh-only',
  'state',
  'state-out',
  'upgrade',
  'var-file',
  'write',
]

/** The arguments after `--`. Raises `argument-reserved` (exit 2) for one that would break a promise. */
export const extraArguments = (args: readonly string[]): readonly string[] => {
  for (const arg of args) {
    const name = /^--?([a-z-]+)/.exec(arg)?.[1]
    if (name === undefined)
      throw invalid('argument-reserved', `${arg} is not an option`, {
        at: arg,
        next: 'name the directory and files before the --',
      })
    if (reserved.includes(name))
      throw invalid('argument-reserved', `${arg} cannot be handed to terraform here`, {
        at: arg,
        why: 'it changes what is read, written, asked or locked, which this operation decides itself',
        next: 'use the option of the operation, or run terraform yourself',
      })
  }
  return args
}

/** The arguments that carry values and targets. */
export const valueArguments = (input: {
  varFile?: readonly string[]
  var?: Readonly<Record<string, string>>
  target?: readonly string[]
}): string[] => [
  ...(input.varFile ?? []).map((file) => `-var-file=${file}`),
  ...Object.entries(input.var ?? {}).flatMap(([name, value]) => ['-var', `${name}=${value}`]),
  ...(input.target ?? []).map((address) => `-target=${address}`),
]
