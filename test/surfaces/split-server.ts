import { product, type TestWorkspace } from '@nimbus/testkit'

/** So many ports in a row that nobody has at the moment; gives the first. */
const freePorts = async (count: number): Promise<number> => {
  for (;;) {
    const first = 20_000 + Math.floor(Math.random() * 30_000)
    const taken: Bun.TCPSocketListener[] = []
    try {
      for (let i = 0; i < count; i += 1)
        taken.push(Bun.listen({ hostname: '127.0.0.1', port: first + i, socket: { data() {} } }))
      return first
    } catch (thrown) {
      // Somebody has one of them: others are tried.
      if (!(thrown instanceof Error)) throw thrown
    } finally {
      for (const listener of taken) listener.stop(true)
    }
  }
}

/** `nimbus serve --split`, with the first of its ports and of those of its streams. */
export interface SplitServer extends AsyncDisposable {
  port: number
  streamPort: number
  /** The process that started the others. */
  pid: number
  /** Stops all of it, and gives the exit code. */
  stop(): Promise<number>
}

/** Starts services, each in a process of its own, and waits until all of them answer. */
export const splitServer = async (
  place: TestWorkspace,
  services: readonly string[],
  more: readonly string[] = [],
): Promise<SplitServer> => {
  const [port, streamPort] = [await freePorts(services.length), await freePorts(services.length)]
  const flags = ['--split', '--port', String(port), '--stream-port', String(streamPort), ...more]
  const child = Bun.spawn([...product().command, 'serve', ...services, ...flags], {
    cwd: place.path,
    env: place.env,
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  const stop = async () => {
    child.kill('SIGTERM')
    return child.exited
  }
  let said = ''
  const decoder = new TextDecoder()
  for await (const bytes of child.stderr) {
    said += decoder.decode(bytes, { stream: true })
    if (said.includes('each in its own process'))
      return { port, streamPort, pid: child.pid, stop, [Symbol.asyncDispose]: async () => void (await stop()) }
  }
  throw new Error(`nimbus serve --split ended with ${await child.exited}: ${said}`)
}
