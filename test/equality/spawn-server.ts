import { join } from 'node:path'
import { readLines } from '@nimbus/surfaces/read-lines'
import type { ServeArguments } from './serve-process.ts'

/** A server in a process of its own. */
export interface ServerProcess {
  url: string
  pid: number
  /** Ends it the orderly way, so that everything it recorded is written. */
  stop(): Promise<void>
}

/** Starts one and waits until it is ready. */
export const spawnServer = async (
  what: ServeArguments,
  env: Readonly<Record<string, string | undefined>>,
): Promise<ServerProcess> => {
  const child = Bun.spawn([process.execPath, join(import.meta.dir, 'serve-process.ts'), JSON.stringify(what)], {
    cwd: what.workspace,
    env: { ...env },
    stdin: 'pipe',
    stdout: 'pipe',
    stderr: 'inherit',
  })
  const first = await readLines(child.stdout).next()
  if (first.done) throw new Error(`the server ended with ${await child.exited} before it was ready`)
  return {
    url: first.value,
    pid: child.pid,
    async stop() {
      await child.stdin.end()
      await child.exited
    },
  }
}
