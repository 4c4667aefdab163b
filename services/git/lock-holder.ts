import { readdirSync, readFileSync, readlinkSync, statSync } from 'node:fs'
import { isWithin } from './resource.ts'

const linkOf = (path: string): string => {
  try {
    return readlinkSync(path)
  } catch {
    // The process has ended, or belongs to somebody else: then nothing is known of it.
    return ''
  }
}

const namesIn = (path: string): string[] => {
  try {
    return readdirSync(path)
  } catch {
    // As above.
    return []
  }
}

const commandOf = (pid: string): string => {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0').join(' ').trim()
  } catch {
    // As above.
    return ''
  }
}

/** Processes that have the lock open, else those of git that work in the tree. Known on Linux only. */
const holders = (lock: string, top: string): string[] => {
  const pids = namesIn('/proc').filter((name) => /^\d+$/.test(name) && name !== String(process.pid))
  const open = pids.filter((pid) => namesIn(`/proc/${pid}/fd`).some((fd) => linkOf(`/proc/${pid}/fd/${fd}`) === lock))
  if (open.length > 0) return open
  return pids.filter((pid) => /^(\S*\/)?git /.test(commandOf(pid)) && isWithin(linkOf(`/proc/${pid}/cwd`), top))
}

const ageOf = (lock: string, now: Date): string => {
  const made = statSync(lock, { throwIfNoEntry: false })?.mtimeMs
  if (made === undefined) return 'it is gone by now'
  const minutes = Math.floor((now.getTime() - made) / 60_000)
  return minutes < 1 ? 'it was made less than a minute ago' : `it was made ${minutes} min ago`
}

/** Who holds a lock of git and since when, in words. */
export const lockText = (lock: string, top: string, now: Date): string => {
  const age = ageOf(lock, now)
  if (process.platform !== 'linux') return `${age}; which process holds it is not known on this system`
  const [pid] = holders(lock, top)
  return pid ? `process ${pid} holds it: ${commandOf(pid)}; ${age}` : `no running process holds it; ${age}`
}
