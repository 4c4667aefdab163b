import { readdirSync, readFileSync } from 'node:fs'

type Signal = 'SIGTERM' | 'SIGKILL' | 'SIGINT'

const isGone = (thrown: unknown): boolean => thrown instanceof Error && 'code' in thrown && thrown.code === 'ESRCH'

/** Signals a process, or with a negative number its whole group; false when nobody is there any more. */
export const signal = (pid: number, name: Signal | 0): boolean => {
  try {
    process.kill(pid, name)
    return true
  } catch (thrown) {
    if (isGone(thrown)) return false
    // EPERM: somebody is there, but a set-uid program is beyond our reach.
    if (thrown instanceof Error && 'code' in thrown && thrown.code === 'EPERM') return true
    throw thrown
  }
}

const statOf = (pid: string): string => {
  try {
    return readFileSync(`/proc/${pid}/stat`, 'latin1')
  } catch {
    // It ended between the listing and the look.
    return ''
  }
}

/** State and group follow the name, which is in brackets and may itself hold anything (proc(5)). */
const livesIn = (group: number, stat: string): boolean => {
  const [state, , memberOf] = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
  return Number(memberOf) === group && state !== 'Z' && state !== 'X'
}

/**
 * Whether any process of a group still runs.
 *
 * On Linux the dead that nobody has collected yet do not count: where PID 1 reaps late, a group of them can still be
 * signalled.
 */
export const groupLives = (group: number): boolean => {
  if (!signal(-group, 0)) return false
  if (process.platform !== 'linux') return true
  return readdirSync('/proc').some((name) => /^\d+$/.test(name) && livesIn(group, statOf(name)))
}

const pollMs = 25

/** Asks a whole group to end, and ends it after the grace period. Resolves when none of it is left. */
export const endGroup = async (group: number, graceMs: number): Promise<void> => {
  signal(-group, 'SIGTERM')
  const deadline = performance.now() + graceMs
  while (groupLives(group)) {
    if (performance.now() >= deadline) break
    await Bun.sleep(pollMs)
  }
  // A member that forks while the group is being killed may leave a child behind for one round.
  while (groupLives(group)) {
    signal(-group, 'SIGKILL')
    await Bun.sleep(pollMs)
  }
}
