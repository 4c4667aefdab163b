/**
 * Measures calls over HTTP against a bare Hono route with the same validation, and calls in this process.
 *
 *   bun bench/http.ts [seconds a round]
 *
 * Both servers run in processes of their own, in turn under the same load: 16 connections of the plainest client there
 * can be, one request at a time each. The floor validates input and output and nothing else. Ours is measured three
 * times, to say where the difference lies: the HTTP surface alone with the same validation; with the pipeline and
 * policy but nothing recorded; and whole, with runs and events in SQLite. Goal: at least 60 % of the floor.
 *
 * Beside the rates it gives what the whole process of a server spent on a call, all threads and its start included:
 * on a machine that others use as well, that varies less than how many calls a second it got to. On Linux also what the
 * thread that answers spent on it, and that beside the floor, which varies least.
 */
import { readFileSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Gateway, servingStaleMs } from '@nimbus/host'
import { invoke } from '@nimbus/kernel'
import { z } from '@nimbus/kernel/define'
import { readLines } from '@nimbus/surfaces/read-lines'
import { type MemoryGateway, memoryGateway, person } from '@nimbus/testkit/memory-gateway'
import { memorySource } from '@nimbus/testkit/memory-source'
import { sampleOperations } from '@nimbus/testkit/sample-operations'
import { openSampleHost } from '../test/equality/open-sample-host.ts'

const token = 'token-of-the-benchmark'
const connections = 16
const rounds = 5
const body = JSON.stringify({ number: 42 })

const [role = '', given = ''] = process.argv.slice(2)
if (role === 'whole') await serveOurs(given)
else if (role === 'surface') await serveSurface()
else if (role === 'unrecorded') await serveUnrecorded()
else if (role === 'floor') await serveFloor()
else await measure(Number(role || 2))

async function serveOurs(workspace: string): Promise<void> {
  const host = await openSampleHost(workspace, process.env, { staleMs: servingStaleMs })
  await answerUntilStdinEnds(host)
  await host.close()
}

async function answerUntilStdinEnds(gateway: Gateway): Promise<void> {
  const { serve } = await import('@nimbus/surfaces/http')
  const server = serve(gateway, { port: 0 })
  console.log(server.url)
  for await (const _ of Bun.stdin.stream()) continue
  await server.stop()
}

function unrecorded(): MemoryGateway {
  const gateway = memoryGateway([memorySource(sampleOperations(new Map()))], {
    workspace: tmpdir(),
    tokens: { [token]: person },
  })
  gateway.ports.journal.note = async () => {}
  return gateway
}

/** The pipeline without a store, and without the test gateway's memory of events. */
async function serveUnrecorded(): Promise<void> {
  const gateway = unrecorded()
  const invokeAlone: Gateway['invoke'] = (call) => {
    let made: AbortSignal | undefined
    const request = {
      ...call,
      workspace: gateway.workspace,
      base: gateway.workspace,
      get signal() {
        made ??= call.stopping?.signal ?? call.signal ?? new AbortController().signal
        return made
      },
    }
    return invoke(request, gateway.ports)
  }
  await answerUntilStdinEnds({ ...gateway, invoke: invokeAlone })
}

/** The surface with the validation of the floor in place of the pipeline. */
async function serveSurface(): Promise<void> {
  const gateway = unrecorded()
  const operation = await gateway.catalog.load('steps.judge')
  await answerUntilStdinEnds({
    ...gateway,
    async invoke(call) {
      // As the pipeline does: what need not be waited for is not.
      const input = operation.input.safeParse(call.input)
      const output = operation.output.safeParse({ even: (input.data as { number: number }).number % 2 === 0 })
      return { ok: output.success, run: '', outcome: 'done', data: output.data }
    },
  })
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

type Server = Awaited<ReturnType<typeof start>>

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
    /** Microseconds that its first thread, which answers, has used; not a number where the system does not say. */
    answering(): number {
      const path = `/proc/${child.pid}/task/${child.pid}/schedstat`
      return process.platform === 'linux' ? Number(readFileSync(path, 'utf8').split(' ', 1)[0]) / 1000 : Number.NaN
    },
    /** Ends it; gives the processor time it used, in microseconds. */
    async stop(): Promise<number> {
      await child.stdin.end()
      await child.exited
      return Number(child.resourceUsage()?.cpuTime.total ?? Number.NaN)
    },
  }
}

interface Load {
  answers: number
  perSecond: number
  /** Microseconds of the thread that answers, for each. */
  answering: number
}

/** A load for some seconds: each connection sends its next request when an answer with its whole body has come. */
async function load({ url, answering }: Pick<Server, 'url' | 'answering'>, seconds: number): Promise<Load> {
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
  const before = answering()
  const started = performance.now()
  for (const socket of sockets) socket.write(request)
  await Bun.sleep(seconds * 1000)
  running = false
  const took = performance.now() - started
  for (const socket of sockets) socket.end()
  if (wrong) throw new Error(`an answer was not what it should be: ${wrong}`)
  return { answers, perSecond: answers / (took / 1000), answering: (answering() - before) / answers }
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
  const names = ['floor', 'surface', 'unrecorded', 'whole'] as const
  const servers = await Promise.all(names.map(async (name) => ({ name, ...(await start(name, workspace)) })))
  const found = new Map<string, Load[]>(names.map((name) => [name, []]))
  const stopped = new Map<string, number>()
  try {
    for (const server of servers) found.get(server.name)?.push(await load(server, 1))
    for (let i = 0; i < rounds; i++)
      for (const server of servers) found.get(server.name)?.push(await load(server, seconds))
  } finally {
    for (const { name, stop } of servers) stopped.set(name, await stop())
  }
  // The first load is for warming up.
  const of = (name: string, what: 'perSecond' | 'answering') =>
    (found.get(name) ?? []).slice(1).map((each) => each[what])
  const besideFloor = (name: string, what: 'perSecond' | 'answering') => {
    const floor = of('floor', what)
    return median(of(name, what).map((value, i) => value / (floor[i] ?? Number.NaN)))
  }
  try {
    for (const name of names) {
      const ratio = besideFloor(name, 'perSecond')
      const answers = (found.get(name) ?? []).reduce((sum, each) => sum + each.answers, 0)
      const goal = name === 'whole' ? `   (goal: at least 60 %) ${ratio >= 0.6 ? '✓' : '✗'}` : ''
      const rate = Math.round(median(of(name, 'perSecond')))
        .toLocaleString('en')
        .padStart(8)
      const spent = ((stopped.get(name) ?? Number.NaN) / answers).toFixed(0).padStart(4)
      const thread = median(of(name, 'answering')).toFixed(0).padStart(4)
      const times = besideFloor(name, 'answering').toFixed(2)
      console.log(
        `${name.padEnd(12)} ${rate} calls/s  ${(ratio * 100).toFixed(0).padStart(4)} %  ${spent} µs of processor a call, ${thread} in the thread that answers, ${times}×${goal}`,
      )
    }
    await inProcess(workspace)
  } finally {
    await rm(workspace, { recursive: true, force: true })
  }
}
