/** A thread of its own that writes reads into a SQLite file, so that a server does not wait for them. */
import type { FromWriter, ToWriter } from './note-messages.ts'
import type { Noted } from './outbox.ts'
import type { Sql } from './sql.ts'
import { openFile, sqliteSql } from './sqlite.ts'
import { writeNotes } from './write-notes.ts'

declare const self: Worker

let sql: Sql | undefined

const answer = (message: FromWriter): void => self.postMessage(message)

const write = async (text: string): Promise<string | undefined> => {
  try {
    const notes = JSON.parse(text) as Noted[]
    await sql?.write(() => writeNotes(notes))
    return sql ? undefined : 'no file is open'
  } catch (thrown) {
    return thrown instanceof Error ? thrown.message : String(thrown)
  }
}

self.onmessage = async ({ data }: MessageEvent<ToWriter>) => {
  if ('open' in data) {
    sql = sqliteSql(openFile(data.open).database, data.open)
  } else if ('batch' in data) {
    const failure = await write(data.notes)
    answer({ batch: data.batch, ...(failure === undefined ? {} : { failure }) })
  } else {
    await sql?.close()
    answer({ closed: true })
  }
}
