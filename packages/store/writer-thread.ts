import type { SettlementBatch } from './ledger-settling.ts'
import type { RowText } from './run-rows.ts'
import { type FromWriter, readsText, settlementsText, type ToWriter } from './writer-messages.ts'

/** Reads and settlements on their way into the file through a thread of their own. */
export interface WriterThread {
  /** Hands reads over as rows; resolves when they are in the file, rejects when they are not. */
  writeReads(rows: readonly RowText[]): Promise<void>
  /** The same for settlements, which are done all or none. */
  settle(batch: SettlementBatch): Promise<void>
  /** The reads that were handed over and are not known to be in the file. */
  unwritten(): RowText[]
  /** False once it has ended by itself: then nothing more can be handed over. */
  readonly works: boolean
  /** Whether so much is under way that whoever adds to it should wait. */
  readonly behind: boolean
  /** Lets go of the file. */
  close(): Promise<void>
}

interface UnderWay {
  rows: readonly RowText[]
  resolve: () => void
  reject: (error: Error) => void
}

/** So many reads may be under way: more would only grow the memory of a process that records faster than it can. */
const mostUnderWay = 4_096

// In an executable all modules lie at the top, and scripts of threads where they lie in the repository.
const script = import.meta.url.endsWith('/writer-thread.ts') ? './writer.ts' : './packages/store/writer.ts'

/**
 * A thread that writes into a SQLite file, started with the first batch; it takes batches in their order.
 *
 * When it cannot start, or ends, what it was given rejects and so does all that follows: the caller writes it itself.
 */
export const createWriterThread = (path: string): WriterThread => {
  const batches = new Map<number, UnderWay>()
  let underWay = 0
  let last = 0
  let worker: Worker | undefined
  let broken: Error | undefined
  let closed: (() => void) | undefined

  const fail = (why: string): void => {
    broken = new Error(`the thread that writes has ended: ${why}`)
    for (const [id, { reject }] of batches) {
      settle(id)
      reject(broken)
    }
    closed?.()
  }

  const settle = (id: number): UnderWay | undefined => {
    const batch = batches.get(id)
    if (batches.delete(id)) underWay -= batch?.rows.length ?? 0
    if (batches.size === 0) worker?.unref()
    return batch
  }

  const hear = (message: FromWriter): void => {
    if ('closed' in message) return closed?.()
    const batch = settle(message.batch)
    if (message.failure === undefined) batch?.resolve()
    else batch?.reject(new Error(message.failure))
  }

  const start = (): Worker => {
    const made = new Worker(new URL(script, import.meta.url).href)
    made.onmessage = ({ data }: MessageEvent<FromWriter>) => hear(data)
    made.onerror = ({ message }) => fail(message)
    made.addEventListener('close', () => fail('it was stopped'))
    // It keeps the process only while it is writing; what a process that is ended leaves is for the store's last words.
    made.unref()
    made.postMessage({ open: path } satisfies ToWriter)
    return made
  }

  const hand = (what: { reads: string } | { settlements: string }, rows: readonly RowText[] = []): Promise<void> => {
    if (broken) return Promise.reject(broken)
    worker ??= start()
    last += 1
    const id = last
    underWay += rows.length
    worker.ref()
    const written = new Promise<void>((resolve, reject) => batches.set(id, { rows, resolve, reject }))
    worker.postMessage({ batch: id, ...what } satisfies ToWriter)
    return written
  }

  return {
    get works() {
      return broken === undefined
    },
    get behind() {
      return underWay > mostUnderWay
    },
    unwritten: () => [...batches.values()].flatMap(({ rows }) => rows),
    writeReads: (rows) => hand({ reads: readsText(rows) }, rows),
    settle: (batch) => hand({ settlements: settlementsText(batch) }),
    async close() {
      if (!worker || broken) return
      const gone = new Promise<void>((resolve) => {
        closed = resolve
      })
      worker.ref()
      worker.postMessage({ close: true } satisfies ToWriter)
      await gone
      worker.terminate()
    },
  }
}
