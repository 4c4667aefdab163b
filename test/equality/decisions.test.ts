import { expect, spyOn, test } from 'bun:test'
import { Client, StreamableHTTPClientTransport } from '@modelcontextprotocol/client'
import { toolName } from '@nimbus/agent-tools'
import { type Host, openHost } from '@nimbus/host'
import { type Decide, type Envelope, joinSources } from '@nimbus/kernel'
import { operation, z } from '@nimbus/kernel/define'
import { main } from '@nimbus/surfaces/cli'
import { serve } from '@nimbus/surfaces/http'
import { createMcpEndpoint } from '@nimbus/surfaces/mcp'
import { workspace } from '@nimbus/testkit'
import { memorySource } from '@nimbus/testkit/memory-source'
import { sampleOperations } from '@nimbus/testkit/sample-operations'
import { builtIn, services } from '../../apps/nimbus/catalog.ts'
import { loadServices } from '../../apps/nimbus/open.ts'
import { sampleServices } from './open-sample-host.ts'

interface Asked {
  operation: string
  input: { name: string; value?: string }
}

/** Rules for every resource that is called, for whoever calls and however: the strictest that matches has to win. */
const policy = `protected: []
rules:
  - { operation: '*', resource: 'workspace:open*', decide: allow, reason: 'open to all' }
  - { operation: '*', resource: 'workspace:*-asked*', decide: ask, reason: 'asked about' }
  - { operation: '*', resource: 'workspace:*-planned*', effect: [create, update], decide: plan, reason: 'by plan' }
  - { operation: 'shelf.remove', resource: 'workspace:*', decide: ask, reason: 'deleting is asked about' }
  - { operation: 'shelf.put', resource: 'workspace:*-closed*', decide: deny, reason: 'closed to writers' }
  - { operation: '*', resource: 'workspace:*-sealed*', decide: deny, reason: 'closed to all' }
  - { operation: 'shelf.get', resource: 'workspace:hidden*', decide: deny, reason: 'not to be read' }
  - { operation: 'shelf.{put,remove}', resource: 'workspace:hidden*', decide: ask, reason: 'asked about' }
`

/** What a rule book like that says, worked out again without a glob: what a person would read out of it. */
const expected = ({ operation: id, input: { name } }: Asked): Decide => {
  if (name.includes('-sealed')) return 'deny'
  if (id === 'shelf.put' && name.includes('-closed')) return 'deny'
  if (id === 'shelf.get' && name.startsWith('hidden')) return 'deny'
  if (id === 'shelf.put' && name.includes('-planned')) return 'plan'
  if (name.includes('-asked') || id === 'shelf.remove' || name.startsWith('hidden')) return 'ask'
  return 'allow'
}

// Names are used once, so that no call changes what the next one would do.
const calls: readonly Asked[] = Array.from({ length: 500 }, (_, n) => {
  const id = ['shelf.put', 'shelf.remove', 'shelf.get'][n % 3] ?? ''
  const start = ['open', 'hidden'][Math.floor(n / 3) % 2]
  const mark = ['', '-asked', '-planned', '-closed', '-sealed', '-asked-planned', '-planned-closed'][n % 7]
  const input = { name: `${start}${mark}-${n}` }
  return { operation: id, input: id === 'shelf.put' ? { ...input, value: 'x' } : input }
})

/** An operation that hands on what a model asks for, as a conversation does. */
const relay = operation({
  id: 'relay.turn',
  summary: 'Make the calls of a model',
  effect: 'delete',
  input: z.object({ calls: z.array(z.object({ operation: z.string(), input: z.unknown() })) }),
  output: z.object({ envelopes: z.array(z.unknown()) }),
  examples: [],
  preview: async () => ({ changes: [] }),
  async run({ calls: asked }, ctx) {
    const envelopes: Envelope[] = []
    // A session each: this is about policy, and not about what reading others' text does.
    for (const [n, call] of asked.entries()) envelopes.push(await ctx.delegate(call, { session: `turn-${n}` }))
    return { envelopes }
  },
})

const token = 'token-of-the-decisions'

/** A real host with the sample operations, of which a name is on the shelf for every call. */
const open = async () => {
  const place = await workspace({}, { env: { NIMBUS_TOKEN: token } })
  await Bun.write(`${place.home}/.nimbus/policy.yaml`, policy)
  const shelf = new Map(calls.map(({ input: { name } }) => [name, '1']))
  const catalog = joinSources([builtIn, memorySource([...sampleOperations(shelf), relay], 'samples')])
  const added = [...sampleServices, { name: 'relay', port: 3903, summary: 'Turns', programs: [] }]
  const host = await openHost({
    version: '0.0.0-test',
    catalog,
    services: [...services, ...added],
    loadServices,
    env: place.env,
    workspace: place.path,
  })
  return {
    host,
    async [Symbol.asyncDispose]() {
      await host.close()
      await place[Symbol.asyncDispose]()
    },
  }
}

/** What was decided on a call, from how it ended. */
const decisionOf = async (envelope: Envelope, { ports }: Host): Promise<Decide | string> => {
  const { error } = envelope
  if (!error) return 'allow'
  if (error.code === 'policy-denied') return 'deny'
  if (error.code !== 'approval-needed') return error.code
  const [stored] = await ports.plans.find(error.plan ?? '', 'local')
  return stored?.plan.decisions[0]?.decide ?? 'no plan'
}

const byCommandLine = async (host: Host, flags: readonly string[]): Promise<Envelope[]> => {
  const view = async (id: string) => Promise.reject(new Error(`${id} opens a view`))
  const line = { catalog: host.catalog, services: host.services, surfaces: [], version: host.version, view }
  const printed: string[] = []
  const stdout = spyOn(process.stdout, 'write').mockImplementation((text) => printed.push(String(text)) > 0)
  try {
    for (const { operation: id, input } of calls) {
      const words = Object.entries(input).map(([name, value]) => `--${name}=${value}`)
      const open = async () => ({ gateway: host, close: async () => {} })
      await main([...id.split('.'), ...words, '--json', ...flags], { ...line, open })
    }
  } finally {
    stdout.mockRestore()
  }
  return printed.map((text) => JSON.parse(text) as Envelope)
}

const overHttp = async (host: Host): Promise<Envelope[]> => {
  const server = serve(host, { port: 0, drainMs: 100 })
  const envelopes: Envelope[] = []
  for (const { operation: id, input } of calls) {
    const response = await fetch(new URL(`/api/${id.replace('.', '/')}`, server.url), {
      method: 'POST',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      body: JSON.stringify(input),
    })
    envelopes.push((await response.json()) as Envelope)
  }
  await server.stop()
  return envelopes
}

const overMcp = async (host: Host): Promise<Envelope[]> => {
  const mcp = (gateway: Host | Parameters<typeof createMcpEndpoint>[0]) =>
    createMcpEndpoint(gateway, { allow: ['create', 'update', 'delete'] })
  const server = serve(host, { port: 0, drainMs: 100, mcp })
  const client = new Client({ name: 'decisions', version: '1' }, { versionNegotiation: { mode: 'auto' } })
  const requestInit = { headers: { authorization: `Bearer ${token}` } }
  await client.connect(new StreamableHTTPClientTransport(new URL('/mcp', server.url), { requestInit }))
  const envelopes: Envelope[] = []
  for (const { operation: id, input } of calls) {
    const result = await client.callTool({ name: toolName(id), arguments: { ...input } })
    envelopes.push(result.structuredContent as unknown as Envelope)
  }
  await client.close()
  await server.stop()
  return envelopes
}

const byModel = async (host: Host): Promise<Envelope[]> => {
  const call = { operation: 'relay.turn', input: { calls }, principal: host.principal, surface: 'cli' as const }
  const { data } = await host.invoke(call)
  return (data as { envelopes: Envelope[] }).envelopes
}

/** The calls as steps, a plan for each: one with a step that policy forbids is not saved at all. */
const asSteps = async (host: Host): Promise<string[]> => {
  const decided: string[] = []
  for (const { operation: id, input } of calls) {
    const step = { id: '1', operation: id, input, dependsOn: [], effect: host.catalog.get(id)?.effect, reason: 'asked' }
    const document = { version: 1, steps: [step] }
    const call = { operation: 'nimbus.plan-save', input: { document }, surface: 'cli' as const }
    const { data, error } = await host.invoke({ ...call, principal: host.principal })
    const saved = data as { plan: { decisions: { decide: string }[] } } | undefined
    decided.push(error?.code === 'policy-denied' ? 'deny' : (saved?.plan.decisions[0]?.decide ?? 'undecided'))
  }
  return decided
}

const decisionsOf = async (way: (host: Host) => Promise<Envelope[]>): Promise<string[]> => {
  await using place = await open()
  const envelopes = await way(place.host)
  return Promise.all(envelopes.map((envelope) => decisionOf(envelope, place.host)))
}

const wanted = calls.map(expected)

test('the five hundred calls are of every kind', () => {
  expect(calls).toHaveLength(500)
  expect(new Set(wanted)).toEqual(new Set(['allow', 'ask', 'plan', 'deny']))
})

test('a command line decides as the policy reads', async () => {
  expect(await decisionsOf((host) => byCommandLine(host, []))).toEqual(wanted)
}, 60_000)

test('HTTP decides the same', async () => {
  expect(await decisionsOf(overHttp)).toEqual(wanted)
}, 60_000)

test('MCP decides the same', async () => {
  expect(await decisionsOf(overMcp)).toEqual(wanted)
}, 60_000)

test('a model in a conversation is decided on the same way', async () => {
  expect(await decisionsOf(byModel)).toEqual(wanted)
}, 60_000)

test('the steps of a plan are decided the same way', async () => {
  await using place = await open()
  expect(await asSteps(place.host)).toEqual(wanted)
}, 60_000)

test('--yes lifts no denial, and nothing that has to be planned', async () => {
  const said = await decisionsOf((host) => byCommandLine(host, ['--yes']))
  const still = (decide: string) => decide === 'deny' || decide === 'plan'
  expect(said.map((decide) => (still(decide) ? decide : 'no'))).toEqual(
    wanted.map((decide) => (still(decide) ? decide : 'no')),
  )
}, 60_000)
