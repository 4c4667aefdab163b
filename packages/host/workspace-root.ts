import { existsSync, realpathSync, statSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { missing } from '@nimbus/kernel'

const upwards = (start: string, name: string): string | undefined => {
  for (let at = start; ; at = dirname(at)) {
    if (existsSync(join(at, name))) return at
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

// The user's own home directory holds a `.nimbus` too, which is not a workspace.
const nearestMarked = (cwd: string, env: Readonly<Record<string, string | undefined>>): string | undefined => {
  const found = upwards(cwd, '.nimbus')
  return found === env.HOME ? undefined : found
}
