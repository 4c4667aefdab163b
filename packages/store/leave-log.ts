import { Database } from 'bun:sqlite'
import { statSync } from 'node:fs'

/** A larger log is brought into the file after all, in bytes: the next process has to read it from its beginning. */
const largest = 262_144

const readerOf = (path: string): Database | undefined => {
  try {
    if (statSync(`${path}-wal`).size > largest) return undefined
    const reader = new Database(path, { readonly: true })
    using statement = reader.prepare('SELECT 1 FROM sqlite_schema')
    statement.get()
    return reader
  } catch {
    // No log, or no file any more: nothing to leave.
    return undefined
  }
}

/**
 * Closes a database without waiting for the disk: what was written stays in its log, which any process reads and the
 * next one with an effect brings into the file. A loss of power may take it, and nothing that was there before.
 *
 * SQLite brings a log into the file, with up to four waits for the disk, when its last connection closes. One that may
 * only read cannot do that (https://www.sqlite.org/wal.html#read_only_databases), so such a one is made the last.
 */
export const closeLeavingLog = (database: Database, path: string): void => {
  const reader = readerOf(path)
  database.close()
  reader?.close()
}
