import { Database } from 'bun:sqlite'
import { expect, test } from 'bun:test'
import { sqlitePlace } from './databases.ts'
import { openHere } from './open-here.ts'
import { worker } from './processes.ts'

test.each([
  ['a process that ends has written what it was to settle soon', 'ended', 25, 1],
  ['what a killed process was to settle soon is no longer set aside, and not spent', 'killed', 0, 0],
] as const)('%s', async (_sentence, how, spent, entries) => {
  using place = sqlitePlace()
  const settler = await worker('settle', place, how)
  settler.go()
  if (how === 'ended') await settler.finish()
  else while ((await settler.line()) !== undefined) continue

  const store = await openHere(place)
  const ledger = store.ledger('llm', 'local')
  expect(await ledger.balances(['day'])).toEqual([{ account: 'day', spent, reserved: 0 }])
  expect(await ledger.entries({})).toHaveLength(entries)
  await store.close()
})

test('what a process could not write as it ended is settled by the next one that can', async () => {
  using place = sqlitePlace()
  const settler = await worker('settle', place, 'full')
  settler.go()
  await settler.finish()
  const held = await openHere(place)
  expect(await held.ledger('llm', 'local').balances(['day'])).toMatchObject([{ spent: 0, unsettled: 25 }])
  await held.close()
  {
    using database = new Database(place.url)
    database.run('DROP TRIGGER full')
  }
  const store = await openHere(place)
  expect(await store.ledger('llm', 'local').balances(['day'])).toEqual([{ account: 'day', spent: 25, reserved: 0 }])
  await store.close()
})
