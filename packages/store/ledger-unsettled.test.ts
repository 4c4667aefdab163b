import { expect, test } from 'bun:test'
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { LedgerEntry } from '@nimbus/kernel'
import { failure } from '@nimbus/testkit/failure'
import { createSeal } from './seal.ts'
import { onEachDatabase, type Place, testKey } from './test-places.ts'

const day = 'usd/day/2026-03-01/global'
const claim = { account: day, amount: 40, limit: 100 }
const entry: LedgerEntry = {
  id: 'e1',
  at: '2026-03-01T12:00:00.000Z',
  labels: {},
  amounts: { output: 3 },
  detail: { said: 'the words of a call' },
}

/** Entries cannot be written from now on; gives how that is mended. */
const fullDisk = async (here: Place) => {
  await here.meddle('ALTER TABLE ledger_entries RENAME TO no_room')
  return () => here.meddle('ALTER TABLE no_room RENAME TO ledger_entries')
}

const leftIn = (here: Place): string[] => readdirSync(join(here.folder, 'unsettled'))

onEachDatabase('what could not be settled', (place) => {
  test('stays set aside, is shown as unsettled, and is settled by the next call of the same process', async () => {
    await using here = await place()
    const ledger = (await here.open()).ledger('llm', 'local')
    await ledger.reserve('1', [claim])
    const mend = await fullDisk(here)
    await failure(ledger.settle('1', [{ account: day, amount: 25 }], entry, 'soon'))
    expect(await ledger.balances([day])).toEqual([{ account: day, spent: 0, reserved: 40, unsettled: 25 }])

    await mend()
    expect((await ledger.reserve('2', [claim])).balances).toEqual([{ account: day, spent: 25, reserved: 40 }])
    expect(await ledger.entries({})).toHaveLength(1)
    expect(leftIn(here)).toEqual([])
    await ledger.release('2')
    expect(await ledger.balances([day])).toEqual([{ account: day, spent: 25, reserved: 0 }])
  })

  test('is shown and settled by the next process, once, and nobody reads it meanwhile', async () => {
    await using here = await place()
    const before = await here.open()
    const ledger = before.ledger('llm', 'local')
    await ledger.reserve('1', [claim])
    const mend = await fullDisk(here)
    await failure(ledger.settle('1', [{ account: day, amount: 25 }], entry, 'soon'))
    await before.close()
    const [file = ''] = leftIn(here)
    expect(readFileSync(join(here.folder, 'unsettled', file)).toString('latin1')).not.toContain('words')

    const next = (await here.open()).ledger('llm', 'local')
    expect(await next.balances([day])).toMatchObject([{ spent: 0, unsettled: 25 }])
    expect(await (await here.open()).ledger('other', 'local').balances([day])).toEqual([
      { account: day, spent: 0, reserved: 0 },
    ])
    await mend()
    expect(await next.balances([day])).toEqual([{ account: day, spent: 25, reserved: 0 }])
    expect(await next.entries({ detail: true })).toEqual([entry])
    expect(leftIn(here)).toEqual([])
  })

  test('counts once, whichever of two processes comes first', async () => {
    await using here = await place()
    const one = (await here.open()).ledger('llm', 'local')
    await one.reserve('1', [claim])
    const mend = await fullDisk(here)
    await failure(one.settle('1', [{ account: day, amount: 25 }], entry, 'soon'))
    await mend()
    const other = (await here.open()).ledger('llm', 'local')
    expect(await other.balances([day])).toEqual([{ account: day, spent: 25, reserved: 0 }])
    expect(await one.balances([day])).toEqual([{ account: day, spent: 25, reserved: 0 }])
    expect(await one.entries({})).toHaveLength(1)
  })

  test('is settled also where an earlier version left it, with its entry as it was given', async () => {
    await using here = await place()
    const folder = join(here.folder, 'unsettled')
    const left = { owner: 'local/llm', job: { kind: 'give', id: '1', lines: [{ account: day, amount: 25 }], entry } }
    mkdirSync(folder)
    writeFileSync(join(folder, 'a_1'), createSeal(testKey).close(JSON.stringify(left), 'a_1'))
    const ledger = (await here.open()).ledger('llm', 'local')
    expect(await ledger.balances([day])).toEqual([{ account: day, spent: 25, reserved: 0 }])
    expect(await ledger.entries({ detail: true })).toEqual([entry])
  })
})
