import { expect, test } from 'bun:test'
import { workspace } from '@nimbus/testkit'
import { modelServer } from '@nimbus/testkit/model-server'
import { chatPlace } from '../chat/testing.ts'
import { createSpending } from '../spending/spending.ts'
import { aCall, anInvocation, complain, freePolicies } from '../spending/testing.ts'

const policies = `
policies:
  daily_budget_usd: 0.02
  monthly_budget_usd: 1
  time_zone: Europe/Berlin
  limit: { type: hard, threshold_percent: 70 }
  rate_limiting: { requests_per_minute: 60 }
  per_project:
    shop: { monthly_budget_usd: 0.5 }
`

/** A workspace whose policies are these, where one call was settled and one is under way. */
const place = async (yaml: string) => {
  const ws = await workspace({ '.nimbus/llm.yaml': yaml })
  await ws.call('nimbus.trust-add', {})
  const { ports } = await ws.host()
  const ctx = { ledger: ports.ledger('llm', 'local'), now: () => new Date(), log: complain }
  const spending = createSpending(ctx, {
    policies: { ...freePolicies, timeZone: 'Europe/Berlin', dailyUsd: 1, requestsPerMinute: 60 },
    agents: {},
  })
  const leave = await spending.authorise(aCall())
  await spending.settle(leave, anInvocation(leave))
  await spending.authorise(aCall())
  return ws
}

test('shows every limit with what is spent, set aside and left, when it begins anew and what happens then', async () => {
  await using ws = await place(policies)
  const { lines, ...rest } = await ws.call('llm.budget', {})

  expect(rest).toMatchObject({ type: 'hard', thresholdPercent: 70, timeZone: 'Europe/Berlin' })
  expect(lines.map(({ scope, unit, period }) => `${scope} ${unit} ${period}`)).toEqual([
    'global usd day',
    'global usd month',
    'project:shop usd month',
    'global requests minute',
  ])
  expect(lines[0]).toMatchObject({
    limit: 20_000_000,
    spent: 6_000_000,
    reserved: 10_680_000,
    left: 3_320_000,
    percent: 83.4,
    beyond: 'refuses',
    setting: 'policies.daily_budget_usd',
  })
  expect(lines[2]).toMatchObject({
    spent: 6_000_000,
    reserved: 0,
    setting: 'policies.per_project.shop.monthly_budget_usd',
  })
  expect(Date.parse(lines[0]?.resets ?? '')).toBeGreaterThan(Date.parse(rest.at))
})

test('prints a bar for each and says what happens next', async () => {
  await using ws = await place(policies)
  const { stdout, exit } = await ws.cli(['llm', 'budget'])
  expect(exit).toBe(0)
  const [head, , , today] = stdout.split('\n')
  expect(stdout).toMatch(/requests this minute .* refuses after \d+ more/)
  expect(head).toBe(
    'hard limits: a call that does not fit a budget is refused before it is made (--force goes past); a warning comes at 70 %; days of Europe/Berlin',
  )
  expect(today).toMatch(
    /^today +\$0\.020 +\$0\.0060 +\$0\.011 +\$0\.0033 +█{17}░{3} +83\.4 % +in .+ refuses what may take more$/,
  )
})

test('a soft limit never refuses, and says so', async () => {
  await using ws = await place(
    'policies: { daily_budget_usd: 0.01, monthly_budget_usd: 10, time_zone: Europe/Berlin, limit: { type: soft } }',
  )
  const { stdout } = await ws.cli(['llm', 'budget'])
  expect(stdout).toMatch(/today .* used up; calls go on/)
  expect(stdout).toMatch(/this month .* warns at \$8\.00 and \$10\.00; never refuses/)
})

test('without a budget it shows what was spent and how to set one', async () => {
  await using ws = await workspace()
  const { stdout } = await ws.cli(['llm', 'budget'])
  expect(stdout).toStartWith('no budget is set: no call is refused')
  expect(stdout).toMatch(/today +\$0\.00 .* no limit/)
  expect(stdout).toContain('daily_budget_usd: 5')
  expect((await ws.call('llm.budget', {})).lines).toHaveLength(2)
})

test('a count that cannot be leaves a hard budget as it is: what was set aside for the call is charged', async () => {
  await using server = await modelServer({ otherwise: { text: 'Yes.', usage: { input: 1e300, output: 2 } } })
  await using ws = await chatPlace(server, {
    '.nimbus/llm.yaml': 'policies: { daily_budget_usd: 1, limit: { type: hard } }',
  })
  await ws.call('nimbus.trust-add', {})
  const messages = [{ role: 'user', content: 'Is it up?' }]
  for (const model of ['openai/gpt-4o', 'anthropic/claude-sonnet-4-5'])
    for (const stream of [true, false]) {
      expect((await ws.call('llm.chat', { prompt: 'Is it up?', model, stream })).text).toBe('Yes.')
      const format = model.startsWith('openai') ? 'openai' : 'anthropic'
      await ws.call('llm.forward', { format, body: { model, messages, max_tokens: 50, stream } })
    }
  const { lines } = await ws.call('llm.budget', {})
  expect(lines[0]?.spent).toBeGreaterThan(1_000_000)
  expect(lines[0]?.left).toBeGreaterThan(900_000_000)
  const { total } = await ws.call('llm.stats', {})
  expect(total).toMatchObject({ calls: 8, failures: 0, cost: 0, unknownCost: 8, unknownUsage: 8, input: 0, output: 0 })
})
