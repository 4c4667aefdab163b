/** What the thread that writes reads is told: which file, a batch as JSON, or that there will be no more. */
export type ToWriter = { open: string } | { batch: number; notes: string } | { close: true }

/** What it answers: a batch is in the file, or why it is not; or that it has let go of the file. */
export type FromWriter = { batch: number; failure?: string } | { closed: true }
