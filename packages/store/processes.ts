import type { Clock } from '@nimbus/kernel'
import { isDead, type Owner } from './owner.ts'
import { change, rows, type Sql, type Work } from './sql.ts'

/** How long a process on another host is taken to live after its last sign, in milliseconds. */
const lease = 90_000

/** How often a process that has open runs gives a sign, in milliseconds. */
const renewal = 30_000

interface ProcessRow {
  id: string
  host: string
  boot_id: string
  pid: number
  start_time: string
  lease_until: string
}

/** The processes that own runs and reservations: this one, and what is known of the others. */
export interface Processes {
  /** The id of this process in the table. */
  readonly id: string
  /** Writes this process down; part of the transaction that begins its first run. */
  register(): Work<void>
  /** A run, a reservation or a task was begun (1) or has ended (-1), and that is committed: meanwhile the lease is renewed. */
  open(difference: 1 | -1): void
  /** The owners of open runs, of reservations and of tasks that have ended. */
  dead(): Promise<ReadonlySet<string>>
  close(): void
}

/** Keeps track of which processes are alive. A failed renewal is tried again at the next one. */
export const createProcesses = (sql: Sql, clock: Clock, here: () => Owner): Processes => {
  let known: { owner: Owner; id: string } | undefined
  /** When the lease was written last, by the clock; only once that is committed does it count. */
  let signed = Number.NEGATIVE_INFINITY
  let signing = signed
  let openRuns = 0
  let timer: Timer | undefined

  const self = () => {
    if (known) return known
    const owner = here()
    const parts = [owner.host, owner.bootId, owner.pid, owner.startTime].join('\n')
    known = { owner, id: new Bun.CryptoHasher('sha256').update(parts).digest('hex').slice(0, 32) }
    return known
  }
  const leaseUntil = () => {
    signing = clock.now().getTime()
    return new Date(signing + lease).toISOString()
  }

  const renew = async () => {
    await sql.write(function* () {
      yield* change('UPDATE processes SET lease_until = ? WHERE id = ?', leaseUntil(), self().id)
    })
    signed = signing
  }

  return {
    get id() {
      return self().id
    },

    *register() {
      // While something is open the lease is renewed; who was idle for long is taken for dead until it has signed again.
      if (clock.now().getTime() - signed < renewal) return
      const { owner, id } = self()
      yield* change(
        `INSERT INTO processes (id, host, boot_id, pid, start_time, lease_until) VALUES (?, ?, ?, ?, ?, ?)
         ON CONFLICT (id) DO UPDATE SET lease_until = excluded.lease_until`,
        id,
        owner.host,
        owner.bootId,
        owner.pid,
        owner.startTime,
        leaseUntil(),
      )
    },

    open(difference) {
      signed = signing
      openRuns += difference
      if (openRuns > 0 && timer === undefined) {
        timer = setInterval(() => void renew().catch(() => undefined), renewal)
        timer.unref()
      } else if (openRuns <= 0) this.close()
    },

    async dead() {
      const owners = await sql.read(() =>
        rows<ProcessRow>(
          `SELECT * FROM processes WHERE id IN (SELECT owner FROM runs WHERE outcome IS NULL AND owner IS NOT NULL)
           OR id IN (SELECT owner FROM ledger_claims)
           OR id IN (SELECT owner FROM tasks WHERE owner IS NOT NULL)`,
        ),
      )
      if (owners.length === 0) return new Set()
      const { owner: here, id: own } = self()
      const now = clock.now().toISOString()
      const ended = owners.filter((each) => {
        if (each.id === own) return false
        const owner = { host: each.host, bootId: each.boot_id, pid: each.pid, startTime: each.start_time }
        return isDead(owner, each.lease_until, here, now)
      })
      return new Set(ended.map(({ id }) => id))
    },

    close() {
      clearInterval(timer)
      timer = undefined
    },
  }
}
