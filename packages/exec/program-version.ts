import type { Program } from '@nimbus/kernel'
import { minimalEnvironment } from './environment.ts'
import { type Environment, findProgram } from './find-program.ts'
import { signal } from './process-group.ts'

/** How long a program may take to say its version, in milliseconds. */
const patience = 5_000

/** A version stands at the beginning; a program that goes on is not listened to any longer. */
const longest = 64 * 1024

/** Reads a stream until it ends, has given enough, or the time is over. */
const beginningOf = async (stream: ReadableStream<Uint8Array>, over: Promise<undefined>): Promise<string> => {
  const reader = stream.getReader()
  const decoder = new TextDecoder()
  let text = ''
  for (;;) {
    const next = await Promise.race([reader.read(), over])
    if (!next || next.done) return text
    text += decoder.decode(next.value, { stream: true })
    if (text.length >= longest) return text
  }
}

const printedBy = async (argv: string[], env: Record<string, string>, patienceMs: number): Promise<string> => {
  const child = Bun.spawn(argv, {
    env,
    stdin: 'ignore',
    stdout: 'pipe',
    stderr: 'ignore',
    // A group of its own: what the program has started may hold on to the output when the program is gone.
    detached: true,
  })
  const end = () => void signal(-child.pid, 'SIGKILL')
  process.on('exit', end)
  const { promise: over, resolve } = Promise.withResolvers<undefined>()
  const timer = setTimeout(() => resolve(undefined), patienceMs)
  try {
    return await beginningOf(child.stdout, over)
  } finally {
    clearTimeout(timer)
    end()
    process.off('exit', end)
  }
}

/** The version a program prints, such as `1.11.4`, or undefined when it is missing, silent, or slower than 5 seconds. */
export const programVersion = async (
  program: Program,
  env: Environment,
  patienceMs = patience,
): Promise<string | undefined> => {
  const path = findProgram(program, env)
  if (!path) return undefined
  // A file that cannot be started has no version; running it for real says why.
  const printed = await printedBy(
    [path, ...program.version],
    minimalEnvironment(env, {}, program.environment),
    patienceMs,
  ).catch(() => '')
  return /\d+\.\d+(?:\.\d+)?(?:-[0-9A-Za-z.]+)?/.exec(printed)?.[0]
}
