import { expect, test } from 'bun:test'
import { aCall, anInvocation, type Till, till } from '../spending/testing.ts'
import type { Invocation } from '../telemetry/invocation.ts'

const used = async (place: Till, calls: readonly Partial<Invocation>[], mode: 'metadata' | 'full' = 'metadata') => {
  const spending = place.spending({ privacy: { mode, localOnly: false } })
  for (const changes of calls) {
    const leave = await spending.authorise(aCall())
    await spending.settle(leave, anInvocation(leave, { at: new Date().toISOString(), ...changes }))
  }
}

const request = JSON.stringify([
  { role: 'system', content: 'Be brief.' },
  { role: 'user', content: 'Why?' },
  { role: 'user', content: [{ type: 'text', text: 'And how?' }] },
])

test('gives each call in a line, with the fields of a usage log', async () => {
  await using place = await till()
  await used(place, [
    { agent: 'reviewer', taskType: 'review', cost: 1 },
    { cost: undefined as never, metering: 'unknown-price' },
  ])
  const { stdout, exit } = await place.place.cli(['llm', 'usage', 'export'])
  expect(exit).toBe(0)
  const [first, second] = stdout
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line))
  expect(first).toMatchObject({
    agent: 'reviewer',
    task_type: 'review',
    provider: 'anthropic',
    model: 'large',
    project: 'shop',
    route: 'the first of the chain',
    input_tokens: 1000,
    output_tokens: 200,
    cost_usd: '0.000000001',
    latency_ms: 1200,
  })
  expect(second).not.toHaveProperty('cost_usd')
  expect(first).not.toHaveProperty('prompt')
})

test('what it gives can be replayed through another policy', async () => {
  await using place = await till()
  const program = { tool: 'codex', provider: undefined as never, usage: undefined as never }
  await used(
    place,
    [{ model: 'claude-sonnet-4-5', request }, { outcome: 'overloaded', usage: undefined as never }, program],
    'full',
  )
  const exported = await place.place.cli(['llm', 'usage', 'export', '--replayable'])
  expect(exported.stdout.trimEnd().split('\n')).toHaveLength(1)
  expect(JSON.parse(exported.stdout)).toMatchObject({ prompt: 'Why?\nAnd how?' })
  await place.place.write({ 'usage.jsonl': exported.stdout })
  expect((await place.place.cli(['llm', 'simulate', 'usage.jsonl'])).exit).toBe(0)
})

test('CSV has a column for each field, and no formula', async () => {
  await using place = await till()
  await used(place, [{ agent: '=1+1' }])
  const { stdout } = await place.place.cli(['llm', 'usage', 'export', '--format', 'csv'])
  const [head, row] = stdout.split('\r\n')
  expect(head).toStartWith('id,at,run,project,agent,tool,provider,model')
  expect(row).toContain(",shop,'=1+1,,anthropic,large,")
})

test('an export of nothing is empty, and says so beside it', async () => {
  await using place = await till()
  const { stdout, stderr, exit } = await place.place.cli(['llm', 'usage', 'export'])
  expect({ stdout: stdout.trim(), exit }).toEqual({ stdout: '', exit: 0 })
  expect(stderr).toContain('no calls are on record')
})

test('can be narrowed down', async () => {
  await using place = await till()
  await used(place, [{ agent: 'a' }, { agent: 'b' }, { agent: 'b', at: '2026-01-01T00:00:00.000Z' }])
  const count = async (input: { agent?: string; since?: string; until?: string; limit?: number }) =>
    (await place.place.call('llm.usage-export', input)).calls.length
  expect(await count({ agent: 'b' })).toBe(1)
  expect(await count({ since: '2026-01-01' })).toBe(3)
  expect(await count({ since: '2026-01-01', until: '2026-01-02' })).toBe(1)
  expect(await count({ since: '2026-01-01', limit: 2 })).toBe(2)
})
