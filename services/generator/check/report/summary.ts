import type { CheckResult } from '../check.ts'

/** Gives the one line that says how a check went. */
export function summary({ files, rules, failed, unknown, passed, suppressed, problems }: CheckResult): string {
  const counts = [`${failed} failed`, `${unknown} unknown`, `${passed} passed`]
  if (suppressed.length > 0) counts.push(`${suppressed.length} ignored`)
  if (problems.length > 0) counts.push(counted(problems.length, 'problem'))
  const mark = failed > 0 || problems.length > 0 ? '✗' : unknown > 0 ? '?' : '✓'
  return `${mark} ${counted(files, 'file')}, ${counted(rules, 'rule')}: ${counts.join(', ')}`
}

function counted(count: number, thing: string): string {
  return `${count} ${thing}${count === 1 ? '' : 's'}`
}
