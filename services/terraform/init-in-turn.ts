import { Database } from 'bun:sqlite'
import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import type { Context } from '@nimbus/kernel/define'

/** How long somebody who waits for a turn sleeps before asking again, in milliseconds. */
const pause = 50

const busy = (thrown: unknown): boolean => thrown instanceof Error && 'code' in thrown && thrown.code === 'SQLITE_BUSY'

/** Takes the one lock of a file; false when somebody else, in this process or another, has it. */
const taken = (lock: Database): boolean => {
  try {
    lock.run('BEGIN EXCLUSIVE')
    return true
  } catch (thrown) {
    if (busy(thrown)) return false
    throw thrown
  }
}

/**
 * Does an init while no other init of this home runs.
 *
 * Two that fetch a provider into one plugin cache disturb each other, seen as "failed to create directory … file
 * exists" (https://developer.hashicorp.com/terraform/cli/config/config-file#provider-plugin-cache warns of it). The
 * lock is one of the operating system's on a file of SQLite, so that it ends with its process however that ends.
 */
export const initInTurn = async <T>(
  ctx: Pick<Context, 'cache' | 'signal' | 'progress'>,
  init: () => Promise<T>,
): Promise<T> => {
  await mkdir(ctx.cache, { recursive: true })
  using lock = new Database(join(ctx.cache, 'init.lock'))
  lock.run('PRAGMA busy_timeout = 0')
  if (!taken(lock)) {
    ctx.progress('waiting for another init to end')
    do await setTimeout(pause, undefined, { signal: ctx.signal })
    while (!taken(lock))
  }
  return await init()
}
