import type { Clock, Ledger, LedgerLine, LedgerReservation } from '@nimbus/kernel'
import { balancesOf, forget } from './ledger-accounts.ts'
import { createAhead } from './ledger-ahead.ts'
import { giveBackClaims } from './ledger-claims.ts'
import { deleteEntries, entriesOf, entryRow, selectEntries } from './ledger-entries.ts'
import { createTogether } from './ledger-together.ts'
import type { Unsettled } from './ledger-unsettled.ts'
import { type Giving, type LedgerJob, workOn } from './ledger-work.ts'
import type { Processes } from './processes.ts'
import type { Sql } from './sql.ts'
import type { WriterThread } from './writer-thread.ts'

/** A ledger with what its store needs of it. */
export interface StoreLedger extends Ledger {
  /** Writes what was to be settled soon. */
  settled(): Promise<void>
  /** The same at once, where that is possible; for the last words of a process. */
  settleNow(): void
}

/** A reservation of nothing. */
const nothing: LedgerReservation = { lines: [], balances: [] }

/** What ledgers of a store share. */
export interface LedgerGround {
  sql: Sql
  clock: Clock
  processes: Processes
  /** Who settles where a server must not wait. */
  thread?: WriterThread
}

/** The ledger of one service and tenant. */
export const createLedger = (
  { sql, clock, processes, thread }: LedgerGround,
  service: string,
  tenant: string,
  unsettled: Unsettled,
): StoreLedger => {
  const holder = { tenant, service }
  const held = new Map<string, readonly LedgerLine[]>()
  const time = () => clock.now().toISOString()
  const elsewhere = thread && {
    get works() {
      return thread.works
    },
    // The entry tells a repetition from a settlement of its own.
    takes: (job: LedgerJob) => job.kind === 'give' && job.entry !== undefined,
    do: (jobs: readonly LedgerJob[]) =>
      thread.settle({ holder, at: time(), settlements: jobs.filter((job) => job.kind === 'give') }),
  }
  const work = (jobs: readonly LedgerJob[]) => workOn(jobs, { holder, processes, time })
  const together = createTogether(sql, work, elsewhere)

  // Over a network others would wait for it longer than it saves.
  const ahead = sql.dialect === 'sqlite' ? createAhead((job) => together.now(job, 'alone')) : undefined

  const hold = (id: string, lines: readonly LedgerLine[]) => {
    held.set(id, lines)
    processes.open(1)
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

  /** What could not be written before is tried again by whoever comes next, ahead of what they want. */
  const tryAgain = async (): Promise<void> => {
    if (unsettled.any) await unsettled.retry((job) => together.now(job, 'alone'))
  }

  const settled = async (): Promise<void> => {
    await together.settled()
    await tryAgain()
    await ahead?.end()
  }

  const soon = (job: Giving, written: (() => void) | undefined): Promise<void> =>
    together.soon(job).then(
      () => written?.(),
      (thrown: unknown) => {
        unsettled.keep(job, written)
        throw thrown
      },
    )

  const now = async (job: Giving, written: (() => void) | undefined): Promise<void> => {
    await together.now(job, company(1))
    letGo(job.id)
    written?.()
  }

  return {
    async reserve(id, claims) {
      if (claims.length === 0) return nothing
      if (unsettled.any) await tryAgain()
      let given = ahead?.take(id, claims)
      if (!given && ahead?.asking) {
        await ahead.asking
        given = ahead.take(id, claims)
      }
      if (given) {
        hold(id, given.lines)
        return given
      }
      const attempt = async () => (await together.now({ kind: 'take', id, claims }, company(0))) ?? nothing
      let reservation = await attempt()
      if (reservation.refusal && (await ahead?.end())) reservation = await attempt()
      // Only now does it matter whether somebody who had set something aside is dead.
      if (reservation.refusal && reservation.refusal.reserved > 0 && (await buryDead())) reservation = await attempt()
      if (reservation.refusal) return reservation
      hold(id, reservation.lines)
      if (!ahead) return reservation
      const balances = ahead.without(reservation.balances)
      ahead.missed(claims, reservation.lines)
      return { ...reservation, balances }
    },

    settle(id, lines, entry, when = 'now') {
      const written = ahead?.back(id, held.get(id) ?? [], lines)
      const job: Giving = { kind: 'give', id, lines }
      if (entry) job.entry = entryRow(entry)
      if (written) job.advanced = true
      if (when === 'now') return now(job, written)
      // Nobody waits for it, so it is no company either.
      letGo(id)
      return soon(job, written)
    },

    async release(id) {
      if (!ahead?.back(id, held.get(id) ?? [], [])) await together.now({ kind: 'give', id, lines: [] }, company(1))
      letGo(id)
    },

    async balances(accounts) {
      if (accounts.length === 0) return []
      await settled()
      const look = () => sql.read(() => balancesOf(holder, accounts))
      let found = await look()
      if (found.some(({ reserved }) => reserved > 0)) {
        try {
          if (await buryDead()) found = await look()
        } catch {
          // It is still set aside, and shown so: a look needs no room on the disk. Whoever writes is told what is wrong.
        }
      }
      const known = new Map(found.map((each) => [each.account, each]))
      return accounts.map((account) => {
        const owed = unsettled.amountOn(account)
        return {
          ...(known.get(account) ?? { account, spent: 0, reserved: 0 }),
          ...(owed === 0 ? {} : { unsettled: owed }),
        }
      })
    },

    async entries(query) {
      await together.settled()
      await tryAgain()
      return entriesOf(await sql.read(() => selectEntries(holder, query)), query)
    },

    async prune(before, accounts = []) {
      await together.settled()
      return sql.write(function* () {
        for (const { prefix, before: unused } of accounts) yield* forget(holder, prefix, unused)
        return yield* deleteEntries(holder, before)
      })
    },

    settled,
    settleNow: () =>
      together.settleNow((job) => {
        if (job.kind === 'give') unsettled.keep(job)
      }),
  }
}
