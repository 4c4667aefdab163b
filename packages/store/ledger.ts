import type { Clock, Ledger, LedgerClaim, LedgerLine, LedgerRefusal } from '@nimbus/kernel'
import { type EntryRow, entryOf, insertEntry, selectEntries } from './ledger-entries.ts'
import type { Processes } from './processes.ts'
import { change, marks, row, rows, type Sql, type Work } from './sql.ts'

interface Balance {
  account: string
  spent: number
  reserved: number
}

/** Claims of every service whose process has ended are given back; part of a write transaction. */
export function* giveBackClaims(owners: readonly string[], now: string): Work<void> {
  if (owners.length === 0) return
  const claims = yield* rows<{ tenant: string; service: string; account: string; amount: number }>(
    `DELETE FROM ledger_claims WHERE owner IN (${marks(owners)}) RETURNING tenant, service, account, amount`,
    ...owners,
  )
  for (const { tenant, service, account, amount } of claims)
    yield* change(
      `UPDATE ledger_accounts SET reserved = reserved - ?, updated_at = ?
       WHERE tenant = ? AND service = ? AND account = ?`,
      amount,
      now,
      tenant,
      service,
      account,
    )
}

/** How much a claim takes of an account as it stands, and whether that fits. */
const fit = ({ amount, limit, careful }: LedgerClaim, { spent, reserved }: Balance) => {
  if (limit === undefined) return { amount, fits: true }
  const left = limit - spent - reserved
  const asked = careful && left < careful.below * limit ? Math.max(amount, careful.amount) : amount
  return { amount: asked, fits: asked <= left }
}

/** The ledger of one service and tenant. Accounts are locked in the order of their names, so that nobody waits in a ring. */
export const createLedger = (sql: Sql, clock: Clock, processes: Processes, service: string, tenant: string): Ledger => {
  const own = 'tenant = ? AND service = ?'
  const lock = sql.dialect === 'postgres' ? ' FOR UPDATE' : ''
  const held = new Set<string>()
  const time = () => clock.now().toISOString()

  function* opened(account: string, now: string): Work<Balance> {
    yield* change(
      `INSERT INTO ledger_accounts (tenant, principal, service, account, spent, reserved, updated_at)
       VALUES (?, ?, ?, ?, 0, 0, ?) ON CONFLICT DO NOTHING`,
      tenant,
      service,
      service,
      account,
      now,
    )
    const found = yield* row<Balance>(
      `SELECT account, spent, reserved FROM ledger_accounts WHERE ${own} AND account = ?${lock}`,
      tenant,
      service,
      account,
    )
    return found ?? { account, spent: 0, reserved: 0 }
  }

  function* add(account: string, spent: number, reserved: number, now: string): Work<void> {
    yield* change(
      `INSERT INTO ledger_accounts (tenant, principal, service, account, spent, reserved, updated_at)
       VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT (tenant, service, account) DO UPDATE
       SET spent = ledger_accounts.spent + excluded.spent, reserved = ledger_accounts.reserved + excluded.reserved,
           updated_at = excluded.updated_at`,
      tenant,
      service,
      service,
      account,
      spent,
      reserved,
      now,
    )
  }

  function* claim(id: string, lines: readonly LedgerClaim[], now: string): Work<LedgerRefusal | undefined> {
    const fitting: LedgerLine[] = []
    for (const line of lines) {
      const balance = yield* opened(line.account, now)
      const { amount, fits } = fit(line, balance)
      if (!fits) return { ...balance, asked: amount, limit: line.limit ?? 0 }
      fitting.push({ account: line.account, amount })
    }
    yield* processes.register()
    for (const { account, amount } of fitting) {
      yield* change(
        `INSERT INTO ledger_claims (tenant, principal, service, id, account, amount, owner) VALUES (?, ?, ?, ?, ?, ?, ?)`,
        tenant,
        service,
        service,
        id,
        account,
        amount,
        processes.id,
      )
      yield* add(account, 0, amount, now)
    }
    return undefined
  }

  /** Ends a claim; what it had set aside comes back. */
  function* endClaim(id: string, now: string): Work<void> {
    const claims = yield* rows<LedgerLine>(
      `DELETE FROM ledger_claims WHERE ${own} AND id = ? RETURNING account, amount`,
      tenant,
      service,
      id,
    )
    const sorted = claims.toSorted((a, b) => (a.account < b.account ? -1 : 1))
    for (const { account, amount } of sorted) yield* add(account, 0, -amount, now)
  }

  const inOrder = <Line extends LedgerLine>(lines: readonly Line[]): Line[] =>
    lines.toSorted((a, b) => (a.account < b.account ? -1 : 1))

  const letGo = (id: string) => {
    if (held.delete(id)) processes.open(-1)
  }

  return {
    async reserve(id, lines) {
      const sorted = inOrder(lines)
      const attempt = () => sql.write(() => claim(id, sorted, time()))
      let refusal = await attempt()
      if (refusal && refusal.reserved > 0) {
        const dead = [...(await processes.dead())]
        await sql.write(() => giveBackClaims(dead, time()))
        if (dead.length > 0) refusal = await attempt()
      }
      if (!refusal && !held.has(id)) {
        held.add(id)
        processes.open(1)
      }
      return refusal
    },

    async settle(id, lines, entry) {
      await sql.write(function* () {
        const now = time()
        yield* endClaim(id, now)
        for (const { account, amount } of inOrder(lines)) yield* add(account, amount, 0, now)
        if (entry) yield* insertEntry(tenant, service, entry)
      })
      letGo(id)
    },

    async release(id) {
      await sql.write(() => endClaim(id, time()))
      letGo(id)
    },

    async balances(accounts) {
      if (accounts.length === 0) return []
      const found = await sql.read(() =>
        rows<Balance>(
          `SELECT account, spent, reserved FROM ledger_accounts WHERE ${own} AND account IN (${marks(accounts)})`,
          tenant,
          service,
          ...accounts,
        ),
      )
      const known = new Map(found.map((each) => [each.account, each]))
      return accounts.map((account) => known.get(account) ?? { account, spent: 0, reserved: 0 })
    },

    async entries(query) {
      const found: readonly EntryRow[] = await sql.read(() => selectEntries(tenant, service, query))
      return found.map(entryOf)
    },

    prune: (before) =>
      sql.write(function* () {
        yield* change(
          `DELETE FROM ledger_accounts WHERE ${own} AND updated_at < ? AND reserved = 0`,
          tenant,
          service,
          before,
        )
        return yield* change(`DELETE FROM ledger_entries WHERE ${own} AND at < ?`, tenant, service, before)
      }),
  }
}
