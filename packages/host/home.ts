import { accessSync, constants, mkdirSync } from 'node:fs'
import { homedir } from 'node:os'
import { join } from 'node:path'
import { missing } from '@nimbus/kernel'

/** Nimbus's own directory and what lies where in it. */
export interface Home {
  path: string
  config: string
  policy: string
  trust: string
  database: string
  tokens: string
  key: string
  checkpoint: string
  processes: string
  cache: string
}

/** The home that the environment names (`NIMBUS_HOME`), else `~/.nimbus`. Creates nothing. */
export const homeOf = (env: Readonly<Record<string, string | undefined>>): Home => {
  const path = env.NIMBUS_HOME || join(env.HOME || homedir(), '.nimbus')
  const at = (name: string) => join(path, name)
  return {
    path,
    config: at('config.yaml'),
    policy: at('policy.yaml'),
    trust: at('trust.yaml'),
    database: at('nimbus.db'),
    tokens: at('tokens'),
    key: at('key'),
    checkpoint: at('checkpoint'),
    processes: at('processes'),
    cache: at('cache'),
  }
}

/**
 * Where the checkpoint of a database is. Each has its own, or whoever goes over to another one, for a single command
 * even, would be told that the audit was changed. A new password makes no other database.
 */
export const checkpointOf = (home: Home, url: string): string => {
  if (url === home.database) return home.checkpoint
  const address = url.replace(/(:\/\/[^:/@]*):[^@/]*@/, '$1@')
  return `${home.checkpoint}-${new Bun.CryptoHasher('sha256').update(address).digest('hex').slice(0, 12)}`
}

/** Creates the home for this user only. Raises `no-home` (exit 5) where it cannot be or belongs to somebody else. */
export const ensureHome = (home: Home): void => {
  try {
    mkdirSync(home.path, { recursive: true, mode: 0o700 })
  } catch (cause) {
    throw missing('no-home', `${home.path} cannot be created`, {
      at: home.path,
      why: cause instanceof Error ? cause.message : String(cause),
      next: 'set NIMBUS_HOME to a directory you can write to',
      cause,
    })
  }
  try {
    accessSync(home.path, constants.R_OK | constants.X_OK)
  } catch (cause) {
    throw missing('no-home', `${home.path} cannot be used`, {
      at: home.path,
      why: cause instanceof Error ? cause.message : String(cause),
      next: `make it yours, if sudo made it: sudo chown -R "$USER" ${home.path}; or set NIMBUS_HOME to another directory`,
      cause,
    })
  }
}
