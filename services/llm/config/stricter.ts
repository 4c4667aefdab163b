import { isMap, type Path, reach } from './problem.ts'
import type { LeftOut } from './untrusted.ts'

const atMost = (theirs: unknown, yours: unknown): boolean => yours === undefined || Number(theirs) <= Number(yours)

/** For the keys that only a stricter value may replace: whether theirs is no looser than yours, or than the default. */
const isStrict: Readonly<Record<string, (theirs: unknown, yours: unknown) => boolean>> = {
  daily_budget_usd: atMost,
  monthly_budget_usd: atMost,
  requests_per_minute: atMost,
  tokens_per_minute: atMost,
  require_justification_over_usd: atMost,
  threshold_percent: (theirs, yours) => atMost(theirs, yours ?? 80),
  type: (theirs, yours) => theirs === 'hard' || yours !== 'hard',
  mode: (theirs, yours) => theirs === 'metadata' || yours === 'full',
  local_only: (theirs, yours) => theirs === true || yours !== true,
}

/**
 * Of the policies of an untrusted workspace, those that may count beside yours: limits may be set and lowered, never
 * raised or lifted. Both are the section `policies` of a file.
 */
export const withoutLooser = (theirs: unknown, yours: unknown): { value: unknown; leftOut: LeftOut[] } => {
  const leftOut: LeftOut[] = []
  const walk = (value: unknown, path: Path): unknown => {
    if (!isMap(value)) return value
    const kept = Object.entries(value).flatMap(([key, each]): [string, unknown][] => {
      const at = [...path, key]
      const strict = Object.hasOwn(isStrict, key) && !isMap(each) ? isStrict[key] : undefined
      if (!strict || strict(each, reach(yours, at))) return [[key, walk(each, at)]]
      leftOut.push({ path: at, reason: 'it is looser than what holds without it' })
      return []
    })
    return Object.fromEntries(kept)
  }
  return { value: walk(theirs, []), leftOut }
}
