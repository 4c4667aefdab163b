import type { CatalogEntry, Effect, Surface } from '@nimbus/kernel'

/** The effects that a caller who is no person may have; reading is always among them. */
export type Allowance = ReadonlySet<Effect>

/** An allowance from a list; empty means read-only. */
export const allowanceOf = (allow: readonly Effect[]): Allowance => new Set<Effect>(['read', ...allow])

/** The operations that a surface offers under an allowance: not excluded from it, and within the effects. */
export const offeredTo = (
  entries: readonly CatalogEntry[],
  surface: Surface,
  allowance: Allowance,
): readonly CatalogEntry[] => entries.filter(({ exclude, effect }) => !exclude[surface] && allowance.has(effect))
