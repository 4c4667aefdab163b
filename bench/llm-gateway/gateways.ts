import { mkdir, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { readLines } from '@nimbus/surfaces/read-lines'

/** Something that answers `POST /v1/chat/completions`. */
export interface Gateway {
  name: string
  url: string
  pid: number
  headers: Readonly<Record<string, string>>
  stop(): Promise<void>
}

const token = 'token-of-the-benchmark'
const root = join(import.meta.dir, '../..')

interface Start {
  name: string
  argv: readonly string[]
  /** Which stream says where it listens. */
  says: 'stdout' | 'stderr'
  cwd?: string
  env?: Record<string, string>
  headers?: Record<string, string>
}

/** Starts a process and waits until it says where it listens. */
const start = async ({ name, argv, says, cwd = root, env = {}, headers = {} }: Start): Promise<Gateway> => {
  const child = Bun.spawn([...argv], {
    cwd,
    env: { ...process.env, ...env },
    stdin: 'pipe',
    stdout: says === 'stdout' ? 'pipe' : 'ignore',
    stderr: says === 'stderr' ? 'pipe' : 'ignore',
  })
  const lines = readLines((says === 'stdout' ? child.stdout : child.stderr) as ReadableStream<Uint8Array>)
  const said: string[] = []
  for (let line = await lines.next(); !line.done; line = await lines.next()) {
    said.push(Bun.stripANSI(line.value))
    const port = /(?:127\.0\.0\.1|localhost):(\d+)/.exec(said.at(-1) ?? '')?.[1]
    if (!port) continue
    // Read on, so that what it says later never blocks it.
    const rest = Array.fromAsync(lines)
    return {
      name,
      pid: child.pid,
      headers,
      url: `http://127.0.0.1:${port}`,
      async stop() {
        await child.stdin.end()
        child.kill('SIGTERM')
        await child.exited
        await rest
      },
    }
  }
  throw new Error(`${name} ended with ${await child.exited}: ${said.join('\n')}`)
}

/** The provider itself. */
export const startMock = (): Promise<Gateway> =>
  start({ name: 'direct', says: 'stdout', argv: [process.execPath, join(import.meta.dir, 'mock.ts')] })

/** The floor: a proxy that does nothing. */
export const startFloor = (mock: string): Promise<Gateway> =>
  start({ name: 'bare proxy', says: 'stdout', argv: [process.execPath, join(import.meta.dir, 'bare-proxy.ts'), mock] })

const settings = (mock: string): string => `providers:
  bench:
    type: openai-compatible
    base_url: ${mock}/v1
    api_key: bench-key-0123456789
models:
  bench-model:
    provider: bench
    id: bench-model
    context_window: 100000
    cost_per_1k_tokens: { input: 0.001, output: 0.002 }
policies:
  daily_budget_usd: 100000
  limit: { type: hard }
`

/** Ours as a user starts it: routing, a hard budget and the record of every call are on. */
export const startNimbus = async (mock: string): Promise<Gateway> => {
  const folder = await mkdtemp(join(tmpdir(), 'nimbus-bench-'))
  const workspace = join(folder, 'workspace')
  const home = join(folder, 'home')
  await Promise.all([mkdir(workspace), mkdir(home)])
  await Bun.write(join(home, 'llm.yaml'), settings(mock))
  const gateway = await start({
    name: 'nimbus, Bun',
    argv: [process.execPath, join(root, 'apps/nimbus/main.ts'), 'serve', '--port', '0'],
    says: 'stderr',
    cwd: workspace,
    env: { NIMBUS_HOME: home, NIMBUS_TOKEN: token, NIMBUS_WORKSPACE: workspace },
    headers: { authorization: `Bearer ${token}` },
  })
  return {
    ...gateway,
    async stop() {
      await gateway.stop()
      await rm(folder, { recursive: true, force: true })
    },
  }
}

/** The peer, on a runtime. It binds every interface, so it is started in a network of its own only. */
export const startPortkey = (
  mock: string,
  { name, runtime, script, port }: { name: string; runtime: string; script: string; port: number },
): Promise<Gateway> =>
  start({
    name,
    argv: [runtime, script, `--port=${port}`, '--headless'],
    says: 'stdout',
    headers: {
      authorization: 'Bearer bench-key-0123456789',
      'x-portkey-provider': 'openai',
      'x-portkey-custom-host': `${mock}/v1`,
    },
  })
