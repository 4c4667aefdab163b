import { expect, test } from 'bun:test'
import { statSync } from 'node:fs'
import { failure } from '@nimbus/testkit/failure'
import { migratePostgres, migrateSqlite, migrations } from './migrate.ts'
import { openPool } from './postgres.ts'
import { schemaVersion } from './schema-version.ts'
import { openFile } from './sqlite.ts'
import { anEnd, aRun, onEachDatabase, type Place, sqlitePlace } from './test-places.ts'

/** Makes the database that an earlier Nimbus, which knew only so many migrations, would have made. */
const asOf = async (here: Place, version: number): Promise<void> => {
  if (here.url.startsWith('postgres')) {
    const pool = await openPool(here.url)
    await migratePostgres(pool, here.url, version)
    await pool.end()
    return
  }
  const { database } = openFile(here.url)
  await migrateSqlite(database, here.url, version)
  database.close()
}

/** Runs a statement without migrating first. */
const insertAsOf = async (here: Place, statement: string): Promise<void> => {
  if (here.url.startsWith('postgres')) {
    const pool = await openPool(here.url)
    await pool.query(statement)
    await pool.end()
    return
  }
  const { database } = openFile(here.url)
  database.run(statement)
  database.close()
}

const setVersion = (here: Place, version: number) =>
  here.url.startsWith('postgres')
    ? here.meddle(`UPDATE nimbus_schema SET version = ${version}`)
    : here.meddle(`PRAGMA user_version = ${version}`)

test('the version that opening looks for is the number of migrations', () => {
  expect(schemaVersion).toBe(migrations.length)
  expect(migrations.map(({ name }) => name)).toEqual(migrations.map(({ name }) => name).sort())
})

onEachDatabase('migrations', (place) => {
  for (let version = 1; version < migrations.length; version += 1)
    test(`bring a database of version ${version} up to date and keep what is in it`, async () => {
      await using here = await place()
      await asOf(here, version)
      const old = aRun()
      await insertAsOf(
        here,
        `INSERT INTO runs (id, tenant, principal, operation, effect, input, surface, workspace, root, started_at, outcome)
         VALUES ('${old.id}', 'local', 'ana', 'git.commit', 'create', '{"message":"Add VPC"}', 'cli', '/work',
                 '${old.id}', '${old.startedAt}', 'done')`,
      )
      await insertAsOf(
        here,
        `INSERT INTO events (run, n, tenant, principal, at, type, data)
         VALUES ('${old.id}', 1, 'local', 'ana', '${old.startedAt}', 'progress', '{"text":"half"}')`,
      )

      const store = await here.open()

      expect(await store.journal.get(old.id, 'local')).toEqual({ ...old, outcome: 'done' })
      expect(await store.journal.events(old.id, 0, 10)).toMatchObject([{ n: 1, data: { text: 'half' } }])
      const run = aRun()
      await store.journal.begin(run)
      await store.journal.end(run.id, anEnd(run))
      await store.documents('state', 'local').put('c', 'x', 1)
      expect(await store.journal.list({ tenant: 'local', limit: 5 })).toHaveLength(2)
      expect((await store.audit.verify()).intact).toBe(true)
    })

  test('let accounts begin anew that hold what nobody can count, and no other', async () => {
    await using here = await place()
    const version = migrations.findIndex(({ name }) => name === '008-sound-accounts')
    await asOf(here, version)
    const huge = here.url.startsWith('postgres') ? '9223372036854775807' : '2e294'
    for (const [account, spent] of Object.entries({ huge, lifted: '-100', sound: '9007199254740991' }))
      await insertAsOf(
        here,
        `INSERT INTO ledger_accounts (tenant, principal, service, account, spent, reserved, updated_at)
         VALUES ('local', 'llm', 'llm', '${account}', ${spent}, 5, '2026-03-01T00:00:00.000Z')`,
      )
    const store = await here.open()
    expect(await store.ledger('llm', 'local').balances(['huge', 'lifted', 'sound'])).toEqual([
      { account: 'huge', spent: 0, reserved: 5 },
      { account: 'lifted', spent: 0, reserved: 5 },
      { account: 'sound', spent: 9007199254740991, reserved: 5 },
    ])
  })

  test('may be asked for by many at once', async () => {
    await using here = await place()
    const stores = await Promise.all(Array.from({ length: 5 }, () => here.open()))
    for (const store of stores) await store.journal.begin(aRun())

    expect(await stores[0]?.journal.list({ tenant: 'local', limit: 10 })).toHaveLength(5)
  })

  test('refuse a database that a newer Nimbus has written, and leave it alone', async () => {
    await using here = await place()
    const store = await here.open()
    await store.close()
    await setVersion(here, 99)

    const error = await failure(here.open())
    expect(error).toMatchObject({ code: 'store-newer', exit: 1 })
    expect(error.why).toContain('version 99')
    expect(error.next).toContain('update Nimbus')
    expect(await failure(here.open())).toMatchObject({ code: 'store-newer' })
  })

  test('give every row a tenant and a principal', async () => {
    await using here = await place()
    await (await here.open()).close()
    const belongsToNobody = ['processes', 'audit_head', 'nimbus_schema', 'sqlite_sequence']
    const columns = (await here.meddle(
      here.url.startsWith('postgres')
        ? `SELECT table_name, column_name FROM information_schema.columns JOIN information_schema.tables USING (table_name)
           WHERE columns.table_schema = 'public' AND table_type = 'BASE TABLE'`
        : `SELECT m.name AS table_name, c.name AS column_name FROM sqlite_schema m, pragma_table_info(m.name) c
           WHERE m.type = 'table' AND m.name NOT LIKE 'runs_words%'`,
    )) as { table_name: string; column_name: string }[]
    const tables = [...new Set(columns.map(({ table_name }) => table_name))].filter(
      (name) => !belongsToNobody.includes(name),
    )
    const without = tables.filter((table) => {
      const names = columns.filter(({ table_name }) => table_name === table).map(({ column_name }) => column_name)
      return !names.includes('tenant') || !names.includes('principal')
    })

    expect(tables.length).toBeGreaterThan(8)
    expect(without).toEqual([])
  })
})

test('a new file is readable by its owner only, with its log', async () => {
  await using here = await sqlitePlace()
  const store = await here.open()
  await store.journal.begin(aRun())

  for (const file of [here.url, `${here.url}-wal`, `${here.url}-shm`]) expect(statSync(file).mode & 0o777).toBe(0o600)
})
