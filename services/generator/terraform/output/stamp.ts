import { createHash } from 'node:crypto'
import { z } from '@nimbus/kernel/define'
import type { EmittedFile } from '../emit/file.ts'

/** Where the output folder remembers what was generated. */
export const stampName = '.nimbus-generated.json'

const Stamp = z.object({
  version: z.literal(1),
  note: z.string(),
  name: z.string(),
  rooms: z.record(z.string(), z.number().int().min(0)),
  files: z.record(z.string(), z.string()),
})

/** What an output folder remembers: the hash of every file as it was generated, and the room of each environment. */
export type Stamp = z.output<typeof Stamp>

/** Gives the SHA-256 of a file's text in hex. */
export function digest(text: string | Uint8Array) {
  return createHash('sha256').update(text).digest('hex')
}

/** Reads a stamp; undefined when the text is not one, so that a damaged stamp never hides an edit. */
export function readStamp(text: string): Stamp | undefined {
  try {
    return Stamp.safeParse(JSON.parse(text)).data
  } catch (cause) {
    if (cause instanceof SyntaxError) return undefined
    throw cause
  }
}

/** Gives the stamp of a set of files, with sorted keys: the same stack gives the same bytes. */
export function stampText(
  name: string,
  rooms: Readonly<Record<string, number>>,
  files: readonly EmittedFile[],
): string {
  const stamp: Stamp = {
    version: 1,
    note: 'Written by nimbus generate terraform. Commit it: it tells your edits from generated text and keeps address ranges in place.',
    name,
    rooms: Object.fromEntries(Object.entries(rooms).sort(([a], [b]) => (a < b ? -1 : 1))),
    files: Object.fromEntries(files.map(({ path, text }) => [path, digest(text)])),
  }
  return `${JSON.stringify(stamp, null, 2)}\n`
}
