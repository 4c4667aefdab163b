import { invalid } from '@nimbus/kernel/define'
import type { Problem } from './problem.ts'

/** Raises the first problem of a configuration, when there is one, and says how many more there are (exit 2). */
export const raiseProblems = ([first, ...more]: readonly Problem[]): void => {
  if (!first) return
  const { code = 'invalid-llm-config', message, ...parts } = first
  const rest = `; ${more.length} more: nimbus llm config validate`
  throw invalid(code, message, more.length > 0 ? { ...parts, next: `${parts.next ?? 'mend it'}${rest}` } : parts)
}
