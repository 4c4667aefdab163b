import { expect, test } from 'bun:test'
import { createSpending } from '../spending/spending.ts'
import { aCall, anInvocation, freePolicies, type Till, till } from '../spending/testing.ts'

const spendAt = async (place: Till, at: string, retentionDays = 90) => {
  place.at(at)
  const spending = place.spending({ retentionDays })
  const leave = await spending.authorise(aCall())
  await spending.settle(leave, anInvocation(leave, { at }))
}

const kept = async (place: Till) => (await place.ctx.ledger.entries({})).map(({ at }) => at.slice(0, 10))

test('what is older than the retention goes with the first call of a day', async () => {
  await using place = await till()
  await spendAt(place, '2026-01-01T12:00:00.000Z')
  await spendAt(place, '2026-03-31T12:00:00.000Z')
  expect(await kept(place)).toEqual(['2026-01-01', '2026-03-31'])
  await spendAt(place, '2026-04-01T13:00:00.000Z')
  expect(await kept(place)).toEqual(['2026-03-31', '2026-04-01'])
})

test('a budget does not forget what was spent in its period, however short the retention', async () => {
  await using place = await till()
  await spendAt(place, '2026-03-01T12:00:00.000Z', 1)
  await spendAt(place, '2026-03-30T12:00:00.000Z', 1)
  expect(await kept(place)).toEqual(['2026-03-30'])
  expect(await place.balance('usd/month/2026-03/global')).toEqual({ spent: 12_000_000, reserved: 0 })
})

test('a clean-up that fails is no failure of the call, and is not tried again with every call', async () => {
  await using place = await till()
  let tries = 0
  const prune = () => {
    tries += 1
    return Promise.reject(new Error('the disk is full'))
  }
  const said: string[] = []
  const ctx = {
    ...place.ctx,
    ledger: { ...place.ctx.ledger, prune },
    log: (_level: string, message: string) => void said.push(message),
  }
  const spending = createSpending(ctx, { policies: freePolicies, agents: {} })
  for (const _ of [1, 2]) {
    const leave = await spending.authorise(aCall())
    await spending.settle(leave, anInvocation(leave, { id: leave.id }))
  }
  expect({ tries, said, kept: (await kept(place)).length }).toEqual({
    tries: 1,
    said: ['Old records of usage could not be deleted; it is tried again tomorrow'],
    kept: 2,
  })
})
