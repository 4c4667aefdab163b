import { z } from '@nimbus/kernel/define'
import type { Plain, PlainMap } from './facts.ts'

const PlainValue: z.ZodType<Plain> = z.lazy(() =>
  z.union([z.string(), z.number(), z.boolean(), z.array(PlainValue), z.record(z.string(), PlainValue)]),
)

const Stamp = z.object({
  version: z.literal(1),
  note: z.string(),
  sha256: z.string(),
  generated: z.record(z.string(), PlainValue),
})

/** What was generated the last time, to tell a person's edits from it. */
export interface Stamp {
  /** Of the project file as it was written. */
  sha256: string
  generated: PlainMap
}

const note = 'Written by nimbus init. Commit it: it tells your edits of project.yaml from what was generated.'

/** Reads a stamp; undefined when the bytes are none, so that a damaged one never hides an edit. */
export const readStamp = (bytes: Uint8Array | undefined): Stamp | undefined => {
  try {
    return bytes && Stamp.safeParse(JSON.parse(new TextDecoder().decode(bytes))).data
  } catch (cause) {
    // The second for one that is nested deeper than anything we write.
    if (cause instanceof SyntaxError || cause instanceof RangeError) return undefined
    throw cause
  }
}

/** A stamp as it is written. */
export const stampText = ({ sha256, generated }: Stamp): string =>
  `${JSON.stringify({ version: 1, note, sha256, generated }, null, 2)}\n`
