import { expect, test } from 'bun:test'
import { workspace } from '@nimbus/testkit'
import { modelServer, type ScriptedUsage } from '@nimbus/testkit/model-server'

const configuration = `
agents:
  reviewer: { preferred_model: anthropic/claude-sonnet-4-5 }
  writer: { preferred_model: openai/gpt-4o }
`

const models = ['anthropic/claude-sonnet-4-5', 'openai/gpt-4o'] as const
const agents = ['reviewer', 'writer'] as const

/** Usage that differs from call to call, with odd numbers, so that no rounding goes unseen. */
const usageOf = (n: number): ScriptedUsage => ({
  input: 1001 + 13 * n,
  output: 37 + 7 * n,
  cachedRead: 301 * (n % 3),
  cachedWrite: 0,
  reasoning: 0,
})

/** An answer as the command line and programs get it. */
interface Answer {
  provider: string
  model: string
  cost: number
  usage: Record<'input' | 'cachedRead' | 'cachedWrite' | 'output' | 'reasoning', number>
}

test('stats by day, agent and model equal the sum of the calls, to the token and to the cent, cached tokens included', async () => {
  await using server = await modelServer()
  await using ws = await workspace({ '.nimbus/llm.yaml': configuration }, { env: server.env })
  await ws.call('nimbus.trust-add', {})
  const expected = new Map<string, { calls: number; cost: number; tokens: Answer['usage'] }>()
  const called = async (n: number): Promise<Answer> => {
    const [model, agent] = [models[n % 2] ?? models[0], agents[n % 3 === 0 ? 0 : 1]]
    server.script({ text: `Answer ${n}.`, usage: usageOf(n) })
    if (n < 2) {
      const { stdout } = await ws.cli(['llm', 'chat', `Ask ${n}`, '--agent', agent, '--model', model, '--json'])
      const envelope = stdout.trim().split('\n').at(-1) ?? ''
      return JSON.parse(envelope).data
    }
    const answer = await ws.call('llm.chat', { prompt: `Ask ${n}`, agent, model, stream: n % 4 < 2 })
    const { usage, cost } = answer
    if (!usage || cost === undefined) throw new Error('the answer does not say what it took')
    return { ...answer, usage, cost }
  }
  for (let n = 0; n < 14; n += 1) {
    const { model, cost, usage } = await called(n)
    expect(usage).toMatchObject(usageOf(n))
    const key = `${agents[n % 3 === 0 ? 0 : 1]} ${model}`
    const { calls, cost: before, tokens } = expected.get(key) ?? { calls: 0, cost: 0, tokens: undefined }
    expected.set(key, {
      calls: calls + 1,
      cost: before + cost,
      tokens: {
        input: usage.input + (tokens?.input ?? 0),
        cachedRead: usage.cachedRead + (tokens?.cachedRead ?? 0),
        cachedWrite: usage.cachedWrite + (tokens?.cachedWrite ?? 0),
        output: usage.output + (tokens?.output ?? 0),
        reasoning: usage.reasoning + (tokens?.reasoning ?? 0),
      },
    })
  }

  const { stdout } = await ws.cli(['llm', 'stats', '--daily', '--by', 'agent,model', '--format', 'json'])
  const { rows, total } = JSON.parse(stdout) as Awaited<ReturnType<typeof ws.call<'llm.stats'>>>

  const found = new Map<string, { calls: number; cost: number; tokens: Answer['usage'] }>()
  for (const { keys, usage } of rows) {
    expect(keys.day).toMatch(/^\d{4}-\d{2}-\d{2}$/)
    const { calls, cost, input, cachedRead, cachedWrite, output, reasoning } = usage
    found.set(`${keys.agent} ${keys.model}`, {
      calls,
      cost,
      tokens: { input, cachedRead, cachedWrite, output, reasoning },
    })
  }
  expect(found).toEqual(expected)
  const all = [...expected.values()]
  expect(total).toMatchObject({
    calls: 14,
    failures: 0,
    unknownCost: 0,
    cost: all.reduce((sum, { cost }) => sum + cost, 0),
    cachedRead: all.reduce((sum, { tokens }) => sum + tokens.cachedRead, 0),
  })
  expect(total.cachedRead).toBeGreaterThan(0)
  expect(total.cost).toBeGreaterThan(0)
})

test('a call that failed is logged as well, and takes nothing', async () => {
  await using server = await modelServer({ otherwise: { refuse: 'auth' } })
  await using ws = await workspace({}, { env: server.env })
  const { error } = await ws.invoke('llm.chat', { prompt: 'Why?', model: 'openai/gpt-4o' })
  expect(error?.exit).toBeGreaterThan(0)
  const { rows, total } = await ws.call('llm.stats', { by: 'model,outcome' })
  expect(rows.map(({ keys }) => keys)).toEqual([{ model: 'gpt-4o', outcome: 'auth' }])
  expect(total).toMatchObject({ calls: 1, failures: 1, cost: 0, unknownCost: 0 })
})

test('prompts and answers are kept only when that is wanted, without the secrets in them', async () => {
  await using server = await modelServer({ otherwise: { text: 'The answer is forty-two.' } })
  const secret = `sk-ant-${'z9'.repeat(20)}`
  for (const mode of ['metadata', 'full'] as const) {
    await using ws = await workspace(
      { '.nimbus/llm.yaml': `policies: { privacy: { mode: ${mode} } }` },
      { env: server.env },
    )
    await ws.call('nimbus.trust-add', {})
    await ws.call('llm.chat', { prompt: `What is behind ${secret}?`, model: 'openai/gpt-4o' })
    const { ports } = await ws.host()
    const [entry] = await ports.ledger('llm', 'local').entries({ detail: true })
    const text = JSON.stringify(entry)
    expect(text).not.toContain(secret)
    expect(text.includes('forty-two')).toBe(mode === 'full')
    expect(text.includes('What is behind ‹redacted›')).toBe(mode === 'full')
  }
})
