import { expect, test } from 'bun:test'
import { Client, StreamableHTTPClientTransport } from '@modelcontextprotocol/client'
import { toolName } from '@nimbus/agent-tools'
import type { Host } from '@nimbus/host'
import type { Decide, Envelope } from '@nimbus/kernel'
import { serve } from '@nimbus/surfaces/http'
import { createMcpEndpoint } from '@nimbus/surfaces/mcp'
import { type TestWorkspace, workspace } from '@nimbus/testkit'
import { type Asked, calls, openDecisions } from './decisions.ts'

interface Opened {
  place: TestWorkspace
  host: Host
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

const token = 'token-of-the-decisions'

const open = async () => {
  const place = await workspace({}, { env: { NIMBUS_TOKEN: token } })
  await Bun.write(`${place.home}/.nimbus/policy.yaml`, policy)
  const host = await openDecisions(place.path, place.env)
  return {
    place,
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

/** Real command lines, in one process of their own. */
const byCommandLine =
  (flags: readonly string[]) =>
  async ({ place }: Opened): Promise<Envelope[]> => {
    const words = ({ operation: id, input }: Asked) => [
      ...id.split('.'),
      ...Object.entries(input).map(([name, value]) => `--${name}=${value}`),
      '--json',
      ...flags,
    ]
    const file = `${place.home}/command-lines.json`
    await Bun.write(file, JSON.stringify(calls.map(words)))
    const script = new URL('./command-lines.ts', import.meta.url).pathname
    const child = Bun.spawn([process.execPath, script, file, place.path], { env: { ...place.env }, stderr: 'inherit' })
    const printed = await child.stdout.text()
    return printed
      .trim()
      .split('\n')
      .map((text) => JSON.parse(text) as Envelope)
  }

const overHttp = async ({ host }: Opened): Promise<Envelope[]> => {
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

const overMcp = async ({ host }: Opened): Promise<Envelope[]> => {
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

const byModel = async ({ host }: Opened): Promise<Envelope[]> => {
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

const decisionsOf = async (way: (opened: Opened) => Promise<Envelope[]>): Promise<string[]> => {
  await using opened = await open()
  const envelopes = await way(opened)
  return Promise.all(envelopes.map((envelope) => decisionOf(envelope, opened.host)))
}

const wanted = calls.map(expected)

test('the five hundred calls are of every kind', () => {
  expect(calls).toHaveLength(500)
  expect(new Set(wanted)).toEqual(new Set(['allow', 'ask', 'plan', 'deny']))
})

test('a command line decides as the policy reads', async () => {
  expect(await decisionsOf(byCommandLine([]))).toEqual(wanted)
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
  const said = await decisionsOf(byCommandLine(['--yes']))
  const still = (decide: string) => decide === 'deny' || decide === 'plan'
  expect(said.map((decide) => (still(decide) ? decide : 'no'))).toEqual(
    wanted.map((decide) => (still(decide) ? decide : 'no')),
  )
}, 60_000)
