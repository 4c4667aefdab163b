import type { CatalogEntry, Effect } from '@nimbus/kernel'
import { toolName } from './tool-name.ts'

/** An operation as a search shows it. */
export interface FoundOperation {
  operation: string
  /** Its name as a tool. */
  tool: string
  summary: string
  effect: Effect
}

const wordsOf = (text: string): readonly string[] =>
  text
    .toLowerCase()
    .split(/[^a-z0-9]+/)
    .filter((word) => word.length > 1)

/** How strongly one entry speaks of a word: in its id most, then in how people ask for it, then in its description. */
const strength = (entry: CatalogEntry, word: string): number => {
  const says = (text: string) => wordsOf(text).some((each) => each.startsWith(word))
  if (says(entry.id)) return 4
  if (says(`${entry.summary} ${entry.phrases.join(' ')}`)) return 2
  return says(entry.description) ? 1 : 0
}

/** The operations that fit some words best, best first. A word that few operations speak of counts for more. */
export const findOperations = (
  offered: readonly CatalogEntry[],
  query: string,
  limit: number,
): readonly FoundOperation[] => {
  const points = new Map<CatalogEntry, number>()
  for (const word of new Set(wordsOf(query))) {
    const speaking = offered.flatMap((entry) => {
      const strong = strength(entry, word)
      return strong > 0 ? [{ entry, strong }] : []
    })
    const rarity = Math.log(1 + offered.length / Math.max(1, speaking.length))
    for (const { entry, strong } of speaking) points.set(entry, (points.get(entry) ?? 0) + strong * rarity)
  }
  return [...points]
    .sort(([a, some], [b, more]) => more - some || (a.id < b.id ? -1 : 1))
    .slice(0, limit)
    .map(([{ id, summary, effect }]) => ({ operation: id, tool: toolName(id), summary, effect }))
}
