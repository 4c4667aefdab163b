import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { type Clock, failed } from '@nimbus/kernel'
import { appendEntries, type Head, lockedHead } from './chain.ts'
import { derivedKey } from './seal.ts'
import { row, type Sql, type Work } from './sql.ts'

/** How long appended entries may wait for their checkpoint, in milliseconds. */
const lag = 100

/** What the checkpoint file holds, or why it cannot be used. */
export type Signed = { state: 'signed'; head: Head } | { state: 'absent' | 'unreadable' | 'differs' }

/** The signed note, beside the database, of how far the audit chain had come. */
export interface Checkpoint {
  read(): Signed
  /** Writes one at once when there is none yet. */
  ensure(): Promise<void>
  /** Says that entries were appended; the file follows shortly. */
  touch(): void
  flush(): Promise<void>
  /** The same at once, for the end of a process; SQLite only. */
  flushNow(): void
}

/**
 * A checkpoint file, mode 0600: an HMAC-SHA-256 (RFC 2104) over number and hash of a committed link of the chain.
 *
 * It follows the chain within a tenth of a second or at close, and never leads it: it is written under the lock that
 * appending takes, from what is committed. A checkpoint that the chain contradicts is left as it is, for it is the
 * evidence. Whoever holds database and key can forge both.
 */
export const createCheckpoint = (path: string, key: Uint8Array, sql: Sql, clock: Clock): Checkpoint => {
  let due: Timer | undefined
  let derived: Buffer | undefined

  const sign = ({ seq, hash }: Head): string => {
    derived ??= derivedKey(key, 'checkpoint')
    return new Bun.CryptoHasher('sha256', derived).update(`${seq}\n${hash}`).digest('hex')
  }

  const read = (): Signed => {
    if (!existsSync(path)) return { state: 'absent' }
    try {
      const { seq, hash, signature } = JSON.parse(readFileSync(path, 'utf8'))
      if (typeof seq !== 'number' || typeof hash !== 'string') return { state: 'unreadable' }
      return signature === sign({ seq, hash }) ? { state: 'signed', head: { seq, hash } } : { state: 'differs' }
    } catch {
      // Not readable or not JSON: both are for verify to report.
      return { state: 'unreadable' }
    }
  }

  const store = (head: Head): void => {
    const draft = `${path}.${process.pid}.new`
    const at = clock.now().toISOString()
    try {
      writeFileSync(draft, `${JSON.stringify({ ...head, at, signature: sign(head) })}\n`, { mode: 0o600 })
      renameSync(draft, path)
    } catch (cause) {
      throw failed('checkpoint-unwritable', 'The checkpoint of the audit chain could not be written', {
        at: path,
        why: cause instanceof Error ? cause.message : String(cause),
        next: 'make room on that disk and the folder writable for you',
        cause,
      })
    }
  }

  function* work(): Work<void> {
    const head = yield* lockedHead(sql.dialect)
    const signed = read()
    if (signed.state === 'differs' || signed.state === 'unreadable') return
    if (signed.state === 'signed') {
      if (signed.head.seq === head.seq && signed.head.hash === head.hash) return
      if (!(yield* holds(signed.head))) return
    } else if (head.seq > 0) {
      // A new store gets its checkpoint before its first entry, so this one has gone missing: say so in the chain.
      const detail = { seq: head.seq }
      const entry = {
        tenant: 'nimbus',
        principal: 'nimbus',
        action: 'audit.checkpoint-missing',
        subject: 'audit',
        detail,
      }
      yield* appendEntries(sql.dialect, clock, [entry])
      // Signed is what was there before: the new entry is not committed yet.
    }
    store(head)
  }

  /** Whether entries wait for their checkpoint; also set again when it could not be written. */
  let waiting = false
  let writing: Promise<void> = Promise.resolve()

  const pause = () => {
    clearTimeout(due)
    due = undefined
  }

  return {
    read,
    async ensure() {
      if (!existsSync(path)) await sql.write(work)
    },
    touch() {
      waiting = true
      if (due !== undefined) return
      due = setTimeout(() => {
        due = undefined
        waiting = false
        writing = sql.write(work).catch(() => {
          // Tried again with the next entry, and reported at close.
          waiting = true
        })
      }, lag)
      due.unref()
    },
    async flush() {
      pause()
      await writing
      if (!waiting) return
      await sql.write(work)
      waiting = false
    },
    flushNow() {
      pause()
      if (waiting) sql.writeNow?.(work)
    },
  }
}

/** Whether the chain still has this link. */
export function* holds({ seq, hash }: Head): Work<boolean> {
  if (seq === 0) return true
  const found = yield* row<{ hash: string }>('SELECT hash FROM audit WHERE seq = ?', seq)
  return found?.hash === hash
}
