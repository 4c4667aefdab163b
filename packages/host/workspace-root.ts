import { existsSync, realpathSync, statSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { missing } from '@nimbus/kernel'
import { homeOf } from './home.ts'

const upwards = (start: string, name: string, except?: string): string | undefined => {
  for (let at = start; ; at = dirname(at)) {
    if (existsSync(join(at, name)) && realpathSync(join(at, name)) !== except) return at
    if (dirname(at) === at) return undefined
  }
}

/**
 * The workspace root: `--directory`, `NIMBUS_WORKSPACE`, the nearest `.nimbus/`, the git top level, the current
 * directory — the first that is named. Links are followed.
 *
 * Raises `no-workspace` (exit 5) when the named one is not a directory.
 */
export const workspaceRoot = (
  cwd: string,
  env: Readonly<Record<string, string | undefined>>,
  named?: string,
): string => {
  const asked = named ?? env.NIMBUS_WORKSPACE
  if (!asked) return realpathSync(nearestMarked(cwd, env) ?? upwards(cwd, '.git') ?? cwd)
  const path = resolve(cwd, asked)
  if (statSync(path, { throwIfNoEntry: false })?.isDirectory()) return realpathSync(path)
  throw missing('no-workspace', `${asked} is not a directory`, {
    at: named ? '--directory' : 'NIMBUS_WORKSPACE',
    next: 'name a directory that exists',
  })
}

// The home of Nimbus is called `.nimbus` too, and makes no workspace of the directory it lies in.
const nearestMarked = (cwd: string, env: Readonly<Record<string, string | undefined>>): string | undefined => {
  const { path } = homeOf(env)
  return upwards(cwd, '.nimbus', existsSync(path) ? realpathSync(path) : path)
}
