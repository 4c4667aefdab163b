import { expect, test } from 'bun:test'
import { newId, type Plan, planDigest } from '@nimbus/kernel'
import { onEachDatabase, patience, sqlitePlace } from './databases.ts'
import { openHere } from './open-here.ts'
import { type Worker, worker } from './processes.ts'

const started = (count: number, start: () => Promise<Worker>) => Promise.all(Array.from({ length: count }, start))

onEachDatabase('many writers', (makePlace) => {
  test(
    '8 processes write 2,000 times each at once; nothing is lost and nobody hears of a lock',
    async () => {
      using place = await makePlace()
      const writers = await started(8, () => worker('write', place, '2000'))
      for (const writer of writers) writer.go()
      for (const writer of writers) await writer.finish()

      const store = await openHere(place)
      expect(await store.journal.list({ tenant: 'local', outcome: 'done', limit: 20_000 })).toHaveLength(8_000)
      expect(await store.audit.verify()).toEqual({ entries: 16_000, intact: true, checkpoint: 'matches' })
      await store.close()
    },
    patience,
  )

  test(
    '8 processes that open a new store at once all can use it',
    async () => {
      using place = await makePlace()
      const openers = await started(8, () => worker('open', place))
      for (const opener of openers) opener.go()

      expect(await Promise.all(openers.map((opener) => opener.finish()))).toEqual(openers.map(() => ['open true']))
    },
    patience,
  )

  test(
    'of 6 processes that claim 20 plans at once, exactly one gets each',
    async () => {
      using place = await makePlace()
      const store = await openHere(place)
      const ids = Array.from({ length: 20 }, () => newId('p'))
      for (const id of ids) {
        const body: Plan = {
          version: 1,
          id,
          digest: '',
          workspace: '/work',
          steps: [],
          preconditions: {},
          estimates: {},
          decisions: [],
          expires: '2100-01-01T00:00:00.000Z',
        }
        const plan = { ...body, digest: planDigest(body) }
        await store.plans.save(plan, { tenant: 'local', requester: 'ana' })
        await store.plans.approve(id, { by: 'ben', digest: plan.digest, at: '2026-03-01T12:00:00.000Z' })
      }
      await store.close()

      const claimers = await started(6, () => worker('claim', place, ids.join(',')))
      for (const claimer of claimers) claimer.go()
      const claimed = (await Promise.all(claimers.map((claimer) => claimer.finish()))).flat()

      expect(claimed.sort()).toEqual(ids.map((id) => `claimed ${id}`).sort())
    },
    patience,
  )
})

// PostgreSQL cannot be written to while a process exits.
test('a process that ends without closing loses no read', async () => {
  using place = sqlitePlace()
  const careless = await worker('careless', place, '30')
  careless.go()
  await careless.finish()

  const store = await openHere(place)
  expect(await store.journal.list({ tenant: 'local', limit: 100 })).toHaveLength(30)
  await store.close()
})
