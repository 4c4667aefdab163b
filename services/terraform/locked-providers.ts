import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { lockFileName } from './initialise.ts'

/** The versions of providers that a directory is locked to, by the last part of their address; none without a lock. */
export const lockedProviders = async (directory: string): Promise<Record<string, string>> => {
  // A module without providers has no lock file.
  const lock = await readFile(join(directory, lockFileName), 'utf8').catch(() => '')
  return Object.fromEntries(
    [...lock.matchAll(/^provider "(?:[^"]+\/)?([^"/]+)" \{\s*version\s*=\s*"([^"]+)"/gm)].map(
      ([, name = '', version = '']) => [name, version],
    ),
  )
}
