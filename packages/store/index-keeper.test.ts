import { expect, test } from 'bun:test'
import type { Store } from './open-store.ts'
import { anEnd, aRun, onEachDatabase, type Place, sqlitePlace } from './test-places.ts'

const recordReads = async (store: Store, count: number): Promise<void> => {
  for (let i = 0; i < count; i += 1) {
    const run = aRun({ effect: 'read', input: { text: i % 2_000 === 0 ? 'seldom' : `often ${i}` } })
    await store.journal.note(run, anEnd(run), [])
  }
  await store.journal.flush()
}

const waiting = async (here: Place): Promise<number> =>
  (await here.meddle('SELECT n FROM runs WHERE words_due = 1')).length

onEachDatabase('the index for searching', (place) => {
  test('a search right after 20,000 runs finds them, and has only the last few hundred to index', async () => {
    await using here = await place()
    const store = await here.open()
    await recordReads(store, 20_000)

    expect(await waiting(here)).toBeLessThan(500)
    expect(await store.journal.list({ tenant: 'local', text: 'seldom', limit: 100 })).toHaveLength(10)
    expect(await store.journal.list({ tenant: 'local', text: 'often 19999', limit: 100 })).toHaveLength(1)
    expect(await waiting(here)).toBe(0)
  })

  test('runs with effects are indexed as they end', async () => {
    await using here = await place()
    const store = await here.open()
    for (let i = 0; i < 600; i += 1) {
      const run = aRun()
      await store.journal.begin(run)
      await store.journal.end(run.id, anEnd(run))
    }
    expect(await waiting(here)).toBeLessThan(500)
  })

  test('many that record a run each index what has come together', async () => {
    await using here = await place()
    const first = await here.open()
    await recordReads(first, 800)
    await here.meddle('UPDATE runs SET words_due = 1')
    const next = await here.open()
    await recordReads(next, 1)
    await next.close()

    expect(await waiting(here)).toBe(301)
  })
})

test('the thread that writes reads indexes them, once a storm of them is over', async () => {
  await using here = await sqlitePlace()
  const store = await here.open({ writer: 'own-thread' })
  const runs = Array.from({ length: 5_000 }, () => aRun({ effect: 'read' }))
  await Promise.all(runs.map((run) => store.journal.note(run, anEnd(run), [])))
  await store.journal.flush()

  expect(await store.journal.list({ tenant: 'local', limit: 1 })).toHaveLength(1)
  while ((await waiting(here)) >= 500) await new Promise(setImmediate)
})

test('runs whose words cannot be indexed are recorded all the same, and the store says so', async () => {
  await using here = await sqlitePlace()
  const store = await here.open()
  await here.meddle('ALTER TABLE runs_words RENAME TO elsewhere')
  await recordReads(store, 300)

  expect(await store.journal.list({ tenant: 'local', limit: 1_000 })).toHaveLength(300)
  expect(await store.health()).toMatchObject([{ name: 'store', ok: false }])
  await here.meddle('ALTER TABLE elsewhere RENAME TO runs_words')
  await recordReads(store, 1)
  expect(await store.health()).toMatchObject([{ name: 'store', ok: true }])
})
