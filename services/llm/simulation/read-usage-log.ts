import { invalid, missing } from '@nimbus/kernel/define'
import { type LoggedCall, UsageLine } from './usage-line.ts'

/** The largest log that is read whole, in bytes. */
const largest = 256 * 1024 * 1024
/** How many bad lines are told of. */
const told = 5

const problemOf = (line: string): { line: UsageLine } | { problem: string } => {
  let value: unknown
  try {
    value = JSON.parse(line)
  } catch {
    return { problem: 'is not JSON' }
  }
  const parsed = UsageLine.safeParse(value)
  if (parsed.success) return { line: parsed.data }
  const [issue] = parsed.error.issues
  const field = issue?.path.join('.')
  return { problem: `${field ? `${field}: ` : ''}${issue?.message ?? 'does not fit'}` }
}

/**
 * Reads a usage log, JSON by the line; empty lines are skipped. Raises `no-usage-log` (exit 5), and
 * `invalid-usage-log` (exit 2) with the numbers of the lines that are wrong.
 */
export const readUsageLog = async (path: string, shown: string): Promise<LoggedCall[]> => {
  const file = Bun.file(path)
  if (!(await file.exists()))
    throw missing('no-usage-log', `There is no usage log ${shown}`, {
      at: 'log',
      next: 'docs/guides/llm-routing.md says what is in one; examples/usage.jsonl is one',
    })
  if (file.size > largest)
    throw invalid('invalid-usage-log', `${shown} has more than ${largest / 1024 / 1024} MiB`, {
      at: 'log',
      next: 'split it',
    })
  const lines: LoggedCall[] = []
  const problems: string[] = []
  for (const [index, text] of (await file.text()).split('\n').entries()) {
    if (text.trim() === '') continue
    const read = problemOf(text)
    if ('line' in read) lines.push({ ...read.line, number: index + 1 })
    else problems.push(`${shown}:${index + 1}: ${read.problem}`)
  }
  const [first] = problems
  if (first !== undefined)
    throw invalid('invalid-usage-log', `${problems.length} of the lines of ${shown} cannot be read`, {
      at: first.slice(0, first.indexOf(': ')),
      why: problems.slice(0, told).join('; '),
      next: 'every line is one JSON object; docs/guides/llm-routing.md has the fields',
    })
  if (lines.length === 0)
    throw invalid('invalid-usage-log', `${shown} holds no call`, { at: 'log', next: 'give a log with calls in it' })
  return lines
}
