/** The part of the set that whoever writes the planner reads, and the part they never look at. */
export type Part = 'open' | 'held-out'

/** Gives the part of an entry: the last byte of the SHA-256 of its id, modulo 3; 0 is held out. */
export const partOf = (id: string): Part => {
  const last = new Bun.CryptoHasher('sha256').update(id).digest().at(-1) ?? 0
  return last % 3 === 0 ? 'held-out' : 'open'
}

/** The folder of each part, beside this file. */
export const folderOf: Readonly<Record<Part, string>> = { open: 'requests', 'held-out': 'held-out' }
