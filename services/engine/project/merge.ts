import { isObject } from '@nimbus/kernel/define'
import type { Plain, PlainMap } from './facts.ts'

/** One change that brings the file up to date. */
export interface Edit {
  path: readonly string[]
  /** Undefined to remove it. */
  value: Plain | undefined
}

/** Something that a person decided and that stays, although the project shows something else. */
export interface Kept {
  path: readonly string[]
  /** They changed it, took it out, or put a comment there that replacing it would lose. */
  because: 'changed' | 'taken-out' | 'comment'
  /** What the file says. */
  yours?: unknown
  /** What the project shows; absent when it is no longer there. */
  found?: Plain
}

/** What becomes of a file. */
export interface Merged {
  edits: readonly Edit[]
  kept: readonly Kept[]
  /** What counts as generated from now on, to tell edits from it the next time. */
  generated: PlainMap
}

/** How a merge treats what was found before and is not found now. */
export interface MergeRules {
  /** Whether it may be removed; asked for paths from the top. */
  mayRemove: (path: readonly string[]) => boolean
}

const own = <T>(map: Readonly<Record<string, T>>, key: string): T | undefined =>
  Object.hasOwn(map, key) ? map[key] : undefined

// `dev:` with nothing behind it says as much as `dev: {}`.
const asMap = (value: unknown): Readonly<Record<string, unknown>> | undefined =>
  value === null ? {} : isObject(value) ? value : undefined

/**
 * Brings three versions together: `base` as it was generated before, `mine` as the file says now, `found` as the
 * project is.
 *
 * What differs from `base` in the file was a person, and stays: changed, added or taken out. All else follows the
 * project. Maps are merged key by key; a list or a single value is a person's or not as a whole.
 */
export const merge = (
  base: PlainMap,
  mine: Readonly<Record<string, unknown>>,
  found: PlainMap,
  rules: MergeRules,
): Merged => mergeMaps([], base, mine, found, rules)

const mergeMaps = (
  path: readonly string[],
  base: PlainMap,
  mine: Readonly<Record<string, unknown>>,
  found: PlainMap,
  rules: MergeRules,
): Merged => {
  const edits: Edit[] = []
  const kept: Kept[] = []
  const generated: Record<string, Plain> = {}
  for (const key of new Set([...Object.keys(found), ...Object.keys(base)])) {
    const at = [...path, key]
    const merged = mergeValues(
      at,
      own(base, key),
      Object.hasOwn(mine, key) ? { is: mine[key] } : undefined,
      own(found, key),
      rules,
    )
    edits.push(...merged.edits)
    kept.push(...merged.kept)
    if (merged.generated !== undefined)
      Object.defineProperty(generated, key, {
        value: merged.generated,
        enumerable: true,
        configurable: true,
        writable: true,
      })
  }
  return { edits, kept, generated }
}

type MergedValue = Omit<Merged, 'generated'> & { generated?: Plain }

const follows = (generated: Plain): MergedValue => ({ edits: [], kept: [], generated })

const mergeValues = (
  path: readonly string[],
  base: Plain | undefined,
  mine: { is: unknown } | undefined,
  found: Plain | undefined,
  rules: MergeRules,
): MergedValue => {
  const stays = base === undefined ? {} : { generated: base }
  if (found === undefined) return base === undefined ? { edits: [], kept: [] } : gone(path, base, mine, rules)
  if (!mine) {
    if (base === undefined) return { edits: [{ path, value: found }], kept: [], generated: found }
    return { edits: [], kept: [{ path, because: 'taken-out', found }], generated: base }
  }
  const inner = asMap(mine.is)
  if (inner && isPlainMap(found)) {
    const merged = mergeMaps(path, isPlainMap(base) ? base : {}, inner, found, rules)
    // Written as such: taking out the last key would take the name above it along.
    return isEmptied(path, inner, merged.edits) ? { ...merged, edits: [{ path, value: {} }] } : merged
  }
  if (Bun.deepEquals(mine.is, found)) return follows(found)
  if (base !== undefined && Bun.deepEquals(mine.is, base))
    return { edits: [{ path, value: found }], kept: [], generated: found }
  return { edits: [], kept: [{ path, because: 'changed', yours: mine.is, found }], ...stays }
}

/** Whether edits leave nothing in a map that had something in it. */
const isEmptied = (
  path: readonly string[],
  map: Readonly<Record<string, unknown>>,
  edits: readonly Edit[],
): boolean => {
  const removed = new Set(edits.map((edit) => (isRemovalIn(path, edit) ? edit.path.at(-1) : undefined)))
  const keys = Object.keys(map)
  return keys.length > 0 && keys.every((key) => removed.has(key)) && edits.every((edit) => isRemovalIn(path, edit))
}

const isRemovalIn = (path: readonly string[], edit: Edit): boolean =>
  edit.value === undefined && edit.path.length === path.length + 1

/** What becomes of something that was generated and is no longer there. */
const gone = (
  path: readonly string[],
  base: Plain,
  mine: { is: unknown } | undefined,
  rules: MergeRules,
): MergedValue => {
  if (!mine) return { edits: [], kept: [] }
  if (!rules.mayRemove(path)) return follows(base)
  const inner = asMap(mine.is)
  if (inner && isPlainMap(base)) {
    const merged = mergeMaps(path, base, inner, {}, rules)
    // With nothing of a person's in it the whole map goes.
    if (Object.keys(inner).length === 0 || isEmptied(path, inner, merged.edits))
      return { edits: [{ path, value: undefined }], kept: [] }
    return merged
  }
  if (Bun.deepEquals(mine.is, base)) return { edits: [{ path, value: undefined }], kept: [] }
  return { edits: [], kept: [], generated: base }
}

const isPlainMap = (value: Plain | undefined): value is PlainMap => isObject(value)
