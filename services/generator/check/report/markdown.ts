import type { CheckResult, Finding } from '../check.ts'
import { summary } from './summary.ts'

/** Gives a report for a pull request comment. Text from the configuration is escaped: it cannot add markup. */
export function markdownReport(result: CheckResult): string {
  const lines = [`**${summary(result)}**`]
  lines.push(
    ...section(
      'Failed',
      result.findings.filter(({ status }) => status === 'fail'),
    ),
  )
  lines.push(
    ...section(
      'Not known',
      result.findings.filter(({ status }) => status === 'unknown'),
    ),
  )
  if (result.suppressed.length > 0) {
    lines.push('', '### Ignored', '', '| where | rule | reason |', '|---|---|---|')
    lines.push(...result.suppressed.map((one) => row([`${one.file}:${one.line}`, one.rule, one.reason])))
  }
  if (result.problems.length > 0) {
    lines.push('', '### Problems', '', '| where | what |', '|---|---|')
    lines.push(...result.problems.map(({ file, line, message }) => row([`${file}:${line}`, message])))
  }
  return `${lines.join('\n')}\n`
}

function section(title: string, findings: readonly Finding[]): string[] {
  if (findings.length === 0) return []
  const rows = findings.map((one) =>
    row([one.severity, `${one.file}:${one.line}`, one.address, one.message, one.rule, one.fix]),
  )
  return [
    '',
    `### ${title}`,
    '',
    '| severity | where | what | finding | rule | fix |',
    '|---|---|---|---|---|---|',
    ...rows,
  ]
}

function row(cells: readonly string[]): string {
  return `| ${cells.map(escapeCell).join(' | ')} |`
}

function escapeCell(text: string): string {
  return text.replaceAll(/[\\`*_[\]|<>#@]/g, (character) => `&#${character.charCodeAt(0)};`).replaceAll(/\s+/g, ' ')
}
