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
