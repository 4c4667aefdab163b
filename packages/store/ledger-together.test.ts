import { expect, test } from 'bun:test'
import { failed, type LedgerBalance } from '@nimbus/kernel'
import { failure } from '@nimbus/testkit/failure'
import { connect } from './connect.ts'
import { balancesOf, post } from './ledger-accounts.ts'
import { createTogether } from './ledger-together.ts'
import type { Sql, Work } from './sql.ts'
import { sqlitePlace } from './test-places.ts'

const holder = { tenant: 'local', service: 'llm' }
const time = '2026-03-01T12:00:00.000Z'

type Job = 'give' | 'look' | 'wrong'

/** Puts 1 on the account a for each that gives; whoever looks gets the account. */
function* all(jobs: readonly Job[]): Work<(readonly LedgerBalance[])[]> {
  for (const job of jobs) if (job === 'give') yield* post([{ ...holder, account: 'a', spent: 1, reserved: 0 }], time)
  const results: (readonly LedgerBalance[])[] = []
  for (const job of jobs) {
    if (job === 'wrong') throw failed('wrong', 'This one is wrong')
    results.push(job === 'look' ? yield* balancesOf(holder, ['a']) : [])
  }
  return results
}

const ground = async () => {
  const place = await sqlitePlace()
  const sql = await connect(place.url)
  let transactions = 0
  const counted: Sql = {
    ...sql,
    write(work) {
      transactions += 1
      return sql.write(work)
    },
  }
  return {
    together: createTogether(counted, all),
    transactions: () => transactions,
    spent: async (account: string) => (await sql.read(() => balancesOf(holder, [account])))[0]?.spent ?? 0,
    async [Symbol.asyncDispose]() {
      await sql.close()
      await place[Symbol.asyncDispose]()
    },
  }
}

test('what is wanted at one moment is one transaction, and who looks sees what all others gave', async () => {
  await using here = await ground()
  const looking = here.together.now('look', 'in company')
  const giving5 = Array.from({ length: 5 }, () => here.together.now('give', 'in company'))

  expect(await looking).toEqual([{ account: 'a', spent: 5, reserved: 0 }])
  await Promise.all(giving5)
  expect(here.transactions()).toBe(1)
})

test('nobody waits for company that is not to be expected', async () => {
  await using here = await ground()
  await here.together.now('give', 'alone')
  await here.together.now('give', 'alone')
  expect(here.transactions()).toBe(2)
  expect(await here.spent('a')).toBe(2)
})

test('an error is told to whoever made it, and the others are done once', async () => {
  await using here = await ground()
  const [good, bad, looking] = [
    here.together.now('give', 'in company'),
    failure(here.together.now('wrong', 'in company')),
    here.together.now('look', 'in company'),
  ]
  expect(await bad).toMatchObject({ code: 'wrong' })
  await good
  expect(await looking).toEqual([{ account: 'a', spent: 1, reserved: 0 }])
  expect(await here.spent('a')).toBe(1)
})

test('what nobody waits for goes with the next transaction, ahead of it', async () => {
  await using here = await ground()
  const later = [here.together.soon('give'), here.together.soon('give')]
  expect(await here.together.now('look', 'alone')).toEqual([{ account: 'a', spent: 2, reserved: 0 }])
  await Promise.all(later)
  expect(here.transactions()).toBe(1)
})

test('what nobody waits for is done by itself, once for all', async () => {
  await using here = await ground()
  await Promise.all([here.together.soon('give'), here.together.soon('give')])
  expect(here.transactions()).toBe(1)
  expect(await here.spent('a')).toBe(2)
})
