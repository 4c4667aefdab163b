import type { CheckResult } from '../check.ts'

/** Gives the whole result as JSON with a stable order of keys. */
export function jsonReport(result: CheckResult): string {
  return `${JSON.stringify(result, null, 2)}\n`
}
