import { existsSync } from 'node:fs'

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
 * process that was killed, and a shell that listens at its other end does the rest. Undefined where there is no such
 * shell. Between the start of the program and that of the shell lies a moment in which a kill leaves the program alone.
 */
export const heirOf = (group: number, graceMs: number): Heir | undefined => {
  if (!existsSync(shell)) return undefined
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
