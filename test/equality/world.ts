import type { Envelope, Principal, RunEvent, RunRecord } from '@nimbus/kernel'
import { readLines } from '@nimbus/surfaces/read-lines'
import { type TestWorkspace, workspace } from '@nimbus/testkit'
import { openSampleHost } from './open-sample-host.ts'
import { spawnServer } from './spawn-server.ts'

/** One call, to be made in every world. */
export interface Case {
  title: string
  operation: string
  /** The input, or how to make it from the envelopes of the cases before. */
  input: unknown | ((past: ReadonlyMap<string, Envelope>) => unknown)
  dryRun?: true
  /** Cancelled as soon as it reports progress. */
  cancel?: true
}

/** A way to reach operations. */
export interface World extends AsyncDisposable {
  name: string
  place: TestWorkspace
  call(call: { operation: string; input: unknown; dryRun?: true; cancel?: true }): Promise<Envelope>
  /** Ends the processes, so that all they recorded is written. */
  stop(): Promise<void>
}

/** What a world recorded, read after its processes have ended. */
export interface Recorded {
  runs: readonly (RunRecord & { events: readonly RunEvent[] })[]
  audit: readonly unknown[]
}

const token = 'token-of-the-equality-suite'

const files = {
  'a.txt': 'one\ntwo\nthree\n',
  'deep/b.txt': 'b\n',
  '.env': 'PASSWORD=hidden-from-everyone\n',
  'binary.bin': new Uint8Array([1, 0, 2]),
}

const policy = `rules:
  - { operation: 'shelf.*', resource: 'workspace:forbidden*', decide: deny, reason: 'this shelf is closed' }
  - { operation: 'shelf.*', resource: 'workspace:planned*', decide: plan, reason: 'only by plan' }
`

const place = async (): Promise<TestWorkspace> => {
  const made = await workspace(files, { env: { NIMBUS_TOKEN: token } })
  await Bun.write(`${made.home}/.nimbus/policy.yaml`, policy)
  return made
}

const isObject = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null

/** The envelope in an answer: a problem document holds it whole, and says more. */
const envelopeOf = (body: unknown): Envelope => {
  if (!isObject(body)) throw new Error(`no envelope: ${JSON.stringify(body)}`)
  const { type: _type, title: _title, status: _status, detail: _detail, ...envelope } = body
  return envelope as unknown as Envelope
}

/** In this process, through the gateway alone. */
export const inProcess = async (): Promise<World> => {
  const made = await place()
  const host = await openSampleHost(made.path, made.env)
  const principal: Principal = host.principal
  let open = true
  const stop = async () => {
    if (open) await host.close()
    open = false
  }
  return {
    name: 'in-process',
    place: made,
    call({ cancel, ...call }) {
      const abort = new AbortController()
      return host.invoke({
        ...call,
        principal,
        surface: 'http',
        signal: abort.signal,
        onEvent({ type }) {
          if (cancel && type === 'progress') abort.abort()
        },
      })
    },
    stop,
    async [Symbol.asyncDispose]() {
      await stop()
      await made[Symbol.asyncDispose]()
    },
  }
}

const overHttp = (name: string, made: TestWorkspace, url: string, stop: () => Promise<void>): World => {
  const post = (path: string, body: unknown, headers: Record<string, string> = {}) =>
    fetch(new URL(path, url), {
      method: 'POST',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json', ...headers },
      body: JSON.stringify(body),
    })
  return {
    name,
    place: made,
    async call({ operation, input, dryRun, cancel }) {
      const path = `/api/${operation.replace('.', '/')}${dryRun ? '?dryRun=true' : ''}`
      if (!cancel) return envelopeOf(await (await post(path, input)).json())
      const response = await post(path, input, { accept: 'application/x-ndjson' })
      let last: unknown
      for await (const line of readLines(response.body ?? new ReadableStream())) {
        last = JSON.parse(line)
        if (isObject(last) && last.type === 'progress') await post(`/api/runs/${String(last.run)}/cancel`, {})
      }
      return envelopeOf(last)
    },
    stop,
    async [Symbol.asyncDispose]() {
      await stop()
      await made[Symbol.asyncDispose]()
    },
  }
}

/** Over HTTP, to one process that serves everything. */
export const oneProcess = async (): Promise<World> => {
  const made = await place()
  const server = await spawnServer({ workspace: made.path }, made.env)
  return overHttp('http', made, server.url, server.stop)
}

/** Over HTTP to one process, which reaches `shelf` and `fs` through a second one. */
export const twoProcesses = async (): Promise<World> => {
  const made = await place()
  const services = ['shelf', 'fs', 'terraform']
  const back = await spawnServer({ workspace: made.path, services }, made.env)
  const front = await spawnServer({ workspace: made.path, peers: [{ url: back.url, services }] }, made.env)
  return overHttp('split', made, front.url, async () => {
    await front.stop()
    await back.stop()
  })
}

/** Reads what the processes of a world left in its store. */
export const recordedIn = async ({ place: { path, env } }: World): Promise<Recorded> => {
  const host = await openSampleHost(path, env)
  try {
    const { journal, audit } = host.ports
    const { tenant } = host.principal
    const runs = await journal.list({ tenant, limit: 1000 })
    const withEvents = await Promise.all(
      runs.map(async (run) => ({ ...run, events: await journal.events(run.id, 0, 10_000) })),
    )
    return { runs: withEvents, audit: await audit.list(tenant, 10_000) }
  } finally {
    await host.close()
  }
}
