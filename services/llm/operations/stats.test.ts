import { expect, test } from 'bun:test'
import { failure } from '@nimbus/testkit/failure'
import { aCall, anInvocation, type Till, till } from '../spending/testing.ts'
import type { Invocation } from '../telemetry/invocation.ts'

const now = () => new Date().toISOString()

/** Calls that were made just now, each with what it differs in. */
const used = async (place: Till, calls: readonly (Partial<Invocation> & { model?: string })[]) => {
  const spending = place.spending()
  for (const changes of calls) {
    const leave = await spending.authorise(aCall())
    await spending.settle(leave, anInvocation(leave, { at: now(), ...changes }))
  }
}

const usage = { input: 100, cachedRead: 900, cachedWrite: 50, output: 20, reasoning: 7 }

test('adds up to the token and to the nanodollar, cached tokens included', async () => {
  await using place = await till()
  await used(place, [
    { agent: 'reviewer', model: 'large', usage, cost: 1_234_567 },
    { agent: 'reviewer', model: 'large', usage, cost: 1 },
    { agent: 'writer', model: 'small', usage, cost: 999_999_999 },
  ])

  const { rows, total, by } = await place.place.call('llm.stats', {})

  expect(by).toEqual(['agent', 'model'])
  expect(rows.map(({ keys }) => keys)).toEqual([
    { agent: 'writer', model: 'small' },
    { agent: 'reviewer', model: 'large' },
  ])
  expect(rows[1]?.usage).toMatchObject({
    calls: 2,
    failures: 0,
    input: 200,
    cachedRead: 1800,
    cachedWrite: 100,
    output: 40,
    reasoning: 14,
    cost: 1_234_568,
    costUsd: '0.001234568',
    cachedShare: 1800 / 2100,
  })
  expect(total).toMatchObject({ calls: 3, input: 300, cost: 1_001_234_567, costUsd: '1.001234567' })
})

test('an unknown cost is unknown, never nothing, and the sum says what it leaves out', async () => {
  await using place = await till()
  await used(place, [
    { model: 'known', cost: 5_000_000 },
    { model: 'strange', cost: undefined as never, metering: 'unknown-price' },
    { model: 'seat', tool: 'codex', cost: undefined as never, metering: 'not-metered', usage: undefined as never },
  ])
  const { total, rows } = await place.place.call('llm.stats', { by: 'model' })
  expect(total).toMatchObject({ cost: 5_000_000, unknownCost: 1, notMetered: 1, unknownUsage: 1 })
  expect(rows).toHaveLength(3)

  const { stdout } = await place.place.cli(['llm', 'stats', '--by', 'model'])
  expect(stdout).toStartWith('3 calls, 2,400 tokens, $0.0050,')
  expect(stdout).toContain('what 1 cost is unknown and not in the sum; 1 not metered')
  expect(stdout).toMatch(/strange .* unknown /)
  expect(stdout).toMatch(/seat .* not metered /)
  const csv = (await place.place.cli(['llm', 'stats', '--by', 'model', '--format', 'csv'])).stdout
  expect(csv).toContain('strange,1,0,1000,0,0,200,0,,1,')
})

test('a record of what no call can have taken counts as unknown, in every format and when it is exported', async () => {
  await using place = await till()
  await used(place, [{ model: 'known', cost: 5_000_000 }])
  const labels = { model: 'odd', provider: 'x', project: 'shop', outcome: 'ok', metering: 'metered' }
  const odd: Record<string, number>[] = [
    { input: 1e300, output: 1, cost: 3e303 },
    { input: 2 ** 53, output: 1, cost: 0 },
    { cost: -1e11 },
    { cost: 2 ** 53 },
  ]
  for (const [n, amounts] of odd.entries())
    await place.ctx.ledger.settle(`odd-${n}`, [], {
      id: `odd-${n}`,
      at: now(),
      labels,
      amounts: { ...amounts, latencyMs: 9 },
    })

  const { total } = await place.place.call('llm.stats', {})
  expect(total).toMatchObject({ calls: 5, input: 1000, cost: 5_000_000, unknownCost: 4, unknownUsage: 4 })
  const { calls } = await place.place.call('llm.usage-export', {})
  expect(
    calls.filter(({ model }) => model === 'odd').map(({ input_tokens, cost_usd }) => [input_tokens, cost_usd]),
  ).toEqual(odd.map(() => [undefined, undefined]))
  for (const argv of [['stats', '--format', 'csv'], ['usage', 'export'], ['budget']])
    expect((await place.place.cli(['llm', ...argv])).exit).toBe(0)
})

test('failures count, and times are those of calls that succeeded', async () => {
  await using place = await till()
  const times = Array.from({ length: 20 }, (_, n) => ({ latencyMs: (n + 1) * 100, firstTokenMs: n + 1 }))
  const failed = { usage: undefined as never, cost: undefined as never, firstTokenMs: undefined as never }
  await used(place, [
    ...times,
    { ...failed, outcome: 'overloaded', latencyMs: 1 },
    { ...failed, outcome: 'cancelled', latencyMs: 1 },
  ])
  const { total } = await place.place.call('llm.stats', { by: '' })
  expect(total).toMatchObject({ calls: 22, failures: 1, unknownCost: 0, unknownUsage: 0 })
  expect(total).toMatchObject({ latencyP50: 1000, latencyP95: 1900, firstTokenP50: 10, firstTokenP95: 19 })
})

test('days and months are those of the budgets, and a date begins there', async () => {
  await using place = await till()
  await used(place, [
    { at: '2026-02-28T23:59:59.999Z', cost: 1 },
    { at: '2026-03-01T00:00:00.000Z', cost: 2 },
    { at: '2026-03-02T00:00:00.000Z', cost: 4 },
  ])
  const sums = async (input: { daily?: boolean; monthly?: boolean; since?: string; until?: string }) => {
    const { rows } = await place.place.call('llm.stats', { by: '', since: '2026-01-01', ...input })
    return rows.map(({ keys, usage: { cost } }) => [...Object.values(keys), cost])
  }
  expect(await sums({ daily: true })).toEqual([
    ['2026-02-28', 1],
    ['2026-03-01', 2],
    ['2026-03-02', 4],
  ])
  expect(await sums({ monthly: true })).toEqual([
    ['2026-02', 1],
    ['2026-03', 6],
  ])
  expect(await sums({ daily: true, since: '2026-03-01', until: '2026-03-02' })).toEqual([['2026-03-01', 2]])
})

test('an agent, a model, a provider or a project can be looked at alone', async () => {
  await using place = await till()
  await used(place, [{ agent: 'a', project: 'x' }, { agent: 'b', provider: 'openai' }, { model: 'small' }])
  const calls = async (input: Record<string, string>) => (await place.place.call('llm.stats', input)).total.calls
  expect(await calls({ agent: 'a' })).toBe(1)
  expect(await calls({ provider: 'openai', agent: 'b' })).toBe(1)
  expect(await calls({ model: 'large' })).toBe(2)
  expect(await calls({ project: 'nobody' })).toBe(0)
})

test('a name that would be a formula is a text in a spreadsheet', async () => {
  await using place = await till()
  await used(place, [{ agent: '=HYPERLINK("x")', taskType: 'a,b' }])
  const { stdout } = await place.place.cli(['llm', 'stats', '--by', 'agent,task-type', '--format', 'csv'])
  const [head, row] = stdout.split('\r\n')
  expect(head).toStartWith('agent,task_type,calls,failures,input,cached_read')
  expect(row).toStartWith(`"'=HYPERLINK(""x"")","a,b",1,0,1000,`)
})

test('the formats for programs hold the same figures', async () => {
  await using place = await till()
  await used(place, [{ agent: 'a' }])
  const { stdout } = await place.place.cli(['llm', 'stats', '--format', 'json'])
  const { rows, total } = await place.place.call('llm.stats', {})
  expect(JSON.parse(stdout)).toEqual({ rows, total })
})

test('the days that it covers are those of its time zone', async () => {
  await using place = await till()
  await place.place.write({ '.nimbus/llm.yaml': 'policies: { time_zone: Pacific/Kiritimati }\n' })
  await place.place.call('nimbus.trust-add', {})
  const days = ['--since', '2026-03-01', '--until', '2026-04-01']
  const { stdout } = await place.place.cli(['llm', 'stats', ...days])
  expect(stdout).toStartWith('no calls from 2026-03-01 to 2026-04-01; ')
})

test('without any call it says what to do', async () => {
  await using place = await till()
  const { stdout, exit } = await place.place.cli(['llm', 'stats'])
  expect(exit).toBe(0)
  expect(stdout).toMatch(/^no calls from .* ask a model with: nimbus llm chat/)
})

test.each([
  [{ by: 'agnet' }, 'unknown-dimension', 'by', 'did you mean agent?'],
  [{ since: 'yesterday' }, 'invalid-time', 'since', undefined],
  [{ until: '2026-02-30' }, 'invalid-time', 'until', undefined],
])('%j is one clear error', async (input, code, at, why) => {
  await using place = await till()
  const error = await failure(place.place.call('llm.stats', input))
  expect(error).toMatchObject({ code, at, exit: 2, ...(why ? { why } : {}) })
})

test('a name with a line break stays one row', async () => {
  await using place = await till()
  await used(place, [{ project: 'shop\nall  999' }, { project: 'other' }])
  const { stdout } = await place.place.cli(['llm', 'stats', '--by', 'project'])
  expect(stdout).toContain('shop⏎all  999')
  // The head of the table, two projects and their sum, below the summary and an empty line.
  expect(stdout.trimEnd().split('\n')).toHaveLength(6)
})

test('tokens that nobody said are unknown, never nothing', async () => {
  await using place = await till()
  const unsaid = { usage: undefined as never, cost: undefined as never, tool: 'silent' }
  await used(place, [unsaid, { tool: 'telling', usage }])
  const { stdout } = await place.place.cli(['llm', 'stats', '--by', 'tool'])
  expect(stdout).toMatch(/^2 calls, 1,077 tokens, .*; what 1 took is unknown; what 1 cost is unknown/)
  expect(stdout).toMatch(/silent +1 +\? +\? +\? +\? +\? +unknown/)
})
