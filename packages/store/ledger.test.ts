import { expect, test } from 'bun:test'
import type { Ledger, LedgerEntry } from '@nimbus/kernel'
import { failure } from '@nimbus/testkit/failure'
import fc from 'fast-check'
import { thisProcess } from './owner.ts'
import { onEachDatabase } from './test-places.ts'

const day = 'usd/day/2026-03-01/global'
const month = 'usd/month/2026-03/global'

const entry = (id: string, changes: Partial<LedgerEntry> = {}): LedgerEntry => ({
  id,
  at: '2026-03-01T12:00:00.000Z',
  labels: { model: 'small' },
  amounts: { output: 3 },
  ...changes,
})

/** A process that was there once. */
const dead = { ...thisProcess(), pid: 2 ** 22 + 1, startTime: '1' }

onEachDatabase('the ledger', (place) => {
  test('sets aside, and puts in its place what was really spent, with the entry', async () => {
    await using here = await place()
    const ledger = (await here.open()).ledger('llm', 'local')

    const { lines, balances, refusal } = await ledger.reserve('1', [
      { account: month, amount: 40, limit: 100 },
      { account: day, amount: 40 },
    ])
    expect(refusal).toBeUndefined()
    expect(lines).toEqual([
      { account: month, amount: 40 },
      { account: day, amount: 40 },
    ])
    expect(balances).toEqual([
      { account: month, spent: 0, reserved: 40 },
      { account: day, spent: 0, reserved: 40 },
    ])
    await ledger.settle('1', [{ account: month, amount: 25 }], entry('e1'))

    expect(await ledger.balances([day, month, 'unheard of'])).toEqual([
      { account: day, spent: 0, reserved: 0 },
      { account: month, spent: 25, reserved: 0 },
      { account: 'unheard of', spent: 0, reserved: 0 },
    ])
    expect(await ledger.entries({})).toEqual([entry('e1')])
  })

  test('sets everything aside or nothing, and names the line that did not fit as it stood', async () => {
    await using here = await place()
    const ledger = (await here.open()).ledger('llm', 'local')
    await ledger.settle('0', [{ account: month, amount: 70 }])
    await ledger.reserve('1', [{ account: month, amount: 10, limit: 100 }])

    const { refusal } = await ledger.reserve('2', [
      { account: day, amount: 21, limit: 100 },
      { account: month, amount: 21, limit: 100 },
    ])

    expect(refusal).toEqual({ account: month, spent: 70, reserved: 10, asked: 21, limit: 100 })
    expect(await ledger.balances([day, month])).toEqual([
      { account: day, spent: 0, reserved: 0 },
      { account: month, spent: 70, reserved: 10 },
    ])
    await ledger.release('2')
    expect((await ledger.reserve('2', [{ account: month, amount: 20, limit: 100 }])).refusal).toBeUndefined()
  })

  test('sets the larger amount aside once little is left', async () => {
    await using here = await place()
    const ledger = (await here.open()).ledger('llm', 'local')
    const claim = { account: day, amount: 5, limit: 100, careful: { below: 0.2, amount: 15 } }
    await ledger.settle('0', [{ account: day, amount: 80 }])

    expect((await ledger.reserve('1', [claim])).lines).toEqual([{ account: day, amount: 5 }])
    expect((await ledger.reserve('2', [claim])).lines).toEqual([{ account: day, amount: 15 }])
    expect((await ledger.reserve('3', [claim])).refusal).toMatchObject({ spent: 80, reserved: 20, asked: 15 })
  })

  test('takes two lines on one account as their sum', async () => {
    await using here = await place()
    const ledger = (await here.open()).ledger('llm', 'local')
    const claim = { account: day, amount: 30, limit: 50 }

    expect((await ledger.reserve('1', [claim, claim])).refusal).toMatchObject({ reserved: 30, asked: 30 })
    await ledger.settle('1', [claim, claim])
    expect(await ledger.balances([day])).toEqual([{ account: day, spent: 60, reserved: 0 }])
  })

  test('takes an id once: settling or releasing again changes nothing', async () => {
    await using here = await place()
    const ledger = (await here.open()).ledger('llm', 'local')
    await ledger.reserve('1', [{ account: day, amount: 30 }])
    expect(await failure(ledger.reserve('1', [{ account: day, amount: 30 }]))).toMatchObject({
      code: 'reservation-exists',
    })
    for (let round = 0; round < 2; round += 1) await ledger.settle('1', [{ account: day, amount: 20 }], entry('e1'))
    for (let round = 0; round < 2; round += 1) await ledger.release('1')

    expect(await ledger.balances([day])).toEqual([{ account: day, spent: 20, reserved: 0 }])
    expect(await ledger.entries({})).toHaveLength(1)
  })

  test('spends without a reservation, too', async () => {
    await using here = await place()
    const ledger = (await here.open()).ledger('llm', 'local')
    await ledger.settle('1', [{ account: day, amount: 20 }], entry('e1'))
    await ledger.settle('2', [], entry('e2'))

    expect(await ledger.balances([day])).toEqual([{ account: day, spent: 20, reserved: 0 }])
    expect((await ledger.entries({})).map(({ id }) => id)).toEqual(['e1', 'e2'])
  })

  test('gives back what a dead process had set aside as soon as somebody needs it, and what a living one has not', async () => {
    await using here = await place()
    const gone = (await here.open({ owner: dead })).ledger('llm', 'local')
    await gone.reserve('1', [{ account: day, amount: 60, limit: 100 }])
    const elsewhere = (await here.open({ owner: dead })).ledger('shop', 'local')
    await elsewhere.reserve('1', [{ account: day, amount: 60 }])
    const living = (await here.open()).ledger('llm', 'local')

    expect((await living.reserve('2', [{ account: day, amount: 30, limit: 100 }])).balances).toEqual([
      { account: day, spent: 0, reserved: 90 },
    ])
    expect((await living.reserve('3', [{ account: day, amount: 50, limit: 100 }])).balances).toEqual([
      { account: day, spent: 0, reserved: 80 },
    ])
    expect((await living.reserve('4', [{ account: day, amount: 30, limit: 100 }])).refusal?.reserved).toBe(80)
    expect(await elsewhere.balances([day])).toEqual([{ account: day, spent: 0, reserved: 0 }])
  })

  test('shows as set aside what it cannot give back, where nothing can be written', async () => {
    await using here = await place()
    await (await here.open({ owner: dead })).ledger('llm', 'local').reserve('1', [{ account: day, amount: 60 }])
    await here.meddle('ALTER TABLE ledger_claims RENAME TO no_room')
    const next = (await here.open()).ledger('llm', 'local')
    expect(await next.balances([day])).toEqual([{ account: day, spent: 0, reserved: 60 }])
    await here.meddle('ALTER TABLE no_room RENAME TO ledger_claims')
    expect(await next.balances([day])).toEqual([{ account: day, spent: 0, reserved: 0 }])
  })

  test('shows nothing as set aside that a dead process had set aside', async () => {
    await using here = await place()
    await (await here.open({ owner: dead })).ledger('llm', 'local').reserve('1', [{ account: day, amount: 60 }])
    const living = (await here.open()).ledger('llm', 'local')
    await living.reserve('2', [{ account: day, amount: 5 }])
    expect(await living.balances([day])).toEqual([{ account: day, spent: 0, reserved: 5 }])
  })

  test('is swept like runs are', async () => {
    await using here = await place()
    const gone = (await here.open({ owner: dead })).ledger('llm', 'local')
    await gone.reserve('1', [{ account: day, amount: 60 }])
    const store = await here.open()
    await store.sweep()

    expect(await store.ledger('llm', 'local').balances([day])).toEqual([{ account: day, spent: 0, reserved: 0 }])
  })

  test('keeps services and tenants apart', async () => {
    await using here = await place()
    const store = await here.open()
    await store.ledger('llm', 'local').settle('1', [{ account: day, amount: 20 }], entry('e1'))

    for (const other of [store.ledger('llm', 'acme'), store.ledger('shop', 'local')]) {
      expect(await other.balances([day])).toEqual([{ account: day, spent: 0, reserved: 0 }])
      expect(await other.entries({})).toEqual([])
      expect(await other.prune('2027-01-01T00:00:00.000Z', [{ prefix: '', before: '2027' }])).toBe(0)
    }
    expect(await store.ledger('llm', 'local').entries({})).toHaveLength(1)
  })

  test('finds entries by time, by label, and the newest so many; their detail only when asked', async () => {
    await using here = await place()
    const ledger = (await here.open()).ledger('llm', 'local')
    for (let n = 0; n < 6; n += 1)
      await ledger.settle(
        `${n}`,
        [],
        entry(`e${n}`, {
          at: `2026-03-0${n + 1}T00:00:00.000Z`,
          labels: { model: n % 2 ? 'small' : 'large' },
          detail: { n },
        }),
      )
    const ids = async (query: Parameters<Ledger['entries']>[0]) => (await ledger.entries(query)).map(({ id }) => id)

    expect(await ids({ since: '2026-03-02T00:00:00.000Z', until: '2026-03-04T00:00:00.000Z' })).toEqual(['e1', 'e2'])
    expect(await ids({ where: { model: 'small' } })).toEqual(['e1', 'e3', 'e5'])
    expect(await ids({ where: { model: 'small' }, limit: 2 })).toEqual(['e3', 'e5'])
    expect(await ids({ where: { agent: 'small' } })).toEqual([])
    expect(await ids({ limit: 2 })).toEqual(['e4', 'e5'])
    expect((await ledger.entries({ limit: 1 }))[0]).not.toHaveProperty('detail')
    expect((await ledger.entries({ limit: 1, detail: true }))[0]?.detail).toEqual({ n: 5 })
  })

  test('forgets old entries, and only those accounts that it is told of', async () => {
    await using here = await place()
    const ledger = (await here.open()).ledger('llm', 'local')
    await ledger.settle('1', [{ account: day, amount: 1 }], entry('e1'))
    await ledger.settle('2', [{ account: month, amount: 1 }], entry('e2', { at: '2026-03-02T00:00:00.000Z' }))
    await ledger.reserve('3', [{ account: 'usd/day/2026-03-01/agent:a', amount: 1 }])
    here.clock.forward(60_000)
    const before = here.clock.now().toISOString()

    expect(await ledger.prune('2026-03-02T00:00:00.000Z', [{ prefix: 'usd/day/', before }])).toBe(1)
    expect((await ledger.entries({})).map(({ id }) => id)).toEqual(['e2'])
    expect(await ledger.balances([day, month, 'usd/day/2026-03-01/agent:a'])).toMatchObject([
      { spent: 0 },
      { spent: 1 },
      { reserved: 1 },
    ])
  })

  test('sets aside at one moment what it would one after the other', async () => {
    await using here = await place()
    const ledger = (await here.open()).ledger('llm', 'local')
    await ledger.reserve('held', [{ account: month, amount: 10, limit: 100 }])

    const [taken] = await Promise.all([
      Promise.all(
        Array.from({ length: 6 }, (_, n) => ledger.reserve(`${n}`, [{ account: month, amount: 30, limit: 100 }])),
      ),
      ledger.settle('held', [{ account: month, amount: 10 }]),
    ])

    expect(taken.filter(({ refusal }) => refusal === undefined)).toHaveLength(3)
    expect(await ledger.balances([month])).toEqual([{ account: month, spent: 10, reserved: 90 }])
  })

  test('an id that was used before is refused alone, whoever asks at the same moment', async () => {
    await using here = await place()
    const ledger = (await here.open()).ledger('llm', 'local')
    await ledger.reserve('held', [{ account: day, amount: 1 }])

    const [again, other] = await Promise.all([
      failure(ledger.reserve('held', [{ account: day, amount: 5 }])),
      ledger.reserve('other', [{ account: day, amount: 7 }]),
    ])

    expect(again).toMatchObject({ code: 'reservation-exists' })
    expect(other.lines).toEqual([{ account: day, amount: 7 }])
    expect(await ledger.balances([day])).toEqual([{ account: day, spent: 0, reserved: 8 }])
  })

  test('never lets what is spent and set aside pass a limit, whatever happens in which order', async () => {
    await using here = await place()
    const stores = await Promise.all(Array.from({ length: 3 }, () => here.open()))
    const accounts = ['a', 'b', 'c']
    const step = fc.record({
      who: fc.nat(2),
      what: fc.constantFrom('reserve', 'reserve', 'settle', 'release', 'again'),
      which: fc.subarray(accounts, { minLength: 1 }),
      amount: fc.integer({ min: 0, max: 60 }),
      actual: fc.integer({ min: 0, max: 60 }),
    })
    let round = 0
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 5, maxLength: 30 }), async (steps) => {
        round += 1
        const tenant = `round-${round}`
        const ledgers = stores.map((store) => store.ledger('llm', tenant))
        const open: { id: string; who: number; which: string[] }[] = []
        const spent = new Map<string, number>()
        const limit = 100
        await Promise.all(
          steps.map(async ({ who, what, which, amount, actual }, n) => {
            const ledger = ledgers[who]
            if (!ledger) return
            if (what === 'reserve') {
              const claims = which.map((account) => ({ account, amount, limit, careful: { below: 0.3, amount: 20 } }))
              const { refusal, balances, lines } = await ledger.reserve(`${n}`, claims)
              for (const each of balances) expect(each.spent + each.reserved).toBeLessThanOrEqual(limit)
              if (refusal) expect(refusal.spent + refusal.reserved + refusal.asked).toBeGreaterThan(limit)
              else {
                for (const line of lines) expect(line.amount).toBeGreaterThanOrEqual(amount)
                open.push({ id: `${n}`, who, which })
              }
              return
            }
            const one = what === 'again' ? undefined : open.shift()
            if (!one) return
            if (what === 'settle') {
              for (const account of one.which) spent.set(account, (spent.get(account) ?? 0) + actual)
              const lines = one.which.map((account) => ({ account, amount: actual }))
              await ledgers[one.who]?.settle(one.id, lines, entry(one.id))
              await ledgers[one.who]?.settle(one.id, lines, entry(one.id))
            } else await ledgers[one.who]?.release(one.id)
          }),
        )
        for (const { id, who } of open) await ledgers[who]?.release(id)
        const balances = await ledgers[0]?.balances(accounts)
        expect(balances).toEqual(accounts.map((account) => ({ account, spent: spent.get(account) ?? 0, reserved: 0 })))
      }),
      { numRuns: here.url.startsWith('postgres') ? 15 : 60 },
    )
  })
})
