import { closeSync, mkdirSync, openSync } from 'node:fs'
import { dirname } from 'node:path'
import type { Program } from '@nimbus/kernel'
import { spawnError } from './spawn-error.ts'

/** A process that waits to become a program. */
export interface StartGate {
  pid: number
  /** Lets it become the program; pid and start time stay. */
  open(): Promise<void>
  /** Ends it when it still waits; without effect once it was let go. */
  close(): Promise<void>
}

/** What to start, and with what. */
export interface Gated {
  program: Program
  /** Absolute path of the program. */
  path: string
  argv: readonly string[]
  env: Record<string, string>
  cwd?: string | undefined
  /** Takes both streams; made with mode 0600. */
  log: string
}

/** A word on standard input, then the program in the place of the shell. The end of input without one ends it. */
const script = 'read -r _ && exec "$@" </dev/null'

/**
 * Starts a process of its own group and session that outlives this one, and that waits until `open`.
 *
 * So its pid can be on record before it does anything: when this process is killed in between, the input ends and so
 * does what was waiting, and nothing runs that nobody knows of.
 */
export const startGate = ({ program, path, argv, env, cwd, log }: Gated): StartGate => {
  mkdirSync(dirname(log), { recursive: true, mode: 0o700 })
  const output = openSync(log, 'ax', 0o600)
  try {
    const child = Bun.spawn(['/bin/sh', '-c', script, program.name, path, ...argv], {
      env,
      stdin: 'pipe',
      stdout: output,
      stderr: output,
      detached: true,
      ...(cwd ? { cwd } : {}),
    })
    child.unref()
    return {
      pid: child.pid,
      async open() {
        void child.stdin.write('\n')
        await child.stdin.end()
      },
      async close() {
        await child.stdin.end()
      },
    }
  } catch (thrown) {
    throw spawnError(thrown, program, path)
  } finally {
    closeSync(output)
  }
}
