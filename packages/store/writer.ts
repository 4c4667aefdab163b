/** A thread of its own that writes reads and settlements into a SQLite file, so that a server does not wait for them. */
import { createIndexKeeper, type IndexKeeper } from './index-keeper.ts'
import { settleAll } from './ledger-settling.ts'
import type { Sql, Value } from './sql.ts'
import { openFile, sqliteSql } from './sqlite.ts'
import { writeRows } from './write-notes.ts'
import { type FromWriter, readsIn, settlementsIn, type ToWriter } from './writer-messages.ts'

declare const self: Worker

let sql: Sql | undefined
let index: IndexKeeper | undefined

/** So many reads at once are a storm: indexing beside it made a call a fifth dearer for the thread that answers. */
const storm = 64

/** How long no read comes when a storm is over, in milliseconds. */
const calm = 100

let calmed: Timer | undefined

/** Indexes what a storm left, and lets whatever has come meanwhile go first. */
const catchUp = async (): Promise<void> => {
  try {
    if (await index?.some()) calmed = setTimeout(catchUp, 0)
  } catch {
    // It is still owed: the next batch tries again, and answers why it cannot be.
  }
}

const answer = (message: FromWriter): void => self.postMessage(message)

const writeReads = async (to: Sql, rows: readonly (readonly Value[])[]): Promise<void> => {
  await to.write(() => writeRows(rows))
  clearTimeout(calmed)
  if (rows.length < storm) await index?.wrote(rows.length)
  else {
    index?.owes(rows.length)
    calmed = setTimeout(catchUp, calm)
  }
}

type Batch = Extract<ToWriter, { batch: number }>

const write = async (batch: Batch): Promise<string | undefined> => {
  if (!sql) return 'no file is open'
  try {
    if ('reads' in batch) await writeReads(sql, readsIn(batch.reads))
    else {
      const settlements = settlementsIn(batch.settlements)
      await sql.write(() => settleAll(settlements))
    }
    return undefined
  } catch (thrown) {
    return thrown instanceof Error ? thrown.message : String(thrown)
  }
}

self.onmessage = async ({ data }: MessageEvent<ToWriter>) => {
  if ('open' in data) {
    const { database } = openFile(data.open)
    // The newest part of the index of ids is written all over: what lies in memory need not be read for every batch, and a page that
    // several batches change is brought into the file once.
    database.run('PRAGMA cache_size = -16000; PRAGMA wal_autocheckpoint = 6000')
    sql = sqliteSql(database, data.open)
    index = createIndexKeeper(sql)
  } else if ('batch' in data) {
    const failure = await write(data)
    answer({ batch: data.batch, ...(failure === undefined ? {} : { failure }) })
  } else {
    clearTimeout(calmed)
    await sql?.close()
    answer({ closed: true })
  }
}
