import { expect, test } from 'bun:test'
import { existsSync } from 'node:fs'
import { anEnd, aRun, type Place, sqlitePlace } from './test-places.ts'

/** Opens the store, notes one read, and closes again; gives the run. */
const noteRead = async (here: Place, input: unknown = null): Promise<string> => {
  const store = await here.open()
  const run = aRun({ effect: 'read', input })
  await store.journal.note(run, anEnd(run), [])
  await store.close()
  return run.id
}

const logOf = (here: Place) => existsSync(`${here.url}-wal`)

test('who only read leaves it in the log, where the next one finds it', async () => {
  await using here = await sqlitePlace()
  await noteRead(here)
  const runs = [await noteRead(here), await noteRead(here)]
  expect(logOf(here)).toBe(true)

  const store = await here.open()
  for (const id of runs) expect((await store.journal.get(id, 'local'))?.id).toBe(id)
})

test('after an effect nothing is left in the log, also of the reads before it', async () => {
  await using here = await sqlitePlace()
  await noteRead(here)
  await noteRead(here)
  const store = await here.open()
  const run = aRun()
  await store.journal.begin(run)
  await store.journal.end(run.id, anEnd(run))
  await store.close()
  expect(logOf(here)).toBe(false)
})

test('whatever else was written is not left in the log', async () => {
  await using here = await sqlitePlace()
  await noteRead(here)
  await noteRead(here)
  const store = await here.open()
  await store.documents('fs', 'local').put('notes', 'a', { text: 'kept' })
  await store.close()
  expect(logOf(here)).toBe(false)
})

test('a log that has grown is brought into the file by whoever reads', async () => {
  await using here = await sqlitePlace()
  await noteRead(here)
  await noteRead(here, 'x'.repeat(300_000))
  expect(logOf(here)).toBe(false)
})
