/**
 * What the thread that writes is told: which file, a batch of reads or of settlements as JSON, or that there will be no
 * more.
 */
export type ToWriter =
  | { open: string }
  | { batch: number; kind: 'reads' | 'settlements'; text: string }
  | { close: true }

/** What it answers: a batch is in the file, or why it is not; or that it has let go of the file. */
export type FromWriter = { batch: number; failure?: string } | { closed: true }
