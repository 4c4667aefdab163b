import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { type LedgerEntry, type LedgerLine, newId } from '@nimbus/kernel'
import { type EntryRow, entryRow } from './ledger-entries.ts'
import type { Giving } from './ledger-work.ts'
import type { Seal } from './seal.ts'

/** A settlement that could not be written, to be tried again. */
export interface Owed {
  job: Giving
  /** Told once it is in the database. */
  written?: (() => void) | undefined
  /** Where the next process finds it, where that could be written. */
  file?: string
}

/** What could not be settled, kept in this process and, as far as that is possible, beside the database for the next. */
export interface Unsettled {
  /** Whether anything waits that this process knows of. */
  readonly any: boolean
  keep(job: Giving, written?: () => void): void
  /** Tries everything again, with what earlier processes have left; what still cannot be written stays. */
  retry(settle: (job: Giving) => Promise<unknown>): Promise<void>
  /** What waits on an account. */
  amountOn(account: string): number
}

/** The folder of the home for what could not be settled. */
const folderName = 'unsettled'

interface Left {
  owner: string
  job: Giving
}

/** Until now entries were left as they were given, and not as they are stored. */
const asStored = (job: Omit<Giving, 'entry'> & { entry?: EntryRow | LedgerEntry }): Giving => {
  const { entry, ...rest } = job
  if (!entry) return rest
  return { ...rest, entry: isStored(entry) ? entry : entryRow(entry) }
}

const isStored = (entry: EntryRow | LedgerEntry): entry is EntryRow => typeof entry.labels === 'string'

/**
 * What could not be settled in one ledger, of which `owner` is the name.
 *
 * A file for each, sealed like everything that may hold what was said, and only of those with an entry: that makes sure
 * that two processes which find the same file count it once. A full disk may have no room for it either; then it is lost
 * with the process, and the caller has said so.
 */
export const createUnsettled = (home: string | undefined, owner: string, seal: Seal): Unsettled => {
  let owed: Owed[] = []
  let looked = false

  const leave = (job: Giving): string | undefined => {
    if (home === undefined || !job.entry) return undefined
    const name = newId('a')
    const folder = join(home, folderName)
    // Under another name until it is whole: a full disk and a kill leave halves.
    const half = join(folder, `.${name}`)
    try {
      mkdirSync(folder, { recursive: true, mode: 0o700 })
      const left: Left = { owner, job }
      writeFileSync(half, seal.close(JSON.stringify(left), name), { mode: 0o600, flag: 'wx' })
      renameSync(half, join(folder, name))
      return join(folder, name)
    } catch {
      // Whoever settles is told that it could not be written, and this process still has it.
      rmSync(half, { force: true })
      return undefined
    }
  }

  /** What earlier processes have left of this ledger; looked for once, for a process writes down its own. */
  const adopt = (): void => {
    if (looked || home === undefined) return
    looked = true
    const folder = join(home, folderName)
    for (const name of namesIn(folder)) {
      const file = join(folder, name)
      if (owed.some((each) => each.file === file)) continue
      const left = JSON.parse(seal.open(readFileSync(file), name)) as Left
      if (left.owner === owner) owed.push({ job: asStored(left.job), file })
    }
  }

  return {
    get any() {
      adopt()
      return owed.length > 0
    },
    keep(job, written) {
      const file = leave(job)
      owed.push({ job, written, ...(file ? { file } : {}) })
    },
    async retry(settle) {
      adopt()
      const tried = owed
      owed = []
      for (const each of tried) {
        try {
          await settle(each.job)
        } catch {
          // It stays, and is shown as unsettled by whoever looks at the accounts.
          owed.push(each)
          continue
        }
        each.written?.()
        if (each.file) rmSync(each.file, { force: true })
      }
    },
    amountOn: (account) =>
      owed
        .flatMap(({ job }): readonly LedgerLine[] => job.lines)
        .filter((line) => line.account === account)
        .reduce((sum, { amount }) => sum + amount, 0),
  }
}

const namesIn = (folder: string): string[] => {
  try {
    return readdirSync(folder).filter((name) => !name.startsWith('.'))
  } catch (thrown) {
    // Nothing was ever left there.
    if (thrown instanceof Error && 'code' in thrown && thrown.code === 'ENOENT') return []
    throw thrown
  }
}
