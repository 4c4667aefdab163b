import { Database } from 'bun:sqlite'
import { expect, test } from 'bun:test'
import { chmodSync, copyFileSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { failure } from '@nimbus/testkit/failure'
import { change, row } from './sql.ts'
import { openFile, sqliteSql } from './sqlite.ts'
import { anEnd, aRun, sqlitePlace } from './test-places.ts'

test('a file that is not a database is named and left as it is', async () => {
  await using here = await sqlitePlace()
  writeFileSync(here.url, 'These are my notes, not a database. '.repeat(40))

  const error = await failure(here.open())
  expect(error).toMatchObject({ code: 'store-not-a-database', at: here.url, exit: 1 })
  expect(error.next).toContain('move the file away')
  expect(readFileSync(here.url, 'utf8')).toStartWith('These are my notes')
})

test('a damaged file is named', async () => {
  await using here = await sqlitePlace()
  const store = await here.open()
  for (let n = 0; n < 200; n += 1)
    await store.audit.append({ tenant: 'local', principal: 'a', action: 'x', subject: 'y', detail: n })
  await store.close()
  const bytes = readFileSync(here.url)
  writeFileSync(here.url, bytes.fill(0xa5, 4_096))

  const again = here.open().then((opened) => opened.audit.verify())
  expect(await failure(again)).toMatchObject({ code: 'store-corrupt', at: here.url, exit: 1 })
})

test("another program's database is refused and left as it is", async () => {
  await using here = await sqlitePlace()
  const theirs = new Database(here.url)
  theirs.run('CREATE TABLE theirs (id INTEGER)')
  theirs.close()

  expect(await failure(here.open())).toMatchObject({ code: 'store-foreign', at: here.url, exit: 1 })
  const after = new Database(here.url)
  expect(after.query<{ name: string }, []>('SELECT name FROM sqlite_schema').all()).toEqual([{ name: 'theirs' }])
  after.close()
})

test('a folder where the file should be is said to be out of reach', async () => {
  await using here = await sqlitePlace()
  mkdirSync(here.url)

  expect(await failure(here.open())).toMatchObject({ code: 'store-unreachable', at: here.url, exit: 1 })
})

const mayIgnoreModes = process.getuid?.() === 0
test.skipIf(mayIgnoreModes)('a read-only folder is named (not as root, who may write anywhere)', async () => {
  await using here = await sqlitePlace()
  const folder = join(here.folder, 'closed')
  mkdirSync(folder)
  chmodSync(folder, 0o500)

  expect(await failure(here.open({ url: join(folder, 'nimbus.db') }))).toMatchObject({
    code: 'store-read-only',
    exit: 1,
  })
})

test('a full disk is said to be full, and nothing half-written stays', async () => {
  await using here = await sqlitePlace()
  const { database } = openFile(here.url)
  const sql = sqliteSql(database, here.url)
  database.run('CREATE TABLE things (n INTEGER, body TEXT)')
  // The database may not grow: SQLite answers as it does on a full disk.
  database.run('PRAGMA max_page_count = 8')

  const filling = sql.write(function* () {
    for (let n = 0; n < 100; n += 1) yield* change('INSERT INTO things VALUES (?, ?)', n, 'x'.repeat(1_000))
  })
  expect(await failure(filling)).toMatchObject({ code: 'store-full', at: here.url, exit: 1 })
  expect(await sql.read(() => row<{ n: number }>('SELECT count(*) AS n FROM things'))).toEqual({ n: 0 })
  await sql.write(() => change('INSERT INTO things VALUES (1, ?)', 'small'))
  await sql.close()
})

test('an unreachable PostgreSQL is named without its password', async () => {
  await using here = await sqlitePlace()
  const url = 'postgres://ana:hunter2-hunter2@127.0.0.1:1/nimbus'

  const error = await failure(here.open({ url }))
  expect(error).toMatchObject({ code: 'store-failed', at: 'postgres://ana@127.0.0.1:1/nimbus', exit: 1 })
  expect(JSON.stringify(error)).not.toContain('hunter2')
})

test('a file that was deleted or replaced while it is open is no good store', async () => {
  await using here = await sqlitePlace()
  const store = await here.open()
  const copy = `${here.url}.copy`
  copyFileSync(here.url, copy)
  expect(await store.health()).toMatchObject([{ ok: true }])
  rmSync(here.url)
  expect(await store.health()).toMatchObject([{ ok: false, detail: expect.stringContaining('deleted or replaced') }])
  copyFileSync(copy, here.url)
  expect(await store.health()).toMatchObject([{ ok: false }])
})

test('a current file is opened and read without the migrations and their query builder', async () => {
  await using here = await sqlitePlace()
  const store = await here.open()
  const run = aRun()
  await store.journal.begin(run)
  await store.journal.end(run.id, anEnd(run))
  await store.close()
  const program = `
    const { openStore } = await import(${JSON.stringify(join(import.meta.dir, 'index.ts'))})
    const store = await openStore({ url: ${JSON.stringify(here.url)}, key: new Uint8Array(32).fill(7),
      checkpoint: ${JSON.stringify(here.checkpoint)}, clock: { now: () => new Date() } })
    const runs = await store.journal.list({ tenant: 'local', limit: 5 })
    await store.close()
    const loaded = Object.keys(require.cache).filter((path) => /kysely|\\/pg\\/|zod/.test(path))
    console.log(JSON.stringify({ runs: runs.length, loaded }))`
  const child = Bun.spawn([process.execPath, '-e', program], { stdout: 'pipe' })

  expect(await new Response(child.stdout).json()).toEqual({ runs: 1, loaded: [] })
})
