import { accessSync, constants, statSync } from 'node:fs'
import { delimiter, isAbsolute, join } from 'node:path'
import type { Program } from '@nimbus/kernel'
import { minimalEnvironment } from './environment.ts'

/** The variables a search reads. */
export type Environment = Readonly<Record<string, string | undefined>>

const isExecutable = (path: string): boolean => {
  if (!statSync(path, { throwIfNoEntry: false })?.isFile()) return false
  try {
    accessSync(path, constants.X_OK)
    return true
  } catch {
    // Not executable for us: the same as not there, and the search goes on.
    return false
  }
}

const onPath = (binary: string, env: Environment): string | undefined =>
  (env.PATH ?? '')
    .split(delimiter)
    // A relative entry would run whatever lies in the directory one happens to be in.
    .filter(isAbsolute)
    .map((folder) => join(folder, binary))
    .find(isExecutable)

/**
 * The absolute path of a program, or undefined when it is not on this machine.
 *
 * The override variable wins and may hold a path or a name to look for on PATH; when it is set and leads nowhere,
 * nothing else is tried, because somebody meant it.
 */
export const findProgram = (program: Pick<Program, 'binaries' | 'override'>, env: Environment): string | undefined => {
  const override = env[program.override]
  if (override) {
    if (!override.includes('/')) return onPath(override, env)
    return isAbsolute(override) && isExecutable(override) ? override : undefined
  }
  for (const binary of program.binaries) {
    const path = isAbsolute(binary) ? binary : onPath(binary, env)
    if (path && isExecutable(path)) return path
  }
  return undefined
}

/** How long a program may take to say its version, in milliseconds. */
const versionTimeoutMs = 5000

const printedBy = async (argv: string[], env: Environment): Promise<string> => {
  try {
    const child = Bun.spawn(argv, {
      env: minimalEnvironment(env),
      stdin: 'ignore',
      stdout: 'pipe',
      stderr: 'ignore',
      timeout: versionTimeoutMs,
      killSignal: 'SIGKILL',
    })
    const printed = await child.stdout.text()
    await child.exited
    return printed
  } catch {
    // A file that cannot be started has no version; running it for real says why.
    return ''
  }
}

/** The version a program prints, such as `1.11.4`, or undefined when it is missing, silent or slow. */
export const programVersion = async (program: Program, env: Environment): Promise<string | undefined> => {
  const path = findProgram(program, env)
  if (!path) return undefined
  const printed = await printedBy([path, ...program.version], env)
  return /\d+\.\d+(?:\.\d+)?(?:-[0-9A-Za-z.]+)?/.exec(printed)?.[0]
}
