import { expect, test } from 'bun:test'
import { failed } from '@nimbus/kernel'
import { failure } from '@nimbus/testkit/failure'
import { connect } from './connect.ts'
import { balancesOf, type Posting } from './ledger-accounts.ts'
import { createTogether } from './ledger-together.ts'
import type { Sql, Work } from './sql.ts'
import { sqlitePlace } from './test-places.ts'

const holder = { tenant: 'local', service: 'llm' }
const one = (account: string): Posting => ({ ...holder, account, spent: 1, reserved: 0 })

function* giving(account: string): Work<Posting[]> {
  yield* balancesOf(holder, [account])
  return [one(account)]
}

function* wrong(): Work<never> {
  yield* balancesOf(holder, ['a'])
  throw failed('wrong', 'This one is wrong')
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
    together: createTogether(counted, () => '2026-03-01T12:00:00.000Z'),
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
  const looking = here.together.take(() => balancesOf(holder, ['a']), 'in company')
  const giving5 = Array.from({ length: 5 }, () => here.together.give(() => giving('a'), 'in company'))

  expect(await looking).toEqual([{ account: 'a', spent: 5, reserved: 0 }])
  await Promise.all(giving5)
  expect(here.transactions()).toBe(1)
})

test('nobody waits for company that is not to be expected', async () => {
  await using here = await ground()
  await here.together.give(() => giving('a'), 'alone')
  await here.together.give(() => giving('a'), 'alone')
  expect(here.transactions()).toBe(2)
  expect(await here.spent('a')).toBe(2)
})

test('an error is told to whoever made it, and the others are done once', async () => {
  await using here = await ground()
  const [good, bad, looking] = [
    here.together.give(() => giving('a'), 'in company'),
    failure(here.together.take(wrong, 'in company')),
    here.together.take(() => balancesOf(holder, ['a']), 'in company'),
  ]
  expect(await bad).toMatchObject({ code: 'wrong' })
  await good
  expect(await looking).toEqual([{ account: 'a', spent: 1, reserved: 0 }])
  expect(await here.spent('a')).toBe(1)
})
