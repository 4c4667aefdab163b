import type { Diagnostic, ParsedFile } from '@nimbus/hcl'

/** A `# nimbus:ignore <rule-id> <reason>` comment, and the line of code it speaks for. */
export type Suppression = {
  readonly rule: string
  readonly reason: string
  readonly file: string
  /** Where the comment is. */
  readonly line: number
  /** The line it is on or above. */
  readonly target: number
}

/** Gives the suppressions of a file; one without a reason, or for a rule that does not exist, is a problem instead. */
export function suppressions(parsed: ParsedFile, ruleIds: ReadonlySet<string>) {
  const found: Suppression[] = []
  const problems: Diagnostic[] = []
  const commentLines = new Set(
    parsed.comments.filter((comment) => isAlone(parsed, comment)).map(({ range }) => range.start.line),
  )
  for (const comment of parsed.comments) {
    const match = /^(?:#|\/\/|\/\*)\s*nimbus:ignore\b\s*(\S*)\s*(.*?)\s*(?:\*\/)?$/.exec(comment.text)
    if (!match) continue
    const [, rule = '', reason = ''] = match
    const { line } = comment.range.start
    const wrong = problemWith(rule, reason, ruleIds)
    if (wrong) {
      problems.push({ file: parsed.file, message: wrong, range: comment.range })
      continue
    }
    let target = line
    while (commentLines.has(target)) target++
    found.push({ rule, reason, file: parsed.file, line, target })
  }
  return { found, problems }
}

function problemWith(rule: string, reason: string, ruleIds: ReadonlySet<string>): string | undefined {
  if (!ruleIds.has(rule)) return `nimbus:ignore names no rule: ${rule === '' ? 'write the id after it' : rule}`
  if (reason === '') return `nimbus:ignore ${rule} needs a reason after the rule's id`
  return undefined
}

function isAlone({ text }: ParsedFile, { range }: ParsedFile['comments'][number]): boolean {
  const { offset, column } = range.start
  return text.slice(offset - column + 1, offset).trim() === ''
}
