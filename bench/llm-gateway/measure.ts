/**
 * Measures what a gateway adds between a client and a provider.
 *
 *   bun bench/llm-gateway/measure.ts [rounds] [seconds]
 *
 * Every gateway stands in a process of its own before the same provider, which answers at once. One connection asks
 * each in turn, 20 requests a round, since a process that slept for many milliseconds is slow to wake and no gateway in
 * use does. What is reported is the median of the differences between a round's median and that of asking the provider
 * directly in the same round, with the quartiles. Then 16 connections each, in turn, for `seconds`: answers a second.
 * Every process has answered for ten seconds before, and streamed for four: a gateway in use is no new process, and how
 * long a runtime takes to compile what it runs is another question.
 *
 * Ours runs as `nimbus serve` with routing, a hard budget and the record of every call. The peer, Portkey's open
 * gateway, has none of these on. It listens on every interface, so everything runs in a network of its own
 * (`unshare --net`); where that is not possible the peer is left out.
 */
import { existsSync, readFileSync } from 'node:fs'
import { connect, type Timing } from './connection.ts'
import { type Gateway, startFloor, startMock, startNimbus, startPortkey } from './gateways.ts'
import { portkeyScript } from './portkey.ts'

const inside = 'NIMBUS_BENCH_ALONE'
/** How long each answers before anything is measured, in milliseconds: compilers go on for some ten thousand answers. */
const warmMs = [
  { stream: false, ms: 10_000 },
  { stream: true, ms: 4_000 },
] as const

/** Requests to one gateway before the next has its turn. */
const block = 20
const [rounds = 100, seconds = 2] = process.argv.slice(2).map(Number)

if (process.env[inside] === undefined) {
  const found = await portkeyScript()
  const user = process.getuid?.() === 0 ? [] : ['--map-root-user']
  const alone = Bun.spawnSync(['unshare', '--net', ...user, 'true']).exitCode === 0
  if ('why' in found || !alone) {
    console.log(`without the peer: ${'why' in found ? found.why : 'no network of its own can be made here'}`)
    await measure(undefined)
  } else {
    const command = `ip link set lo up && exec "$0" "$@"`
    const child = Bun.spawn(
      ['unshare', '--net', ...user, 'sh', '-c', command, process.execPath, ...process.argv.slice(1)],
      {
        env: { ...process.env, [inside]: found.script },
        stdio: ['ignore', 'inherit', 'inherit'],
      },
    )
    process.exitCode = await child.exited
  }
} else await measure(process.env[inside])

function requestTo({ url, headers }: Gateway, stream: boolean): string {
  const body = JSON.stringify({
    model: 'bench-model',
    max_tokens: 100,
    messages: [{ role: 'user', content: 'Why does my pod restart?' }],
    ...(stream ? { stream: true } : {}),
  })
  const lines = Object.entries({
    ...headers,
    'content-type': 'application/json',
    'content-length': String(body.length),
  })
  return `POST /v1/chat/completions HTTP/1.1\r\nhost: ${new URL(url).host}\r\n${lines.map(([name, value]) => `${name}: ${value}\r\n`).join('')}\r\n${body}`
}

function quantile(values: readonly number[], q: number): number {
  const sorted = [...values].sort((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.floor(q * sorted.length))] ?? Number.NaN
}

function ms(value: number): string {
  return value.toFixed(2).padStart(6)
}

/** Has every one answer until its code has been compiled. */
async function warmUp(gateways: readonly Gateway[]): Promise<void> {
  for (const gateway of gateways) {
    const connections = await Promise.all(Array.from({ length: 16 }, () => connect(gateway.url)))
    for (const { stream, ms: whole } of warmMs) {
      const end = performance.now() + whole
      await Promise.all(
        connections.map(async (connection) => {
          while (performance.now() < end) await connection.ask(requestTo(gateway, stream))
        }),
      )
    }
    for (const connection of connections) connection.close()
  }
}

/** What each takes over the first, which is the provider itself. */
async function added(gateways: readonly Gateway[], stream: boolean, part: keyof Timing): Promise<void> {
  const open = await Promise.all(
    gateways.map(async (gateway) => ({
      gateway,
      request: requestTo(gateway, stream),
      connection: await connect(gateway.url),
      times: [] as number[],
      medians: [] as number[],
    })),
  )
  for (let round = -Math.ceil(rounds / 5); round < rounds; round++)
    for (const { connection, request, times, medians } of open) {
      const taken: number[] = []
      for (let i = 0; i < block; i++) taken.push((await connection.ask(request))[part])
      if (round < 0) continue
      times.push(...taken)
      medians.push(quantile(taken, 0.5))
    }
  for (const { connection } of open) connection.close()
  const direct = open[0]?.medians ?? []
  console.log(`\n${stream ? 'first piece of a stream' : 'whole answer'}, one connection, ${rounds} rounds of ${block}`)
  for (const { gateway, times, medians } of open) {
    const over = medians.map((time, i) => time - (direct[i] ?? Number.NaN))
    const difference =
      medians === direct
        ? ''
        : `   added ${ms(quantile(over, 0.5))} ms (${ms(quantile(over, 0.25))} to ${ms(quantile(over, 0.75))})`
    console.log(
      `  ${gateway.name.padEnd(14)} p50 ${ms(quantile(times, 0.5))} ms  p99 ${ms(quantile(times, 0.99))} ms${difference}`,
    )
  }
}

/** Milliseconds of processor time that a process has taken; not a number where nothing says so. */
function processorMs({ pid }: Gateway): number {
  const path = `/proc/${pid}/stat`
  if (!existsSync(path)) return Number.NaN
  // utime and stime in clock ticks of 10 ms, counted after the name, which may hold spaces (proc_pid_stat(5)).
  const fields = readFileSync(path, 'utf8').split(') ')[1]?.split(' ') ?? []
  return (Number(fields[11]) + Number(fields[12])) * 10
}

/** Opens 16 connections anew: servers close those that were idle while others had their turn. */
async function answersIn(gateway: Gateway): Promise<{ answers: number; rate: number }> {
  const connections = await Promise.all(Array.from({ length: 16 }, () => connect(gateway.url)))
  const request = requestTo(gateway, false)
  const started = performance.now()
  let answers = 0
  await Promise.all(
    connections.map(async (connection) => {
      while (performance.now() - started < seconds * 1000) {
        await connection.ask(request)
        answers += 1
      }
    }),
  )
  const rate = answers / ((performance.now() - started) / 1000)
  for (const connection of connections) connection.close()
  return { answers, rate }
}

async function throughput(gateways: readonly Gateway[]): Promise<void> {
  const open = gateways.map((gateway) => ({ gateway, rates: [] as number[], answers: 0, processor: 0 }))
  for (let round = -1; round < 5; round++)
    for (const each of open) {
      const before = processorMs(each.gateway)
      const { answers, rate } = await answersIn(each.gateway)
      const after = processorMs(each.gateway)
      if (round < 0) continue
      each.rates.push(rate)
      each.answers += answers
      each.processor += after - before
    }
  const ours = open.find(({ gateway }) => gateway.name.startsWith('nimbus'))?.rates ?? []
  console.log(`\nanswers a second, 16 connections, 5 rounds of ${seconds} s`)
  for (const { gateway, rates, answers, processor } of open) {
    const ratio = quantile(
      ours.map((rate, i) => rate / (rates[i] ?? Number.NaN)),
      0.5,
    )
    console.log(
      `  ${gateway.name.padEnd(14)} ${Math.round(quantile(rates, 0.5)).toString().padStart(7)}   ${(processor / answers).toFixed(3)} ms of processor each   ours is ${ratio.toFixed(2)} of it`,
    )
  }
}

async function measure(script: string | undefined): Promise<void> {
  const mock = await startMock()
  const gateways: Gateway[] = [mock]
  try {
    gateways.push(await startFloor(mock.url), await startNimbus(mock.url))
    const node = Bun.which('node')
    if (script !== undefined) {
      gateways.push(
        await startPortkey(mock.url, { name: 'portkey, Bun', runtime: process.execPath, script, port: 8788 }),
      )
      if (node)
        gateways.push(await startPortkey(mock.url, { name: 'portkey, Node', runtime: node, script, port: 8787 }))
    }
    await warmUp(gateways)
    await added(gateways, false, 'whole')
    await added(gateways, true, 'first')
    if (script !== undefined) console.log('  (the peer waits 25 ms by design before the first piece of a stream)')
    await throughput(gateways)
  } finally {
    await Promise.all(gateways.map((gateway) => gateway.stop()))
  }
}
