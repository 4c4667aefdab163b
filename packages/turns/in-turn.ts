import { Database } from 'bun:sqlite'
import { mkdir } from 'node:fs/promises'
import { dirname } from 'node:path'
import { setTimeout } from 'node:timers/promises'

/** How long somebody who waits for a turn sleeps before asking again, in milliseconds. */
const pause = 20

/** What turns are taken at, and what becomes of somebody who waits for one. */
export interface Turn {
  /** A file that stands for what only one may do at a time, absolute; it holds nothing and is made when it is not there. */
  lock: string
  /** Ends the waiting. */
  signal: AbortSignal
  /** Called once, when somebody else has the turn. */
  waiting: () => void
}

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
 * Does something while nobody else with the same lock does, in this process or another.
 *
 * The lock is one of the operating system's on a file of SQLite, so that it ends with its process however that ends. It
 * is not taken twice: work that asks for the turn that it has waits for ever.
 */
export const inTurn = async <T>(turn: Turn, work: () => Promise<T>): Promise<T> => {
  await mkdir(dirname(turn.lock), { recursive: true })
  using lock = new Database(turn.lock)
  lock.run('PRAGMA busy_timeout = 0')
  if (!taken(lock)) {
    turn.waiting()
    do await setTimeout(pause, undefined, { signal: turn.signal })
    while (!taken(lock))
  }
  return await work()
}
