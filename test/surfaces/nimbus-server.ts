import { readLines } from '@nimbus/surfaces/read-lines'
import { product, type TestWorkspace } from '@nimbus/testkit'

/** `nimbus serve`, as a user starts it. */
export interface NimbusServer extends AsyncDisposable {
  url: string
  /** Where the streams listen, by service. */
  streams: Readonly<Record<string, string>>
  pid: number
  /** Its exit code, once it has ended. */
  exited: Promise<number>
}

/** Starts it on a free port of this machine and waits until it says where it is. */
export const nimbusServer = async (place: TestWorkspace, flags: readonly string[] = []): Promise<NimbusServer> => {
  const child = Bun.spawn([...product().command, 'serve', '--port', '0', ...flags], {
    cwd: place.path,
    env: place.env,
    stdin: 'ignore',
    stdout: 'ignore',
    stderr: 'pipe',
  })
  const lines = readLines(child.stderr)
  const said: string[] = []
  for (let line = await lines.next(); !line.done; line = await lines.next()) {
    said.push(line.value)
    // The last thing it says when it is ready.
    if (!line.value.startsWith('  with ')) continue
    const text = said.join('\n')
    const url = / at (http:\/\/\S+)/.exec(text)?.[1]
    if (!url) continue
    const streams = Object.fromEntries(
      [...text.matchAll(/streams of (.+) at (\S+)/g)].map(([, service = '', at = '']) => [service, at]),
    )
    // Read on, so that what it says later never blocks it.
    const rest = Array.fromAsync(lines)
    return {
      url,
      streams,
      pid: child.pid,
      exited: child.exited,
      async [Symbol.asyncDispose]() {
        child.kill('SIGTERM')
        await child.exited
        await rest
      },
    }
  }
  throw new Error(`nimbus serve ended with ${await child.exited}: ${said.join('\n')}`)
}
