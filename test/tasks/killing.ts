import { join } from 'node:path'
import type { Envelope } from '@nimbus/kernel'
import { readLines } from '@nimbus/surfaces/read-lines'
import type { TestWorkspace } from '@nimbus/testkit'

/**
 * Makes a call in a process of its own, which is killed with everything that it started so many milliseconds after it was
 * ready. Gives the envelope when it was faster.
 */
export const callUntilKilled = async (
  ws: TestWorkspace,
  operation: string,
  input: unknown,
  afterMs: number,
): Promise<Envelope | 'killed'> => {
  const worker = [process.execPath, join(import.meta.dir, 'worker.ts')]
  const child = Bun.spawn([...worker, operation, JSON.stringify(input)], {
    cwd: ws.path,
    env: ws.env,
    stdin: 'ignore',
    stdout: 'pipe',
    stderr: 'pipe',
  })
  const errors = new Response(child.stderr).text()
  const lines = readLines(child.stdout)
  const first = await lines.next()
  if (first.value !== 'ready') throw new Error(`the worker did not start: ${await errors}`)
  const timer = setTimeout(() => child.kill('SIGKILL'), afterMs)
  const { value } = await lines.next()
  clearTimeout(timer)
  await child.exited
  return value === undefined ? 'killed' : (JSON.parse(value) as Envelope)
}
