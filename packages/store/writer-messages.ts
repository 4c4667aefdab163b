import type { SettlementBatch } from './ledger-settling.ts'
import type { Value } from './sql.ts'

/** What is written in one transaction: reads as rows, or settlements. */
export type Batch = { reads: readonly (readonly Value[])[] } | { settlements: SettlementBatch }

/** What the thread that writes is told: which file, what to write, or that there will be no more. */
export type ToWriter = { open: string } | ({ batch: number } & Batch) | { close: true }

/** What it answers: a batch is in the file, or why it is not; or that it has let go of the file. */
export type FromWriter = { batch: number; failure?: string } | { closed: true }
