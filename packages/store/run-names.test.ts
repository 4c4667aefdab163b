import { expect, test } from 'bun:test'
import { failure } from '@nimbus/testkit/failure'
import { createRunBatches } from './run-batches.ts'
import { openFile, sqliteSql } from './sqlite.ts'
import { anEnd, aRun, onEachDatabase, type Place, sqlitePlace } from './test-places.ts'
import { createWriterThread, type WriterThread } from './writer-thread.ts'

/** Lets the runs of a SQLite file be counted on from a number, as if there had been so many; parts are of 4,096. */
const countOnFrom = (here: Place, n: number) => here.meddle(`UPDATE sqlite_sequence SET seq = ${n} WHERE name = 'runs'`)

test('a run is found by its id and by a short start of it, whichever part of the index it is in', async () => {
  await using here = await sqlitePlace()
  const store = await here.open()
  const runs = Array.from({ length: 6 }, (_, i) => aRun({ id: `r_${'abcdef'[i]}${'x'.repeat(19)}` }))
  for (const [i, run] of runs.entries()) {
    if (i % 2 === 0) await store.journal.note({ ...run, effect: 'read' }, anEnd(run), [])
    else await store.journal.begin(run)
    await store.journal.flush()
    await countOnFrom(here, (i + 1) * 5_000)
  }
  const another = await here.open()
  for (const { id } of runs) {
    expect((await another.journal.get(id, 'local'))?.id).toBe(id)
    expect((await another.journal.find(id.slice(0, 4), 'local')).map((run) => run.id)).toEqual([id])
    expect(await another.journal.find(id.slice(0, 4), 'other')).toEqual([])
  }
  expect((await another.journal.find('r_', 'local')).map(({ id }) => id)).toEqual(runs.map(({ id }) => id))
})

onEachDatabase('a run that began', (place) => {
  test('keeps its id to itself, goes on and ends, however many reads came after it', async () => {
    await using here = await place()
    const store = await here.open()
    const run = aRun()
    await store.journal.begin(run)
    const nested = aRun({ root: run.id, parent: run.id })
    await store.journal.begin(nested)
    if (here.url.endsWith('.db')) await countOnFrom(here, 9_000)
    expect((await failure(store.journal.begin(aRun({ id: run.id })))).code).toBe('run-exists')
    await store.journal.append([{ run: run.id, n: 1, at: run.startedAt, type: 'progress', data: 'half' }])
    await store.journal.keep(run.id, { blob: 'b1' })
    await store.journal.end(run.id, anEnd(run))
    expect((await failure(store.journal.end(run.id, anEnd(run)))).code).toBe('run-not-open')

    expect(await store.journal.get(run.id, 'local')).toMatchObject({ outcome: 'done' })
    expect(await store.journal.events(run.id, 0, 9)).toMatchObject([{ type: 'progress', data: 'half' }])
    const ofRoot = await store.journal.list({ tenant: 'local', root: run.id, limit: 9 })
    expect(ofRoot.map(({ id }) => id)).toEqual([nested.id, run.id])
    expect((await store.journal.begun(run.id, 'local')).map(({ id }) => id)).toEqual([run.id, nested.id])
  })
})

test('reads that a thread wrote and could not say so are there once, in whichever part of the index', async () => {
  await using here = await sqlitePlace()
  const store = await here.open()
  const first = aRun({ effect: 'read' })
  await store.journal.note(first, anEnd(first), [])
  await store.journal.flush()
  await countOnFrom(here, 4_096 - 30)

  const writer = createWriterThread(here.url)
  const thread: WriterThread = {
    ...writer,
    works: true,
    behind: false,
    async writeReads(rows) {
      await writer.writeReads(rows)
      throw new Error('it ended before it could say so')
    },
  }
  const sql = sqliteSql(openFile(here.url).database, here.url)
  const checkpoint = { touch: () => undefined } as Parameters<typeof createRunBatches>[0]['checkpoint']
  const belongs = () => ({ tenant: 'local', principal: 'ana' })
  const batches = createRunBatches({ sql, clock: here.clock, checkpoint, belongs, thread })
  const runs = Array.from({ length: 1_024 }, () => aRun({ effect: 'read' }))
  for (const run of runs) await batches.note(run, anEnd(run), [])
  await batches.finish()
  await writer.close()
  await sql.close()

  const shown = await store.journal.list({ tenant: 'local', limit: 5_000 })
  expect(shown.map(({ id }) => id)).toEqual([first, ...runs].map(({ id }) => id).reverse())
})
