import { expect, test } from 'bun:test'
import { NimbusError } from '@nimbus/kernel/define'
import { failure } from '@nimbus/testkit/failure'
import { ModelFailure } from '../providers/failure.ts'
import { createSpending } from './spending.ts'
import { aCall, anInvocation, freePolicies, till } from './testing.ts'

const today = 'usd/day/2026-03-10'
const thisMonth = 'usd/month/2026-03'

/** What a call of 1,000 tokens with 512 of output is expected to cost: 1000 × $3 + 512 × $15 for a million. */
const expected = 10_680_000

test('sets the estimate aside, settles what it really cost on every scope, and records the call', async () => {
  await using place = await till()
  const spending = place.spending({ dailyUsd: 1 }, { reviewer: { limits: { monthlyUsd: 1 } } })

  const leave = await spending.authorise(aCall({ agent: 'reviewer' }))
  expect(leave).toMatchObject({ reserved: expected, warnings: [] })
  expect(await place.balance(`${today}/global`)).toEqual({ spent: 0, reserved: expected })
  expect(await place.balance(`${thisMonth}/agent:reviewer`)).toEqual({ spent: 0, reserved: expected })
  await spending.settle(leave, anInvocation(leave))

  for (const scope of ['global', 'project:shop', 'agent:reviewer', 'model:anthropic/large'])
    for (const period of [today, thisMonth])
      expect(await place.balance(`${period}/${scope}`)).toEqual({ spent: 6_000_000, reserved: 0 })
  expect(await place.ctx.ledger.entries({})).toMatchObject([
    { labels: { agent: 'reviewer', model: 'large', outcome: 'ok' }, amounts: { input: 1000, output: 200, cost: 6e6 } },
  ])
})

test('gives everything back when the call was not made', async () => {
  await using place = await till()
  const spending = place.spending({ dailyUsd: 1, requestsPerMinute: 1 })
  await spending.release(await spending.authorise(aCall()))
  await spending.release(await spending.authorise(aCall()))
  expect(await place.balance(`${today}/global`)).toEqual({ spent: 0, reserved: 0 })
})

test('a hard limit refuses before anything is spent, and says which, how it stands, and what to do', async () => {
  await using place = await till()
  const spending = place.spending({ dailyUsd: 0.025, timeZone: 'Europe/Berlin' })
  const leave = await spending.authorise(aCall())
  await spending.settle(leave, anInvocation(leave))
  await spending.authorise(aCall())

  const error = await failure(spending.authorise(aCall()))
  expect(error).toMatchObject({
    code: 'over-budget',
    exit: 4,
    message: 'The daily budget, $0.025, does not allow this call',
    at: 'policies.daily_budget_usd',
    why: '$0.0060 is spent and $0.011 set aside for calls under way; this one may take $0.011',
  })
  expect(error.next).toStartWith('it begins anew at 2026-03-11 00:00 Europe/Berlin (in 11 h);')
  expect(error.next).toEndWith('or go past it with --force of nimbus llm chat or exec')
  expect(await place.balance(`${today}/global`)).toEqual({ spent: 6_000_000, reserved: expected })
})

test.each([
  ['an agent', { agent: 'reviewer' }, 'policies.per_agent.reviewer.monthly_budget_usd'],
  ['a model', { model: 'dear' }, 'policies.per_model.anthropic/dear.monthly_budget_usd'],
  ['a model by its id alone', { model: 'vast' }, 'policies.per_model.vast.monthly_budget_usd'],
  ['a project', { project: 'bank' }, 'policies.per_project.bank.monthly_budget_usd'],
])('the limit of %s holds beside the others, for nobody else', async (_whose, changes, setting) => {
  await using place = await till()
  const limits = { monthlyUsd: 0.001 }
  const spending = place.spending(
    { dailyUsd: 10, perModel: { 'anthropic/dear': limits, vast: limits }, perProject: { bank: limits } },
    { reviewer: { limits } },
  )
  expect(await failure(spending.authorise(aCall(changes)))).toMatchObject({ code: 'over-budget', at: setting })
  expect((await spending.authorise(aCall({ agent: 'writer' }))).reserved).toBe(expected)
})

test('force goes past a budget, says so every time, and counts', async () => {
  await using place = await till()
  const spending = place.spending({ dailyUsd: 0.01 })
  for (let round = 1; round <= 2; round += 1) {
    const leave = await spending.authorise(aCall({ force: true }))
    expect(leave.warnings).toEqual([
      expect.stringContaining('goes past the daily budget, $0.010, because of --force') as unknown as string,
    ])
    await spending.settle(leave, anInvocation(leave))
  }
  expect(await place.balance(`${today}/global`)).toEqual({ spent: 12_000_000, reserved: 0 })
})

test('the most that a request allows is set aside once less than a fifth is left', async () => {
  await using place = await till()
  const spending = place.spending({ dailyUsd: 0.1, defaultOutputTokens: 100 })
  await place.ctx.ledger.settle('earlier', [{ account: `${today}/global`, amount: 75_000_000 }])
  const careful = aCall({ maxTokens: 1000, inputTokens: 0 })

  expect((await spending.authorise(careful)).reserved).toBe(1_500_000)
  await place.ctx.ledger.settle('earlier too', [{ account: `${today}/global`, amount: 8_000_000 }])
  expect((await spending.authorise({ ...careful, id: 'second' })).reserved).toBe(15_000_000)
  const error = await failure(spending.authorise({ ...careful, id: 'third' }))
  expect(error).toMatchObject({ code: 'over-budget', why: expect.stringContaining('this one may take $0.015') })
})

test('the estimate of the output follows what such answers took, within what the request allows', async () => {
  await using place = await till()
  const spending = place.spending()
  const long = { input: 10, cachedRead: 0, cachedWrite: 0, output: 1500, reasoning: 548 }
  expect((await spending.foresee(aCall())).outputTokens).toBe(512)
  for (let n = 0; n < 20; n += 1) {
    const leave = await spending.authorise(aCall())
    await spending.settle(leave, anInvocation(leave, { usage: long }))
  }
  place.at('2026-03-10T12:00:01.000Z')
  expect((await spending.foresee(aCall())).outputTokens).toBe(2048)
  expect((await spending.foresee(aCall({ maxTokens: 300 }))).outputTokens).toBe(300)
  expect((await spending.foresee(aCall({ maxOutput: 400 }))).outputTokens).toBe(400)
})

test('a model of unknown price is refused under a hard limit, and only there', async () => {
  await using place = await till()
  const { price: _price, ...call } = aCall()
  const refused = await failure(place.spending({ dailyUsd: 1 }).authorise(call))
  expect(refused).toMatchObject({ code: 'unknown-price', exit: 4, message: 'What anthropic/large costs is unknown' })
  expect(refused.next).toContain('cost_per_1k_tokens')
  const { provider: _provider, ...program } = call
  const alone = await failure(place.spending({ dailyUsd: 1 }).authorise({ ...program, model: 'mine' }))
  expect(alone.next).toContain('cost: not-metered')
  expect((await place.spending({ dailyUsd: 1 }).authorise({ ...call, force: true })).reserved).toBeUndefined()
  expect((await place.spending().authorise({ ...call, id: 'free' })).warnings).toEqual([])

  const soft = place.spending({ dailyUsd: 1, limit: { type: 'soft', thresholdPercent: 80 } })
  const second = await soft.authorise({ ...call, model: 'other', id: 'soft' })
  expect(second.warnings).toEqual([expect.stringContaining('what anthropic/other costs is unknown')])
})

test('a local model costs nothing, and a flat-rate seat no dollars: both pass a limit that is used up', async () => {
  await using place = await till()
  const spending = place.spending({ dailyUsd: 0.000001 })
  await place.ctx.ledger.settle('earlier', [{ account: `${today}/global`, amount: 2000 }])
  const local = await spending.authorise(aCall({ price: { input: 0, output: 0, source: 'local' } }))
  expect(local.reserved).toBe(0)
  const { price: _price, provider: _provider, ...seat } = aCall({ notMetered: true })
  const leave = await spending.authorise(seat)
  await spending.settle(leave, {
    ...anInvocation(leave, { metering: 'not-metered', tool: 'codex' }),
    cost: undefined as never,
  })
  expect(leave.reserved).toBeUndefined()
  expect(await place.balance(`${today}/global`)).toEqual({ spent: 2000, reserved: 0 })
})

test('requests and tokens are counted by the minute; the refusal says when there is room, as a provider would', async () => {
  await using place = await till()
  place.at('2026-03-10T12:00:20.000Z')
  const spending = place.spending({ requestsPerMinute: 2 }, { reviewer: { limits: { tokensPerMinute: 2000 } } })
  const first = await spending.authorise(aCall({ agent: 'reviewer' }))
  await spending.settle(first, anInvocation(first))

  const tokens = await failure(spending.authorise(aCall({ agent: 'reviewer' })))
  expect(tokens).toMatchObject({
    code: 'rate-limited',
    exit: 4,
    at: 'policies.per_agent.reviewer.rate_limiting.tokens_per_minute',
    why: '1200 were counted in this minute and 0 are under way; this call takes about 1512',
  })
  await spending.authorise(aCall())
  const thrown = await spending.authorise(aCall()).catch((error: unknown) => error)
  if (!(thrown instanceof NimbusError) || !(thrown.cause instanceof ModelFailure)) throw new Error('no cause')
  expect(thrown.data).toMatchObject({ code: 'rate-limited', next: expect.stringContaining('try again in 40 s') })
  expect(thrown.cause).toMatchObject({ kind: 'rate-limited', retryAfterMs: 40_000 })

  place.at('2026-03-10T12:01:00.000Z')
  expect((await spending.authorise(aCall({ agent: 'reviewer' }))).lines).toHaveLength(2)
})

test('a request that is larger than the limit of a minute is not told to wait', async () => {
  await using place = await till()
  const error = await failure(place.spending({ tokensPerMinute: 1000 }).authorise(aCall()))
  expect(error).toMatchObject({ code: 'rate-limited', why: 'this call alone takes about 1512' })
  expect(error.next).toStartWith('make the request smaller')
})

test('a dear call needs a justification', async () => {
  await using place = await till()
  const spending = place.spending({ requireJustificationOverUsd: 0.01 })
  expect(await failure(spending.authorise(aCall({ justification: ' ' })))).toMatchObject({
    code: 'needs-justification',
    exit: 4,
    message: 'This call may cost $0.011 and needs a justification',
  })
  expect((await spending.authorise(aCall({ justification: 'the incident of today' }))).foreseen.cost).toBe(expected)
  expect((await spending.authorise(aCall({ inputTokens: 1, maxTokens: 1 }))).foreseen.cost).toBe(18_000)
})

test('a call that spans midnight counts on the day on which it began', async () => {
  await using place = await till()
  place.at('2026-03-10T22:59:59.000Z')
  const spending = place.spending({ dailyUsd: 0.012, timeZone: 'Europe/Berlin' })
  const leave = await spending.authorise(aCall())
  place.at('2026-03-10T23:00:01.000Z')
  const next = await spending.authorise(aCall())
  await spending.settle(leave, anInvocation(leave))

  expect(await place.balance(`${today}/global`)).toEqual({ spent: 6_000_000, reserved: 0 })
  expect(await place.balance('usd/day/2026-03-11/global')).toEqual({ spent: 0, reserved: expected })
  await spending.release(next)
})

test('a month begins anew where its time zone says so', async () => {
  await using place = await till()
  const spending = place.spending({ monthlyUsd: 0.011, timeZone: 'Pacific/Kiritimati' })
  place.at('2026-03-31T09:59:59.000Z')
  await spending.authorise(aCall())
  expect(await failure(spending.authorise(aCall()))).toMatchObject({ code: 'over-budget' })
  place.at('2026-03-31T10:00:00.000Z')
  expect((await spending.authorise(aCall())).reserved).toBe(expected)
})

test('what a silent provider took is charged as it was set aside, and its cost stays unknown', async () => {
  await using place = await till()
  const spending = place.spending({ dailyUsd: 1, tokensPerMinute: 10_000 })
  const silent = { usage: undefined as never, cost: undefined as never }
  const leave = await spending.authorise(aCall())
  await spending.settle(leave, anInvocation(leave, { ...silent, outcome: 'cancelled' }))
  expect(await place.balance(`${today}/global`)).toEqual({ spent: expected, reserved: 0 })

  const early = await spending.authorise(aCall())
  await spending.settle(
    early,
    anInvocation(early, { ...silent, outcome: 'overloaded', firstTokenMs: undefined as never }),
  )
  expect(await place.balance(`${today}/global`)).toEqual({ spent: expected, reserved: 0 })

  const program = await spending.authorise(aCall())
  const failed = { ...silent, outcome: 'failed' as const, firstTokenMs: undefined as never, tool: 'codex' }
  await spending.settle(program, anInvocation(program, failed))
  const garbled = await spending.authorise(aCall())
  await spending.settle(garbled, anInvocation(garbled, { ...failed, tool: undefined as never, outcome: 'malformed' }))
  expect(await place.balance(`${today}/global`)).toEqual({ spent: 3 * expected, reserved: 0 })
  const costs = (await place.ctx.ledger.entries({})).map(({ amounts }) => amounts.cost)
  expect(costs).toEqual([undefined, 0, undefined, undefined])
})

test('a budget that is set later knows what silent providers took, and nothing of seats', async () => {
  await using place = await till()
  const daily = place.spending({ dailyUsd: 1 })
  const silent = { usage: undefined as never, cost: undefined as never }
  for (let n = 0; n < 3; n += 1) {
    const leave = await daily.authorise(aCall({ agent: 'reviewer' }))
    await daily.settle(leave, anInvocation(leave, silent))
  }
  const seat = await daily.authorise(aCall({ notMetered: true }))
  await daily.settle(seat, anInvocation(seat, { ...silent, metering: 'not-metered', tool: 'codex' }))
  for (const scope of ['global', 'project:shop', 'agent:reviewer', 'model:anthropic/large'])
    for (const period of [today, thisMonth])
      expect(await place.balance(`${period}/${scope}`)).toEqual({ spent: 3 * expected, reserved: 0 })
  const monthly = place.spending({ dailyUsd: 1, monthlyUsd: 0.04 })
  expect(await failure(monthly.authorise(aCall()))).toMatchObject({
    code: 'over-budget',
    at: 'policies.monthly_budget_usd',
  })
})

test('settling twice spends once', async () => {
  await using place = await till()
  const spending = place.spending({ dailyUsd: 1 })
  const leave = await spending.authorise(aCall())
  for (let round = 0; round < 2; round += 1) await spending.settle(leave, anInvocation(leave))
  await spending.release(leave)
  expect(await place.balance(`${today}/global`)).toEqual({ spent: 6_000_000, reserved: 0 })
})

test('what cannot be given back is said in the log, and takes the place of no error', async () => {
  await using place = await till()
  const said: string[] = []
  const release = () => Promise.reject(new Error('the disk is full'))
  const log = (_level: string, message: string) => void said.push(message)
  const ctx = { ...place.ctx, ledger: { ...place.ctx.ledger, release }, log }
  const spending = createSpending(ctx, { policies: freePolicies, agents: {} })
  await spending.release(await spending.authorise(aCall()))
  expect(said).toEqual(['What was set aside for a call could not be given back yet'])
})
