/**
 * Measures calls over HTTP against a bare Hono route with the same validation, and calls in this process.
 *
 *   bun bench/http.ts [seconds a round]
 *
 * Both servers run in processes of their own, in turn under the same load: 16 connections of the plainest client there
 * can be, one request at a time each. Ours has the whole pipeline: token, policy, run, events and record in SQLite. The
 * floor validates input and output and nothing else. Goal: at least 60 % of the floor.
 */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { z } from '@nimbus/kernel/define'
import { readLines } from '@nimbus/surfaces/read-lines'
import { openSampleHost } from '../test/equality/open-sample-host.ts'

const token = 'token-of-the-benchmark'
const connections = 16
const rounds = 5
const body = JSON.stringify({ number: 42 })

const [role = '', given = ''] = process.argv.slice(2)
if (role === 'ours') await serveOurs(given)
else if (role === 'floor') await serveFloor()
else await measure(Number(role || 2))

async function serveOurs(workspace: string): Promise<void> {
  const { serve } = await import('@nimbus/surfaces/http')
  const host = await openSampleHost(workspace, process.env)
  const server = serve(host, { port: 0 })
  console.log(server.url)
  for await (const _ of Bun.stdin.stream()) continue
  await server.stop()
  await host.close()
}

async function serveFloor(): Promise<void> {
  const { Hono } = await import('../packages/surfaces/node_modules/hono')
  const Input = z.object({ number: z.number().int() })
  const Output = z.object({ even: z.boolean() })
  const app = new Hono()
  app.post('/api/steps/judge', async (c) => {
    const input = await Input.safeParseAsync(await c.req.json())
    if (!input.success) return c.json({ error: input.error.issues }, 422)
    const output = await Output.safeParseAsync({ even: input.data.number % 2 === 0 })
    return output.success ? c.json(output.data) : c.json({ error: 'output' }, 500)
  })
  const server = Bun.serve({ port: 0, hostname: '127.0.0.1', fetch: app.fetch })
  console.log(server.url.origin)
  for await (const _ of Bun.stdin.stream()) continue
  await server.stop(true)
}

async function start(what: string, workspace: string) {
  const child = Bun.spawn([process.execPath, import.meta.path, what, workspace], {
    env: { ...process.env, NIMBUS_HOME: join(workspace, 'home'), NIMBUS_TOKEN: token },
    stdin: 'pipe',
    stdout: 'pipe',
    stderr: 'inherit',
  })
  const { value: url = '' } = await readLines(child.stdout).next()
  return {
    url,
    async stop() {
      await child.stdin.end()
      await child.exited
    },
  }
}

/** Answers a second: each connection sends its next request when an answer with its whole body has come. */
async function load(url: string, seconds: number): Promise<number> {
  const { hostname, port, host } = new URL(url)
  const request = `POST /api/steps/judge HTTP/1.1\r\nhost: ${host}\r\nauthorization: Bearer ${token}\r\ncontent-type: application/json\r\ncontent-length: ${body.length}\r\n\r\n${body}`
  let answers = 0
  let wrong = ''
  let running = true
  const sockets = await Promise.all(
    Array.from({ length: connections }, () =>
      Bun.connect({
        hostname,
        port: Number(port),
        socket: {
          data(socket, bytes) {
            const text = bytes.toString('latin1')
            if (!text.startsWith('HTTP/1.1 200') || !text.includes('"even":true')) wrong ||= text.slice(0, 300)
            answers += 1
            if (running) socket.write(request)
          },
        },
      }),
    ),
  )
  const started = performance.now()
  for (const socket of sockets) socket.write(request)
  await Bun.sleep(seconds * 1000)
  running = false
  const took = performance.now() - started
  for (const socket of sockets) socket.end()
  if (wrong) throw new Error(`an answer was not what it should be: ${wrong}`)
  return answers / (took / 1000)
}

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN
}

async function inProcess(workspace: string): Promise<void> {
  const host = await openSampleHost(workspace, { ...process.env, NIMBUS_HOME: join(workspace, 'home-here') })
  const call = { operation: 'steps.judge', input: { number: 42 }, principal: host.principal, surface: 'http' as const }
  const times: number[] = []
  for (let i = 0; i < 6000; i++) {
    const before = performance.now()
    await host.invoke(call)
    if (i >= 1000) times.push((performance.now() - before) * 1000)
  }
  await host.close()
  const sorted = times.sort((a, b) => a - b)
  const at = (q: number) => (sorted[Math.floor(q * sorted.length)] ?? Number.NaN).toFixed(0)
  console.log(`in-process call        p50 ${at(0.5)} µs   p99 ${at(0.99)} µs   (goal: under 100 µs)`)
}

async function measure(seconds: number): Promise<void> {
  const workspace = await mkdtemp(join(tmpdir(), 'nimbus-bench-'))
  const ours = await start('ours', workspace)
  const floor = await start('floor', workspace)
  try {
    await load(ours.url, 1)
    await load(floor.url, 1)
    const pairs: { ours: number; floor: number }[] = []
    for (let i = 0; i < rounds; i++)
      pairs.push({ ours: await load(ours.url, seconds), floor: await load(floor.url, seconds) })
    const ratio = median(pairs.map((pair) => pair.ours / pair.floor))
    const shown = (name: 'ours' | 'floor') => Math.round(median(pairs.map((pair) => pair[name]))).toLocaleString('en')
    console.log(`nimbus over HTTP       ${shown('ours')} calls/s`)
    console.log(`bare Hono, validated   ${shown('floor')} calls/s`)
    console.log(
      `ratio                  ${(ratio * 100).toFixed(0)} %   (goal: at least 60 %) ${ratio >= 0.6 ? '✓' : '✗'}`,
    )
    await inProcess(workspace)
  } finally {
    await ours.stop()
    await floor.stop()
    await rm(workspace, { recursive: true, force: true })
  }
}
