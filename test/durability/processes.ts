import { join } from 'node:path'
import { readLines } from '@nimbus/surfaces/read-lines'
import type { Place } from './databases.ts'

/** A running worker. */
export interface Worker {
  pid: number
  /** Its next line, or undefined once it has ended. */
  line(): Promise<string | undefined>
  /** Lets it begin, or go on. */
  go(): void
  kill(): Promise<void>
  /** Every remaining line, once it has ended well; raises what it printed on standard error otherwise. */
  finish(): Promise<string[]>
}

/** Starts a worker; it is ready to go when this returns. */
export const worker = async (job: string, { folder, url }: Place, argument = ''): Promise<Worker> => {
  const child = Bun.spawn([process.execPath, join(import.meta.dir, 'worker.ts'), job, folder, url, argument], {
    stdin: 'pipe',
    stdout: 'pipe',
    stderr: 'pipe',
  })
  const errors = new Response(child.stderr).text()
  const lines = readLines(child.stdout)
  const line = async () => {
    const { value, done } = await lines.next()
    if (!done) return value
    // Its output ends a moment before it does, and until then it counts as alive.
    await child.exited
    return undefined
  }
  if ((await line()) !== 'ready') throw new Error(`the worker did not start: ${await errors}`)
  return {
    pid: child.pid,
    line,
    go() {
      void child.stdin.write('go\n')
      void child.stdin.flush()
    },
    async kill() {
      child.kill('SIGKILL')
      await child.exited
    },
    async finish() {
      const rest: string[] = []
      for (let next = await line(); next !== undefined; next = await line()) rest.push(next)
      if ((await child.exited) !== 0) throw new Error(`the worker failed: ${await errors}`)
      return rest
    },
  }
}
