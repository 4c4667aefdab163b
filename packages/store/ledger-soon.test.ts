import { expect, test } from 'bun:test'
import type { LedgerEntry } from '@nimbus/kernel'
import { onEachDatabase } from './test-places.ts'

const day = 'usd/day/2026-03-01/global'
const entry: LedgerEntry = { id: 'e1', at: '2026-03-01T12:00:00.000Z', labels: {}, amounts: { output: 3 } }

onEachDatabase('what a ledger settles soon', (place) => {
  test('is there for whoever looks in the same process, and for everybody once it is done', async () => {
    await using here = await place()
    const ledger = (await here.open()).ledger('llm', 'local')
    await ledger.reserve('1', [{ account: day, amount: 40 }])
    const done = ledger.settle('1', [{ account: day, amount: 25 }], entry, 'soon')
    expect(await ledger.balances([day])).toEqual([{ account: day, spent: 25, reserved: 0 }])
    expect(await ledger.entries({})).toEqual([entry])

    await done
    const other = (await here.open()).ledger('llm', 'local')
    expect(await other.balances([day])).toEqual([{ account: day, spent: 25, reserved: 0 }])
  })

  test('is done when nobody asks', async () => {
    await using here = await place()
    const ledger = (await here.open()).ledger('llm', 'local')
    await ledger.settle('1', [{ account: day, amount: 25 }], entry, 'soon')
    expect(await ledger.entries({})).toEqual([entry])
  })

  test('counts with what it really took for the next reservation', async () => {
    await using here = await place()
    const ledger = (await here.open()).ledger('llm', 'local')
    const claim = { account: day, amount: 40, limit: 100 }
    await ledger.reserve('1', [claim])
    void ledger.settle('1', [{ account: day, amount: 70 }], entry, 'soon')
    expect((await ledger.reserve('2', [claim])).refusal).toMatchObject({ spent: 70, reserved: 0 })
    void ledger.settle('3', [{ account: day, amount: -50 }], undefined, 'soon')
    expect((await ledger.reserve('4', [claim])).refusal).toBeUndefined()
  })

  test('is written before a store is closed', async () => {
    await using here = await place()
    const store = await here.open()
    void store.ledger('llm', 'local').settle('1', [{ account: day, amount: 25 }], entry, 'soon')
    await store.close()
    expect(await (await here.open()).ledger('llm', 'local').entries({})).toEqual([entry])
  })
})
