import { expect, test } from 'bun:test'
import { join } from 'node:path'
import { failure } from '@nimbus/testkit/failure'
import { rowText } from './run-rows.ts'
import { anEnd, aRun, sqlitePlace } from './test-places.ts'
import { createWriterThread } from './writer-thread.ts'

const reads = (count: number) => Array.from({ length: count }, () => aRun({ effect: 'read' }))

test('a thread of its own writes every read of a busy moment, and in order', async () => {
  await using here = await sqlitePlace()
  const store = await here.open({ writer: 'own-thread' })
  const runs = reads(3_000)
  await Promise.all(runs.map((run) => store.journal.note(run, anEnd(run), [])))
  await store.journal.flush()

  const shown = await (await here.open()).journal.list({ tenant: 'local', limit: 5_000 })
  expect(shown.map(({ id }) => id).reverse()).toEqual(runs.map(({ id }) => id))
})

test('a process that reads its own history sees what the thread is still writing', async () => {
  await using here = await sqlitePlace()
  const store = await here.open({ writer: 'own-thread' })
  const runs = reads(1_500)
  for (const run of runs) await store.journal.note(run, anEnd(run), [])

  const last = runs.at(-1)
  expect(await store.journal.get(last?.id ?? '', 'local')).toMatchObject({ outcome: 'done' })
})

test('effects and refusals among them keep the audit whole', async () => {
  await using here = await sqlitePlace()
  const store = await here.open({ writer: 'own-thread' })
  for (let i = 0; i < 20; i++) {
    const effect = aRun()
    await store.journal.begin(effect)
    for (const run of reads(100)) void store.journal.note(run, anEnd(run), [])
    const refused = aRun()
    await store.journal.note(refused, { ...anEnd(refused), outcome: 'denied' }, [])
    await store.journal.end(effect.id, anEnd(effect))
  }
  await store.journal.flush()

  expect(await store.audit.verify()).toMatchObject({ intact: true, entries: 60 })
  expect(await store.journal.list({ tenant: 'local', limit: 5_000 })).toHaveLength(20 * 102)
})

test('a process that ends without a word leaves what the thread had not written', async () => {
  await using here = await sqlitePlace()
  const script = `
    import { openStore } from ${JSON.stringify(join(import.meta.dir, 'open-store.ts'))}
    import { aRun, anEnd, testKey } from ${JSON.stringify(join(import.meta.dir, 'test-places.ts'))}
    const store = await openStore({ url: ${JSON.stringify(here.url)}, key: testKey, writer: 'own-thread',
      checkpoint: ${JSON.stringify(here.checkpoint)}, clock: { now: () => new Date() } })
    for (let i = 0; i < 2_500; i++) {
      const run = aRun({ effect: 'read' })
      void store.journal.note(run, anEnd(run), [])
    }
    process.exit(0)`
  const child = Bun.spawn([process.execPath, '-e', script], { stdout: 'ignore', stderr: 'pipe' })
  expect([await child.exited, await child.stderr.text()]).toEqual([0, ''])

  const shown = await (await here.open()).journal.list({ tenant: 'local', limit: 5_000 })
  expect(shown).toHaveLength(2_500)
})

test('a thread that cannot open the file says so, and takes no more', async () => {
  await using here = await sqlitePlace()
  await Bun.write(here.url, 'this is no database, and long enough to be taken for one at first sight'.repeat(20))
  const thread = createWriterThread(here.url)
  const [run] = reads(1)
  if (!run) throw new Error('there is no run')
  const notes = [rowText(run, { end: anEnd(run), events: [] })]

  const why = () => thread.writeReads(notes).then(() => 'it was written', String)
  expect(await why()).toContain('is not a database')
  expect(thread.works).toBe(false)
  expect(await why()).toContain('has ended')
  await thread.close()
})

test('reads that the thread cannot write wait, the store says so, and they are written once they can be', async () => {
  await using here = await sqlitePlace()
  const store = await here.open({ writer: 'own-thread' })
  await here.meddle('ALTER TABLE runs RENAME TO elsewhere')
  const runs = reads(1_100)
  await Promise.all(runs.map((run) => store.journal.note(run, anEnd(run), [])))
  expect(await failure(store.journal.flush())).toMatchObject({ exit: 1 })
  expect(await store.health()).toMatchObject([{ name: 'store', ok: false }])
  await here.meddle('ALTER TABLE elsewhere RENAME TO runs')
  await store.journal.flush()

  expect(await store.health()).toMatchObject([{ name: 'store', ok: true }])
  expect(await store.journal.list({ tenant: 'local', limit: 5_000 })).toHaveLength(1_100)
})

test('of what cannot be written so much is kept as the memory has room for, and more is refused', async () => {
  await using here = await sqlitePlace()
  const store = await here.open({ writer: 'own-thread' })
  await here.meddle('ALTER TABLE runs RENAME TO elsewhere')
  let refused = 0
  for (const run of reads(11_000)) await store.journal.note(run, anEnd(run), []).catch(() => (refused += 1))
  await here.meddle('ALTER TABLE elsewhere RENAME TO runs')
  await store.journal.flush()

  expect(refused).toBeGreaterThan(0)
  expect((await store.journal.list({ tenant: 'local', limit: 20_000 })).length).toBeLessThanOrEqual(10_000)
})
