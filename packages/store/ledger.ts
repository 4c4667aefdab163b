import type { Clock, Ledger, LedgerClaim, LedgerLine, LedgerRefusal, LedgerReservation } from '@nimbus/kernel'
import { balancesOf, forget, type Posting, post, postAndLook } from './ledger-accounts.ts'
import { giveBackClaims, insertClaim, takeClaim } from './ledger-claims.ts'
import { deleteEntries, entriesOf, insertEntry, selectEntries } from './ledger-entries.ts'
import { createTogether } from './ledger-together.ts'
import type { Processes } from './processes.ts'
import type { Sql, Work } from './sql.ts'

/** A ledger with what its store needs of it. */
export interface StoreLedger extends Ledger {
  /** Writes what was to be settled soon. */
  settled(): Promise<void>
  /** The same at once, where that is possible; for the last words of a process. */
  settleNow(): void
}

/** The amount that a claim takes when so much was left before. */
const amountOf = ({ amount, limit, careful }: LedgerClaim, left: number): number =>
  careful && limit !== undefined && left < careful.below * limit ? Math.max(amount, careful.amount) : amount

/**
 * The ledger of one service and tenant.
 *
 * A reservation adds to its accounts first, which locks them, and looks at what they hold then; what does not fit is
 * taken off again in the same transaction. So there is no moment between looking and taking.
 */
export const createLedger = (
  sql: Sql,
  clock: Clock,
  processes: Processes,
  service: string,
  tenant: string,
): StoreLedger => {
  const holder = { tenant, service }
  const held = new Set<string>()
  const time = () => clock.now().toISOString()
  const together = createTogether(sql, time)
  const posting = ({ account, amount }: LedgerLine, kind: 'spent' | 'reserved'): Posting => ({
    ...holder,
    account,
    spent: kind === 'spent' ? amount : 0,
    reserved: kind === 'reserved' ? amount : 0,
  })
  const backward = ({ account, amount }: LedgerLine) => posting({ account, amount: -amount }, 'reserved')

  function* claim(id: string, claims: readonly LedgerClaim[], now: string): Work<LedgerReservation> {
    yield* processes.register()
    const after = new Map(
      (yield* postAndLook(
        claims.map((each) => posting(each, 'reserved')),
        now,
      )).map((each) => [each.account, { ...each }]),
    )
    const more: Posting[] = []
    const lines: LedgerLine[] = []
    let refusal: LedgerRefusal | undefined
    for (const each of claims) {
      const balance = after.get(each.account) ?? { account: each.account, spent: 0, reserved: each.amount }
      const { spent } = balance
      const others = balance.reserved - each.amount
      const amount = amountOf(each, (each.limit ?? 0) - spent - others)
      if (each.limit !== undefined && spent + others + amount > each.limit) {
        refusal = { account: each.account, spent, reserved: others, asked: amount, limit: each.limit }
        break
      }
      balance.reserved = others + amount
      if (amount > each.amount) more.push(posting({ account: each.account, amount: amount - each.amount }, 'reserved'))
      lines.push({ account: each.account, amount })
    }
    if (refusal) {
      yield* post(claims.map(backward), now)
      return { refusal, lines: [], balances: [] }
    }
    yield* post(more, now)
    yield* insertClaim(holder, id, lines, processes.id)
    return {
      lines,
      balances: claims.map(({ account }) => after.get(account) ?? { account, spent: 0, reserved: 0 }),
    }
  }

  const letGo = (id: string) => {
    if (held.delete(id)) processes.open(-1)
  }

  /** Whoever settles is among those who hold something; so is nobody else whose work could be done in the same moment. */
  const company = (own: 0 | 1) => (held.size > own ? 'in company' : 'alone')

  /** Gives back what processes had set aside that have ended; whether there was any. */
  const buryDead = async (): Promise<boolean> => {
    const dead = [...(await processes.dead())]
    return dead.length > 0 && (await sql.write(() => giveBackClaims(dead, time()))) > 0
  }

  return {
    async reserve(id, claims) {
      if (claims.length === 0) return { lines: [], balances: [] }
      const attempt = () => together.take(() => claim(id, claims, time()), company(0))
      let reservation = await attempt()
      // Only now does it matter whether somebody who had set something aside is dead.
      if (reservation.refusal && reservation.refusal.reserved > 0 && (await buryDead())) reservation = await attempt()
      if (!reservation.refusal) {
        held.add(id)
        processes.open(1)
      }
      return reservation
    },

    async settle(id, lines, entry, when = 'now') {
      const work = function* (): Work<readonly Posting[]> {
        const back = yield* takeClaim(holder, id)
        const fresh = entry === undefined || (yield* insertEntry(holder, entry))
        return fresh ? [...back, ...lines.map((line) => posting(line, 'spent'))] : back
      }
      if (when === 'now') await together.give(work, company(1))
      // Nobody waits for it, so it is no company either.
      letGo(id)
      if (when === 'soon') await together.giveLater(work)
    },

    async release(id) {
      await together.give(() => takeClaim(holder, id), company(1))
      letGo(id)
    },

    async balances(accounts) {
      if (accounts.length === 0) return []
      await together.settled()
      const look = () => sql.read(() => balancesOf(holder, accounts))
      let found = await look()
      if (found.some(({ reserved }) => reserved > 0) && (await buryDead())) found = await look()
      const known = new Map(found.map((each) => [each.account, each]))
      return accounts.map((account) => known.get(account) ?? { account, spent: 0, reserved: 0 })
    },

    async entries(query) {
      await together.settled()
      return entriesOf(await sql.read(() => selectEntries(holder, query)), query)
    },

    async prune(before, accounts = []) {
      await together.settled()
      return sql.write(function* () {
        for (const { prefix, before: unused } of accounts) yield* forget(holder, prefix, unused)
        return yield* deleteEntries(holder, before)
      })
    },

    settled: () => together.settled(),
    settleNow: () => together.settleNow(),
  }
}
