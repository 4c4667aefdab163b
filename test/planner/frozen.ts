import { join } from 'node:path'
import type { Entry } from './entry.ts'
import { loadPart } from './load-set.ts'

const file = join(import.meta.dir, 'held-out/frozen.json')

const sorted = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(sorted)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value)
      .sort(([one], [other]) => (one < other ? -1 : 1))
      .map(([key, inner]) => [key, sorted(inner)]),
  )
}

/** Gives what tells whether an entry changed: the beginning of the SHA-256 of what it says, not of how it is written. */
export const digestOfEntry = (entry: Entry): string =>
  new Bun.CryptoHasher('sha256')
    .update(JSON.stringify(sorted(entry)))
    .digest('hex')
    .slice(0, 16)

/** Reads the digests of the held-out entries as they were frozen, by id. */
export const readFrozen = async (): Promise<Readonly<Record<string, string>>> => Bun.file(file).json()

// Run as a program it freezes entries that are new, and, with --again, those that were corrected.
if (import.meta.main) {
  const before = (await Bun.file(file).exists()) ? await readFrozen() : {}
  const entries = (await loadPart('held-out')).map(({ entry }) => entry)
  const again = process.argv.includes('--again')
  const after = entries.map(
    (entry) => [entry.id, (again ? undefined : before[entry.id]) ?? digestOfEntry(entry)] as const,
  )
  await Bun.write(
    file,
    `${JSON.stringify(Object.fromEntries(after.sort(([one], [other]) => (one < other ? -1 : 1))), undefined, 2)}\n`,
  )
}
