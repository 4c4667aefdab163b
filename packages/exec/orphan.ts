import { closeSync, existsSync, writeSync } from 'node:fs'

/** What ends a program when this process is killed before `release`. */
export interface Heir {
  release(): void
}

const shell = '/bin/sh'

/**
 * Waits for a word. The end of input without one means that whoever held the other end is gone: then the group is
 * asked to end, and ended once the grace is over.
 */
const script = 'read -r _ || { kill -s TERM -- "-$1"; sleep "$2"; kill -s KILL -- "-$1"; } 2>/dev/null'

/**
 * Sees to it that the group of a program ends with this process, however that ends: the system closes the pipe of a
 * process that was killed, and a shell that listens at its other end does the rest.
 */
const heirOf = (group: number, graceMs: number): Heir => {
  const child = Bun.spawn([shell, '-c', script, 'nimbus-heir', String(group), String(Math.ceil(graceMs / 1000))], {
    env: { PATH: '/usr/bin:/bin' },
    stdin: 'pipe',
    stdout: 'ignore',
    stderr: 'ignore',
    // A group of its own: what ends ours must not end it.
    detached: true,
  })
  child.unref()
  return {
    release() {
      void child.stdin.write('\n')
      void child.stdin.end()
    },
  }
}

/** As what the shell speaks that holds a program back. */
const gateName = 'nimbus-gate'

/** A word on the fourth descriptor, then the program in the place of the shell. The end of input without one ends it. */
const gate = 'read -r _ <&3 && exec "$@" 3<&-'

/**
 * The command line of a process that waits to become a program until `letGo`, so that its heir is there before it does
 * anything: when this process is killed in between, what was waiting ends. Undefined where there is no shell for it.
 */
export const heldBack = (argv: readonly string[]): string[] | undefined =>
  existsSync(shell) ? [shell, '-c', gate, gateName, ...argv] : undefined

/**
 * Gives a process that was held back its heir and lets it become its program; `descriptor` is our end of its fourth
 * one. One that cannot have an heir ends without having begun.
 */
export const letGo = (descriptor: unknown, group: number, graceMs: number): Heir => {
  if (typeof descriptor !== 'number') throw new Error('a program is held back, and nothing can let it go')
  try {
    const heir = heirOf(group, graceMs)
    writeSync(descriptor, '\n')
    return heir
  } finally {
    closeSync(descriptor)
  }
}

/**
 * Why a program that was held back could not be started, as the system would have said at once; undefined when it was.
 * A shell ends with 127 where there is nothing to execute and with 126 where it may not be (POSIX, XCU 2.8.2).
 */
export const notStarted = (exitCode: number, tail: readonly string[]): Error | undefined => {
  const said = tail.join(' ')
  if (!said.startsWith(`${gateName}:`) || (exitCode !== 126 && exitCode !== 127)) return undefined
  const code = exitCode === 127 ? 'ENOENT' : /permission/i.test(said) ? 'EACCES' : 'ENOEXEC'
  return Object.assign(new Error(said), { code })
}
