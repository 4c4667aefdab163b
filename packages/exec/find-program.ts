import { accessSync, constants, statSync } from 'node:fs'
import { delimiter, isAbsolute, join } from 'node:path'
import type { Program } from '@nimbus/kernel'

/** The variables a search reads. */
export type Environment = Readonly<Record<string, string | undefined>>

const isExecutable = (path: string): boolean => {
  try {
    if (!statSync(path, { throwIfNoEntry: false })?.isFile()) return false
    accessSync(path, constants.X_OK)
    return true
  } catch {
    // Not executable for us, or in a folder that is not ours to look into: the same as not there. The search goes on.
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
