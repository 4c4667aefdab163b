import type { LedgerLine } from '@nimbus/kernel'
import type { EntryRow } from './ledger-entries.ts'
import type { Settlement, SettlementBatch } from './ledger-settling.ts'
import { type RowText, rowIn, rowLines } from './run-rows.ts'
import type { Value } from './sql.ts'

/**
 * What the thread that writes is told: which file, what is to be written in one transaction, or that there will be no
 * more. A text costs the thread that answers a third of what copying the objects does.
 */
export type ToWriter =
  | { open: string }
  | { batch: number; reads: string }
  | { batch: number; settlements: string }
  | { close: true }

/** What it answers: a batch is in the file, or why it is not; or that it has let go of the file. */
export type FromWriter = { batch: number; failure?: string } | { closed: true }

// What is JSON already goes as lines of its own, which JSON never breaks: to put it into JSON once more, and to take it
// out again, would cost more than everything else about it.

const inParts = <Part>(lines: readonly string[], each: number, partIn: (lines: readonly string[]) => Part): Part[] => {
  const parts: Part[] = []
  for (let at = 0; at + each <= lines.length; at += each) parts.push(partIn(lines.slice(at, at + each)))
  return parts
}

/** Rows as a text. */
export const readsText = (rows: readonly RowText[]): string => rows.join('\n')

/** The rows of `readsText`. */
export const readsIn = (text: string): Value[][] => inParts(text.split('\n'), rowLines, rowIn)

type SettlementHead = [
  id: string,
  advanced: boolean,
  entry: [id: string, at: string] | null,
  ...accountsAndAmounts: (string | number)[],
]

const settlementLines = 4

const settlementText = ({ id, advanced, lines, entry }: Settlement): string => {
  const head: SettlementHead = [id, advanced === true, entry ? [entry.id, entry.at] : null]
  for (const { account, amount } of lines) head.push(account, amount)
  return `${JSON.stringify(head)}\n${entry?.labels ?? ''}\n${entry?.amounts ?? ''}\n${entry?.detail ?? ''}`
}

const settlementIn = ([head = '', labels = '', amounts = '', detail = '']: readonly string[]): Settlement => {
  const [id, advanced, named, ...flat] = JSON.parse(head) as SettlementHead
  const lines: LedgerLine[] = []
  for (let i = 0; i < flat.length; i += 2) lines.push({ account: String(flat[i]), amount: Number(flat[i + 1]) })
  const entry: EntryRow | undefined = named
    ? { id: named[0], at: named[1], labels, amounts, detail: detail === '' ? null : detail }
    : undefined
  return { id, lines, ...(entry ? { entry } : {}), ...(advanced ? { advanced: true as const } : {}) }
}

/** Settlements as a text. */
export const settlementsText = ({ settlements, ...whose }: SettlementBatch): string =>
  [JSON.stringify(whose), ...settlements.map(settlementText)].join('\n')

/** The settlements of `settlementsText`. */
export const settlementsIn = (text: string): SettlementBatch => {
  const [whose = '', ...lines] = text.split('\n')
  return { ...JSON.parse(whose), settlements: inParts(lines, settlementLines, settlementIn) }
}
