import { Database } from 'bun:sqlite'
import { expect, test } from 'bun:test'
import { join } from 'node:path'
import type { RunEvent } from '@nimbus/kernel'
import { failure } from '@nimbus/testkit/failure'
import { aCall, anInvocation, type Till, till } from '../spending/testing.ts'

const confirmed = { consent: { yes: false, confirm: ['usage/llm'] } }

const daysAgo = (days: number) => new Date(Date.now() - days * 86_400_000).toISOString()

const used = async (place: Till, days: readonly number[]) => {
  const spending = place.spending()
  for (const each of days) {
    const leave = await spending.authorise(aCall())
    await spending.settle(leave, anInvocation(leave, { at: daysAgo(each) }))
  }
}

const kept = async ({ ctx }: Till) => (await ctx.ledger.entries({})).length

const meddle = ({ place }: Till, sql: string) => {
  const database = new Database(join(place.env.NIMBUS_HOME ?? '', 'nimbus.db'))
  database.run(sql)
  database.close()
}

test('deletes what is older, once that is confirmed, and nothing else', async () => {
  await using place = await till()
  await used(place, [100, 91, 89, 0])

  const asked = await place.place.invoke('llm.usage-prune', { olderThan: '90d' })
  expect(asked.error).toMatchObject({ code: 'approval-needed', exit: 3 })
  const looked = await place.place.invoke('llm.usage-prune', { olderThan: '90d' }, { dryRun: true })
  expect(looked.preview?.changes).toMatchObject([
    { effect: 'delete', summary: expect.stringContaining('2 calls before') },
  ])
  expect(await kept(place)).toBe(4)

  const done = await place.place.invoke('llm.usage-prune', { olderThan: '90d' }, confirmed)
  expect(done).toMatchObject({ outcome: 'done', data: { deleted: 2 }, findings: [{ status: 'pass' }] })
  expect(done.undo).toEqual({ irreversible: 'what was deleted was not kept' })
  expect(await kept(place)).toBe(2)
})

test('what was spent in a running period still counts', async () => {
  await using place = await till()
  await used(place, [1])
  await place.place.invoke('llm.usage-prune', { olderThan: '1m' }, confirmed)
  expect(await kept(place)).toBe(0)
  expect(await place.balance('usd/month/2026-03/global')).toMatchObject({ spent: 6_000_000 })
})

test('verify says so when records are still there', async () => {
  await using place = await till()
  await used(place, [100])
  meddle(place, 'CREATE TABLE saved AS SELECT * FROM ledger_entries')
  const onEvent = ({ type, data }: RunEvent) => {
    if (type === 'step' && data && typeof data === 'object' && 'status' in data && data.status === 'done')
      meddle(place, 'INSERT INTO ledger_entries SELECT * FROM saved')
  }
  const pruned = await place.place.invoke('llm.usage-prune', { olderThan: '90d' }, { ...confirmed, onEvent })
  expect(pruned).toMatchObject({ outcome: 'negative', findings: [{ status: 'fail', code: 'usage-pruned' }] })
  expect(pruned.findings?.[0]?.message).toStartWith('1 call before')
})

test('records of years are not all read to be counted', async () => {
  await using place = await till()
  await used(place, [100])
  meddle(
    place,
    `INSERT INTO ledger_entries (tenant, principal, service, at, id, labels, amounts)
     WITH RECURSIVE numbers(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers WHERE n < 20000)
     SELECT tenant, principal, service, at, 'more-' || n, labels, amounts FROM ledger_entries, numbers`,
  )
  const { preview } = await place.place.invoke('llm.usage-prune', { olderThan: '90d' }, { dryRun: true })
  expect(preview?.changes?.[0]?.summary).toStartWith('more than 10,000 calls before')
  const done = await place.place.invoke('llm.usage-prune', { olderThan: '90d' }, confirmed)
  expect(done).toMatchObject({ outcome: 'done', data: { deleted: 20_001 } })
})

test('a time that is none is one clear error', async () => {
  await using place = await till()
  const error = await failure(place.place.call('llm.usage-prune', { olderThan: 'long ago' }))
  expect(error).toMatchObject({ code: 'invalid-time', exit: 2, at: 'olderThan' })
})
