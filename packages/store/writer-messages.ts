import type { SettlementBatch } from './ledger-settling.ts'
import type { RowText } from './run-rows.ts'
import type { Value } from './sql.ts'

/** What is written in one transaction: reads as rows, or settlements. */
export type Batch = { reads: readonly (readonly Value[])[] } | { settlements: SettlementBatch }

/** A `Batch` of rows as JSON: they are that already. */
export const readsJson = (rows: readonly RowText[]): string => `{"reads":[${rows.join()}]}`

/** A `Batch` of settlements as JSON. */
export const settlementsJson = (settlements: SettlementBatch): string => JSON.stringify({ settlements } satisfies Batch)

/**
 * What the thread that writes is told: which file, a `Batch` as JSON, or that there will be no more. A text costs the
 * thread that answers a third of what copying the objects does.
 */
export type ToWriter = { open: string } | { batch: number; json: string } | { close: true }

/** What it answers: a batch is in the file, or why it is not; or that it has let go of the file. */
export type FromWriter = { batch: number; failure?: string } | { closed: true }
