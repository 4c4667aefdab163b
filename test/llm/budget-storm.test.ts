import { expect, test } from 'bun:test'
import { product, workspace } from '@nimbus/testkit'
import { gate, modelServer } from '@nimbus/testkit/model-server'

const processes = 50
const killed = 4
/** US dollars, for some 35 calls of gpt-4o. */
const budget = 0.2
const limit = budget * 1e9

const policies = `
policies: { daily_budget_usd: ${budget}, limit: { type: hard } }
models:
  house: { provider: openai, id: gpt-4o, cost_per_1k_tokens: { input: 0.0025, output: 0.01 } }
`

const sum = (values: readonly number[]) => values.reduce((all, each) => all + each, 0)

test('50 commands that ask a model at once keep to a hard limit, leak nothing when killed, and can use it up', async () => {
  const held = gate()
  let answers = 0
  // Lengths from 150 to 950 tokens, in no order: some below and some above what is set aside.
  const usage = () => ({ input: 50, output: 150 + ((answers++ * 337) % 801) })
  await using server = await modelServer({ otherwise: () => ({ text: 'Because.', usage: usage(), hold: held }) })
  await using ws = await workspace({ '.nimbus/llm.yaml': policies }, { env: server.env })
  await ws.call('nimbus.trust-add', {})
  const today = async () => {
    const { lines } = await ws.call('llm.budget', {})
    const line = lines.find(({ period }) => period === 'day')
    if (!line) throw new Error('there is no budget')
    return line
  }

  const argv = ['llm', 'chat', 'Why?', '--model', 'openai/gpt-4o', '--max-tokens', '1000', '--no-stream', '--json']
  const commands = Array.from({ length: processes }, () =>
    Bun.spawn([...product().command, ...argv], {
      cwd: ws.path,
      env: ws.env,
      stdin: 'ignore',
      stdout: 'pipe',
      stderr: 'ignore',
    }),
  )
  const refused = new Set<(typeof commands)[number]>()
  const ends = new Map(commands.map((command) => [command, command.exited.then(() => void refused.add(command))]))
  // Each is refused and ends, or waits for the answer that all wait for.
  while (server.chats().length + refused.size < processes) {
    const running = [...ends].filter(([command]) => !refused.has(command)).map(([, end]) => end)
    await Promise.race([server.chat(server.chats().length), ...running])
  }
  const allowed = commands.filter((command) => !refused.has(command))
  expect(allowed.length).toBeGreaterThan(killed)
  expect(refused.size).toBeGreaterThan(0)
  for (const command of refused) {
    expect(JSON.parse(await command.stdout.text()).error).toMatchObject({ code: 'over-budget', exit: 4 })
    expect(command.exitCode).toBe(4)
  }
  const inFlight = await today()
  expect(inFlight.spent).toBe(0)
  expect(inFlight.reserved).toBeLessThanOrEqual(limit)

  const dead = allowed.slice(0, killed)
  for (const command of dead) command.kill('SIGKILL')
  await Promise.all(dead.map(({ exited }) => exited))
  held.open()
  const costs = await Promise.all(
    allowed.slice(killed).map(async (command) => JSON.parse(await command.stdout.text()).data.cost as number),
  )
  const after = await today()
  expect(after.spent).toBe(sum(costs))
  expect(after.reserved).toBe(0)
  // What each had set aside, by the price of 512 tokens of output or, near the limit, of 1,000, was at least that of 512.
  expect(after.spent - limit).toBeLessThanOrEqual(sum(costs.map((cost) => Math.max(0, cost - 5_120_000))))

  const ask = () => ws.invoke('llm.chat', { prompt: 'Why?', model: 'openai/gpt-4o', maxTokens: 1000, stream: false })
  for (let { error } = await ask(); !error; { error } = await ask()) expect(error).toBeUndefined()
  const end = await today()
  expect(end.reserved).toBe(0)
  expect(end.spent).toBeGreaterThanOrEqual(0.75 * limit)
  expect(end.spent).toBeLessThanOrEqual(1.05 * limit)
}, 120_000)
