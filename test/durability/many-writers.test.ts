import { Database } from 'bun:sqlite'
import { expect, test } from 'bun:test'
import { newId, type Plan, planDigest } from '@nimbus/kernel'
import { openHere } from './open-here.ts'
import { temporaryFolder, type Worker, worker } from './processes.ts'

const started = (count: number, start: () => Promise<Worker>) => Promise.all(Array.from({ length: count }, start))

const countIn = (file: string, table: string): number => {
  const database = new Database(file, { readonly: true })
  const found = database.query<{ n: number }, []>(`SELECT count(*) AS n FROM ${table}`).get()
  database.close()
  return found?.n ?? 0
}

test('8 processes write 2,000 times each at once; nothing is lost and nobody hears of a lock', async () => {
  using folder = temporaryFolder()
  const writers = await started(8, () => worker('write', folder.path, '2000'))
  for (const writer of writers) writer.go()
  for (const writer of writers) await writer.finish()

  expect(countIn(`${folder.path}/nimbus.db`, `runs WHERE outcome = 'done'`)).toBe(8_000)
  const store = await openHere(folder.path)
  expect(await store.audit.verify()).toEqual({ entries: 16_000, intact: true, checkpoint: 'matches' })
  await store.close()
}, 60_000)

test('8 processes that open a new store at once all can use it', async () => {
  using folder = temporaryFolder()
  const openers = await started(8, () => worker('open', folder.path))
  for (const opener of openers) opener.go()

  expect(await Promise.all(openers.map((opener) => opener.finish()))).toEqual(openers.map(() => ['open true']))
})

test('of 6 processes that claim 20 plans at once, exactly one gets each', async () => {
  using folder = temporaryFolder()
  const store = await openHere(folder.path)
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

  const claimers = await started(6, () => worker('claim', folder.path, ids.join(',')))
  for (const claimer of claimers) claimer.go()
  const claimed = (await Promise.all(claimers.map((claimer) => claimer.finish()))).flat()

  expect(claimed.sort()).toEqual(ids.map((id) => `claimed ${id}`).sort())
})

test('a process that ends without closing loses no read', async () => {
  using folder = temporaryFolder()
  const careless = await worker('careless', folder.path, '30')
  careless.go()
  await careless.finish()

  const store = await openHere(folder.path)
  expect(await store.journal.list({ tenant: 'local', limit: 100 })).toHaveLength(30)
  await store.close()
})
