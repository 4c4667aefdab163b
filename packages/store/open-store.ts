import { dirname, join } from 'node:path'
import type {
  Audit,
  Blobs,
  Clock,
  Credentials,
  Documents,
  Grants,
  Journal,
  Leases,
  Ledger,
  Plans,
  Resources,
  Schedules,
  Tasks,
} from '@nimbus/kernel'
import { createAudit } from './audit-log.ts'
import { fileBlobs, tableBlobs } from './blobs.ts'
import { createCheckpoint } from './checkpoint.ts'
import { connect } from './connect.ts'
import { createCredentials } from './credentials.ts'
import { createDocuments } from './documents.ts'
import { createGrants } from './grants.ts'
import { createJournal, type StoreJournal } from './journal.ts'
import { createLeases } from './leases.ts'
import { createLedgers } from './ledgers.ts'
import { type Owner, thisProcess } from './owner.ts'
import { createPlans } from './plans.ts'
import { createProcesses } from './processes.ts'
import { createResources } from './resources.ts'
import { rememberFile } from './same-file.ts'
import { createSchedules } from './schedules.ts'
import { createSeal } from './seal.ts'
import { rows, type Sql } from './sql.ts'
import { sweep } from './sweep.ts'
import { createTasks } from './tasks.ts'
import type { WriterThread } from './writer-thread.ts'

/** Where the records are, and what keeps them safe. */
export interface StoreOptions {
  /** The path of a SQLite file, or `postgres://…`. */
  url: string
  /** The folder that holds `blobs/`; default: where the SQLite file is. PostgreSQL keeps blobs in a table. */
  home?: string
  /** 32 bytes; see `loadKey`. */
  key: Uint8Array
  /** The path of the audit checkpoint. */
  checkpoint: string
  /** Who writes reads of busy moments and settles: a thread of its own where a server must not wait; default: this one. */
  writer?: 'own-thread' | 'this-thread'
  /** The process that begins runs; default: this one. */
  owner?: Owner
  clock: Clock
  /** Whose the records are that name no tenant of their own; default `local`. */
  tenantDefault?: string
}

/** Everything that Nimbus remembers. */
export interface Store {
  readonly journal: Journal
  readonly audit: Audit
  readonly plans: Plans
  readonly tasks: Tasks
  readonly grants: Grants
  readonly blobs: Blobs
  readonly leases: Leases
  readonly schedules: Schedules
  credentials(tenant: string): Credentials
  resources(tenant: string): Resources
  documents(service: string, tenant: string): Documents
  ledger(service: string, tenant: string): Ledger
  /** Records as interrupted the open runs whose owner has ended; gives how many. */
  sweep(): Promise<number>
  /** What the store depends on; for `/health`, so without a word about where it lies. */
  health(): Promise<readonly { name: string; ok: boolean; detail?: string }[]>
  /** Writes what is batched and lets go of the database. */
  close(): Promise<void>
}

/** The same database, which says when it is written to. */
const heard = (sql: Sql, wrote: () => void): Sql => {
  const { writeNow } = sql
  return {
    ...sql,
    write(work) {
      wrote()
      return sql.write(work)
    },
    ...(writeNow
      ? {
          writeNow(work) {
            wrote()
            return writeNow(work)
          },
        }
      : {}),
  }
}

const threadFor = async (url: string, sql: Sql): Promise<WriterThread> => {
  const { createWriterThread } = await import('./writer-thread.ts')
  const thread = createWriterThread(url)
  // The thread brings the log into the file, which waits for the disk; this one does so only where that falls behind.
  await sql.read(() => rows('PRAGMA wal_autocheckpoint = 8000'))
  return thread
}

const healthOf = async (
  journal: StoreJournal,
  sql: Sql,
  isSameFile: () => boolean,
): Promise<{ ok: boolean; detail: string }> => {
  const trouble = journal.trouble()
  if (trouble !== undefined) return { ok: false, detail: trouble }
  if (!isSameFile())
    return { ok: false, detail: 'the database was deleted or replaced: stop this process and start it again' }
  try {
    await sql.read(() => rows('SELECT seq FROM audit_head'))
    return { ok: true, detail: sql.dialect }
  } catch (thrown) {
    return { ok: false, detail: thrown instanceof Error ? thrown.message : String(thrown) }
  }
}

/**
 * Opens the store, making or migrating it where needed.
 *
 * Raises one error (exit 1) that names the database when it cannot be used: `store-newer`, `store-not-a-database`,
 * `store-corrupt`, `store-read-only`, `store-full`, `store-foreign`, `store-unreachable`.
 */
export const openStore = async (options: StoreOptions): Promise<Store> => {
  const { url, key, clock, tenantDefault: tenant = 'local' } = options
  const connected = await connect(url)
  const isSameFile = connected.dialect === 'sqlite' ? rememberFile(url) : () => true
  // Whether anything but reads was written. The journal writes those; after an effect it touches the checkpoint, which
  // is heard of.
  let more = false
  const sql = heard(connected, () => {
    more = true
  })
  const seal = createSeal(key)
  const home = options.home ?? (sql.dialect === 'sqlite' ? dirname(url) : undefined)
  const checkpoint = createCheckpoint(options.checkpoint, key, sql, clock)
  const processes = createProcesses(sql, clock, () => options.owner ?? thisProcess())
  const thread = options.writer === 'own-thread' && sql.dialect === 'sqlite' ? await threadFor(url, sql) : undefined
  const ledgers = createLedgers({ sql, clock, processes, ...(thread ? { thread } : {}) }, home, seal)
  const journal = createJournal(connected, clock, processes, checkpoint, thread)
  try {
    await checkpoint.ensure()
  } catch (thrown) {
    await sql.close()
    throw thrown
  }

  /** The last chance of a process that ends without closing; PostgreSQL cannot be written to at that point. */
  const lastWords = () => {
    journal.flushNow()
    checkpoint.flushNow()
    ledgers.settleNow()
  }
  process.on('exit', lastWords)
  let closed = false

  return {
    journal,
    audit: createAudit(sql, clock, checkpoint),
    plans: createPlans(sql, clock, seal, checkpoint),
    tasks: createTasks(sql, clock, seal, checkpoint, processes),
    grants: createGrants(sql, clock),
    blobs:
      sql.dialect === 'postgres'
        ? tableBlobs(sql, tenant, seal)
        : fileBlobs(join(options.home ?? dirname(url), 'blobs'), seal),
    credentials: (owner) => createCredentials(sql, clock, seal, owner),
    leases: createLeases(sql, clock, tenant),
    resources: (owner) => createResources(sql, owner),
    schedules: createSchedules(sql, tenant),
    documents: (service, owner) => createDocuments(sql, clock, service, owner),
    ledger: (service, owner) => ledgers.of(service, owner),

    async sweep() {
      const interrupted = await sweep(sql, clock, processes)
      if (interrupted > 0) checkpoint.touch()
      return interrupted
    },

    health: async () => [{ name: 'store', ...(await healthOf(journal, sql, isSameFile)) }],

    async close() {
      if (closed) return
      closed = true
      process.off('exit', lastWords)
      processes.close()
      try {
        await ledgers.settled()
        await journal.finish()
        await thread?.close()
        await checkpoint.flush()
      } finally {
        // A command that only read must not wait for the disk.
        await sql.close(thread || more ? undefined : 'left in the log')
      }
    },
  }
}
