import { mkdirSync } from 'node:fs'
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
  logs: string
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
    logs: at('logs'),
    cache: at('cache'),
  }
}

/** Creates the home for this user only. Raises `no-home` (exit 5) where it cannot be. */
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
}
