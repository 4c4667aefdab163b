import { expect, test } from 'bun:test'
import { workspace } from '@nimbus/testkit'
import { type ModelServer, modelServer } from '@nimbus/testkit/model-server'

/** A thousandth of a dollar for a hundred tokens of output: each call of these tests costs $0.002. */
const models = `
models:
  house: { provider: openai, id: gpt-4o, cost_per_1k_tokens: { input: 0.0025, output: 0.01 } }
`
const cost = 2_000_000

const scripted = () => modelServer({ otherwise: { text: 'Because.', usage: { input: 400, output: 100 } } })

const place = async ({ env }: ModelServer, policies: string) => {
  const ws = await workspace({ '.nimbus/llm.yaml': `policies: ${policies}${models}` }, { env })
  await ws.call('nimbus.trust-add', {})
  return ws
}

type Place = Awaited<ReturnType<typeof place>>

const ask = (ws: Place, more: { force?: boolean } = {}) =>
  ws.invoke('llm.chat', { prompt: 'Why?', model: 'openai/gpt-4o', maxTokens: 100, ...more })

const warningsOf = async (ws: Place): Promise<string[]> => {
  const { error, data } = await ask(ws)
  if (error) throw new Error(JSON.stringify(error))
  return (data as { warnings: string[] }).warnings
}

const today = async (ws: Place) => {
  const { lines } = await ws.call('llm.budget', {})
  return lines.find(({ scope, period }) => scope === 'global' && period === 'day')
}

test('a hard limit warns once at its threshold, then blocks before anything is spent, unless forced, which is audited', async () => {
  await using server = await scripted()
  await using ws = await place(server, '{ daily_budget_usd: 0.01, limit: { type: hard } }')
  const said: string[][] = []
  for (let n = 0; n < 5; n += 1) said.push(await warningsOf(ws))
  expect(said.map(({ length }) => length)).toEqual([0, 0, 0, 0, 1])
  expect(said[4]?.[0]).toStartWith('80 % of the daily budget, $0.010, is reached')
  expect(await today(ws)).toMatchObject({ spent: 5 * cost, reserved: 0, left: 0 })

  const blocked = await ws.cli(['llm', 'chat', 'Why?', '--model', 'openai/gpt-4o', '--max-tokens', '100'])
  expect(blocked.exit).toBe(4)
  expect(blocked.stdout).toBe('')
  expect(blocked.stderr).toContain('The daily budget, $0.010, does not allow this call')
  expect(blocked.stderr).toContain('--force')
  expect((await ask(ws)).error).toMatchObject({ code: 'over-budget', exit: 4, at: 'policies.daily_budget_usd' })
  expect(server.chats()).toHaveLength(5)
  expect(await today(ws)).toMatchObject({ spent: 5 * cost, reserved: 0 })

  const forced = await ask(ws, { force: true })
  expect(forced.outcome).toBe('done')
  expect(await today(ws)).toMatchObject({ spent: 6 * cost, left: -cost })
  const { ports } = await ws.host()
  const audited = (await ports.audit.list('local', 100)).filter(({ subject }) => subject === forced.run)
  expect(audited.map(({ action }) => action).sort()).toEqual(['run.begin', 'run.end'])
  expect((await ask(ws)).error).toMatchObject({ code: 'over-budget' })
})

test('a soft limit warns at its threshold and when it is used up, once each, and goes on', async () => {
  await using server = await scripted()
  await using ws = await place(server, '{ monthly_budget_usd: 0.01, limit: { type: soft, threshold_percent: 50 } }')
  const said: string[][] = []
  for (let n = 0; n < 8; n += 1) said.push(await warningsOf(ws))
  expect(said.map(({ length }) => length)).toEqual([0, 0, 1, 0, 0, 1, 0, 0])
  expect(said.flat()).toEqual([
    expect.stringContaining('50 % of the monthly budget, $0.010, is reached') as unknown as string,
    expect.stringContaining('the monthly budget, $0.010, is used up') as unknown as string,
  ])
  expect(server.chats()).toHaveLength(8)
})

test('the limit holds for streams, tools and every other way in', async () => {
  await using server = await scripted()
  await using ws = await place(server, '{ daily_budget_usd: 0.000001, limit: { type: hard } }')
  const input = { prompt: 'Why?', model: 'openai/gpt-4o' }
  const tools = [{ name: 'clock', description: '', inputSchema: { type: 'object' } }]
  for (const [operation, more] of [
    ['llm.chat', { stream: true }],
    ['llm.chat', { stream: false }],
    ['llm.chat-tools', { tools }],
  ] as const)
    for (const surface of ['cli', 'http', 'mcp'] as const) {
      const { error } = await ws.invoke(operation, { ...input, ...more }, { surface })
      expect(error).toMatchObject({ code: 'over-budget', exit: 4 })
    }
  expect(server.requests).toHaveLength(0)
})

test('a failure of the provider gives everything back', async () => {
  await using server = await modelServer({ otherwise: { refuse: 'auth' } })
  await using ws = await place(server, '{ daily_budget_usd: 0.01, limit: { type: hard } }')
  expect((await ask(ws)).error?.code).not.toBe('over-budget')
  expect(await today(ws)).toMatchObject({ spent: 0, reserved: 0 })
})

test('every attempt of a chain is checked anew, with the price of its own model', async () => {
  await using server = await modelServer({ otherwise: { refuse: 'overloaded' } })
  await using ws = await workspace(
    {
      '.nimbus/llm.yaml': `
policies: { daily_budget_usd: 0.005, limit: { type: hard } }
agents:
  reviewer: { preferred_model: openai/gpt-4o-mini, fallback_chain: ['api:anthropic/claude-sonnet-4-5'] }
`,
    },
    { env: server.env },
  )
  await ws.call('nimbus.trust-add', {})
  const { error } = await ws.invoke('llm.chat', { prompt: 'Why?', agent: 'reviewer', maxTokens: 400 })
  expect(error).toMatchObject({ code: 'over-budget', exit: 4 })
  expect(server.chats().map(({ format }) => format)).not.toContain('anthropic')
  expect(await today(ws)).toMatchObject({ spent: 0, reserved: 0 })
})
