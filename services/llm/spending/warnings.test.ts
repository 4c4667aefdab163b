import { Database } from 'bun:sqlite'
import { expect, test } from 'bun:test'
import { join } from 'node:path'
import { failure } from '@nimbus/testkit/failure'
import { aCall, anInvocation, till } from './testing.ts'

const soft = { type: 'soft' as const, thresholdPercent: 80 }

test('the threshold is said once for each period and budget, whichever process crosses it', async () => {
  await using place = await till()
  const policies = { dailyUsd: 0.1, limit: soft }
  const [one, other] = [place.spending(policies), place.spending(policies)]
  const cost = 20_000_000
  const said: (readonly string[])[] = []
  for (let n = 0; n < 8; n += 1) {
    const spending = n % 2 ? one : other
    const leave = await spending.authorise(aCall())
    said.push(leave.warnings)
    await spending.settle(leave, anInvocation(leave, { cost }))
    // What is settled is written a moment later, and before anybody looks: the sums that are said are those of then.
    await place.balance('any')
  }

  expect(said.map(({ length }) => length)).toEqual([0, 0, 0, 0, 1, 1, 0, 0])
  expect(said[4]).toEqual([
    '80 % of the daily budget, $0.10, is reached: $0.080 is spent and $0.011 set aside; calls go on beyond it; it begins anew at 2026-03-11 00:00 UTC (in 12 h)',
  ])
  expect(said[5]?.[0]).toStartWith(
    'the daily budget, $0.10, is used up: $0.10 is spent and $0.011 set aside; calls go on',
  )

  place.at('2026-03-11T12:00:00.000Z')
  expect((await one.authorise(aCall({ inputTokens: 26_000 }))).warnings).toHaveLength(1)
})

test('a budget that is raised within its period has a threshold and an end of its own', async () => {
  await using place = await till()
  const warned = async (dailyUsd: number, cost: number) => {
    const spending = place.spending({ dailyUsd, limit: soft })
    const leave = await spending.authorise(aCall())
    await spending.settle(leave, anInvocation(leave, { cost }))
    return leave.warnings.map((each) => each.slice(0, each.indexOf(',')))
  }
  expect(await warned(0.025, 10_000_000)).toEqual([])
  expect(await warned(0.025, 10_000_000)).toEqual(['80 % of the daily budget'])
  expect(await warned(0.038, 10_000_000)).toEqual(['80 % of the daily budget'])
  expect(await warned(0.038, 0)).toEqual(['the daily budget'])
  expect(await warned(0.0405, 0)).toEqual(['the daily budget'])
  expect(await warned(0.0405, 0)).toEqual([])
})

test('a hard limit warns at its threshold, too, and then refuses', async () => {
  await using place = await till()
  const spending = place.spending({ monthlyUsd: 0.012, limit: { type: 'hard', thresholdPercent: 50 } })
  expect((await spending.authorise(aCall())).warnings).toEqual([
    expect.stringContaining('50 % of the monthly budget, $0.012, is reached') as unknown as string,
  ])
  expect(await failure(spending.authorise(aCall()))).toMatchObject({ code: 'over-budget' })
})

test('every budget has warnings of its own', async () => {
  await using place = await till()
  const spending = place.spending({ dailyUsd: 0.011, limit: soft }, { reviewer: { limits: { dailyUsd: 0.013 } } })
  expect((await spending.authorise(aCall({ agent: 'reviewer' }))).warnings).toEqual([
    expect.stringContaining('80 % of the daily budget, $0.011') as unknown as string,
    expect.stringContaining('80 % of the daily budget of agent reviewer, $0.013') as unknown as string,
  ])
})

test('what a dead process had set aside crosses no threshold', async () => {
  await using place = await till()
  const spending = place.spending({ dailyUsd: 0.1, limit: soft })
  await spending.authorise(aCall({ inputTokens: 26_000 }))
  const database = new Database(join(place.place.env.NIMBUS_HOME ?? '', 'nimbus.db'))
  database.run(`INSERT INTO processes SELECT 'gone', host, boot_id, 4194305, '1', lease_until FROM processes LIMIT 1`)
  database.run(`UPDATE ledger_claims SET owner = 'gone'`)
  database.close()
  expect((await spending.authorise(aCall())).warnings).toEqual([])
  expect(await place.balance('usd/day/2026-03-10/global')).toEqual({ spent: 0, reserved: 10_680_000 })
})
