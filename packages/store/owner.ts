import { readFileSync, readlinkSync } from 'node:fs'
import { hostname } from 'node:os'

/** A process as others can recognise it: pids come round again, the four together do not. */
export interface Owner {
  /** The host's name and, where there are such, the process namespace: pids mean nothing outside it. */
  host: string
  bootId: string
  pid: number
  /** When the process started, in the unit of the platform; only compared. */
  startTime: string
}

const textOf = (path: string): string | undefined => {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    // No such file: another platform, or the process has gone.
    return undefined
  }
}

const output = (argv: string[]): string => {
  const { stdout, success } = Bun.spawnSync(argv, {
    stdout: 'pipe',
    stderr: 'ignore',
    env: { ...process.env, LC_ALL: 'C' },
  })
  return success ? stdout.toString().trim() : ''
}

/** State and start time of a process from `/proc/<pid>/stat`; fields 3 and 22 of proc_pid_stat(5). */
const statOf = (pid: number): { state: string; startTime: string } | undefined => {
  const stat = textOf(`/proc/${pid}/stat`)
  if (stat === undefined) return undefined
  // The program's name, in brackets, may itself hold spaces and brackets.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
  return { state: fields[0] ?? '', startTime: fields[19] ?? '' }
}

const hasProc = (): boolean => textOf('/proc/self/stat') !== undefined

const namespace = (): string => {
  try {
    return `/${readlinkSync('/proc/self/ns/pid')}`
  } catch {
    // Only Linux has process namespaces.
    return ''
  }
}

const bootId = (): string =>
  textOf('/proc/sys/kernel/random/boot_id')?.trim() ?? output(['sysctl', '-n', 'kern.bootsessionuuid'])

const startTimeOf = (pid: number): string | undefined => {
  if (hasProc()) {
    const stat = statOf(pid)
    // A zombie has ended; only its parent has not looked yet.
    return stat && stat.state !== 'Z' && stat.state !== 'X' ? stat.startTime : undefined
  }
  const started = output(['ps', '-o', 'lstart=', '-p', String(pid)])
  return started === '' ? undefined : started
}

const ownerOf = (pid: number, startTime: string): Owner => ({
  host: hostname() + namespace(),
  bootId: bootId(),
  pid,
  startTime,
})

/** This process. */
export const thisProcess = (): Owner => ownerOf(process.pid, startTimeOf(process.pid) ?? '')

/** The process on this host that has a pid, or undefined when none does. */
export const processOf = (pid: number): Owner | undefined => {
  const startTime = startTimeOf(pid)
  return startTime === undefined ? undefined : ownerOf(pid, startTime)
}

/**
 * Whether an owner has certainly ended.
 *
 * On the same host: another boot, or no process with that pid and start time. Elsewhere only its lease can tell, which
 * a living owner renews.
 */
export const isDead = (owner: Owner, leaseUntil: string, here: Owner, now: string): boolean => {
  if (owner.host !== here.host) return leaseUntil < now
  if (owner.bootId !== here.bootId) return true
  return startTimeOf(owner.pid) !== owner.startTime
}
