/** A thread of its own that writes reads into a SQLite file, so that a server does not wait for them. */
import { createIndexKeeper, type IndexKeeper } from './index-keeper.ts'
import type { FromWriter, ToWriter } from './note-messages.ts'
import type { Noted } from './outbox.ts'
import type { Sql } from './sql.ts'
import { openFile, sqliteSql } from './sqlite.ts'
import { writeNotes } from './write-notes.ts'

declare const self: Worker

let sql: Sql | undefined
let index: IndexKeeper | undefined

const answer = (message: FromWriter): void => self.postMessage(message)

const write = async (text: string): Promise<string | undefined> => {
  try {
    const notes = JSON.parse(text) as Noted[]
    await sql?.write(() => writeNotes(notes))
    await index?.wrote(notes.length)
    return sql ? undefined : 'no file is open'
  } catch (thrown) {
    return thrown instanceof Error ? thrown.message : String(thrown)
  }
}

self.onmessage = async ({ data }: MessageEvent<ToWriter>) => {
  if ('open' in data) {
    const { database } = openFile(data.open)
    // The index of random ids is written all over: what lies in memory need not be read for every batch, and a page that
    // several batches change is brought into the file once.
    database.run('PRAGMA cache_size = -16000; PRAGMA wal_autocheckpoint = 6000')
    sql = sqliteSql(database, data.open)
    index = createIndexKeeper(sql)
  } else if ('batch' in data) {
    const failure = await write(data.notes)
    answer({ batch: data.batch, ...(failure === undefined ? {} : { failure }) })
  } else {
    await sql?.close()
    answer({ closed: true })
  }
}
