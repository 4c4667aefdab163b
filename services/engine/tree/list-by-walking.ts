import type { Dirent } from 'node:fs'
import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { isLeftOut } from './left-out.ts'

/** How far a walk goes. */
export interface WalkLimits {
  most: number
  /** Whether to stop; asked between directories. */
  isOver: () => boolean
}

/**
 * The files below a directory, from there, with `/`: those near the top first, so that a walk that ends early has seen
 * what says most. Links are neither listed nor followed, and what cannot be read is passed over.
 */
export const listByWalking = async (top: string, { most, isOver }: WalkLimits): Promise<string[]> => {
  const files: string[] = []
  let level = ['']
  while (level.length > 0) {
    const next: string[] = []
    for (const prefix of level) {
      if (files.length > most || isOver()) return files
      for (const entry of await entriesOf(join(top, prefix))) {
        if (entry.isFile()) files.push(prefix + entry.name)
        else if (entry.isDirectory() && !isLeftOut(entry.name)) next.push(`${prefix}${entry.name}/`)
      }
    }
    level = next
  }
  return files
}

const entriesOf = async (directory: string): Promise<Dirent[]> => {
  try {
    const entries = await readdir(directory, { withFileTypes: true })
    // Where Nimbus keeps its keys, by whatever name.
    if (entries.some(({ name }) => name === 'nimbus.db')) return []
    return entries.sort((a, b) => (a.name < b.name ? -1 : 1))
  } catch {
    // Closed to us, or gone meanwhile: one directory must not end the walk.
    return []
  }
}
