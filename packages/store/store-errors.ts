import { failed, NimbusError } from '@nimbus/kernel'

interface Explanation {
  code: string
  message: string
  why: string
  next: string
}

/** What SQLite's result codes mean for a person. Source: https://www.sqlite.org/rescode.html (2025). */
const explanations: readonly [RegExp, Explanation][] = [
  [
    /^SQLITE_FULL/,
    {
      code: 'store-full',
      message: 'Nimbus could not write its records: the disk is full',
      why: 'the database needs room to grow',
      next: 'free some space on that disk, or point NIMBUS_HOME at another one',
    },
  ],
  [
    /^SQLITE_NOTADB/,
    {
      code: 'store-not-a-database',
      message: 'The records of Nimbus cannot be read: the file is not a database',
      why: 'its first bytes are not those of SQLite',
      next: 'move the file away; Nimbus then starts a new one',
    },
  ],
  [
    /^SQLITE_CORRUPT|^SQLITE_FORMAT/,
    {
      code: 'store-corrupt',
      message: 'The records of Nimbus are damaged',
      why: 'the database file is malformed',
      next: 'restore it from a backup, or move it away; Nimbus then starts a new one',
    },
  ],
  [
    /^SQLITE_READONLY|^SQLITE_PERM|^SQLITE_AUTH/,
    {
      code: 'store-read-only',
      message: 'Nimbus may not write its records',
      why: 'the database file or its folder is read-only',
      next: 'make both writable for you, or point NIMBUS_HOME at a folder that is',
    },
  ],
  [
    /^SQLITE_CANTOPEN/,
    {
      code: 'store-unreachable',
      message: 'The records of Nimbus cannot be opened',
      why: 'the database file or its folder is missing or not accessible',
      next: 'check that the folder exists and that you may write in it',
    },
  ],
  [
    /^SQLITE_IOERR/,
    {
      code: 'store-io',
      message: 'Nimbus could not read or write its records',
      why: 'the disk reported an error',
      next: 'check the disk and the free space on it',
    },
  ],
  [
    /^SQLITE_BUSY|^SQLITE_LOCKED/,
    {
      code: 'store-busy',
      message: 'The records of Nimbus stayed busy for too long',
      why: 'another process held them for half a minute',
      next: 'see which Nimbus process hangs, end it, and run the command again',
    },
  ],
]

const codeOf = (thrown: unknown): string =>
  thrown !== null && typeof thrown === 'object' && 'code' in thrown ? String(thrown.code) : ''

/** The code of a driver's error, such as `SQLITE_BUSY` or `EACCES`; empty when there is none. */
export const driverCode = codeOf

/** What a failed statement means for a person, naming the database file or address. Exit 1. */
export const storeError = (thrown: unknown, at: string): NimbusError => {
  if (thrown instanceof NimbusError) return thrown
  const code = codeOf(thrown)
  const known = explanations.find(([pattern]) => pattern.test(code))?.[1]
  const said = thrown instanceof Error ? thrown.message : String(thrown)
  if (known)
    return failed(known.code, known.message, {
      at,
      why: `${known.why} (${code})`,
      next: known.next,
      cause: thrown,
    })
  return failed('store-failed', 'The records of Nimbus could not be used', {
    at,
    why: code ? `${said} (${code})` : said,
    next: 'check that it can be reached and that you may write to it; NIMBUS_DATABASE_URL or database.url in config.yaml names it',
    cause: thrown,
  })
}

/** A store that a later Nimbus has migrated. Exit 1. */
export const newerStore = (at: string, found: number, known: number): NimbusError =>
  failed('store-newer', 'These records were written by a newer Nimbus', {
    at,
    why: `their schema is version ${found}; this Nimbus knows versions up to ${known}`,
    next: 'update Nimbus, or point NIMBUS_HOME at another folder',
  })

/** A database with tables that are not ours. Exit 1. */
export const foreignStore = (at: string): NimbusError =>
  failed('store-foreign', 'This database belongs to another program', {
    at,
    why: 'it has tables, but not those of Nimbus',
    next: 'give Nimbus a database of its own',
  })
