import type { CheckResult, Finding } from '../check.ts'
import { summary } from './summary.ts'

/** Gives a report for a terminal, without colour: a summary, then one aligned line per finding with its fix below. */
export function tableReport(result: CheckResult): string {
  const rows = result.findings.map(cells)
  const widths = [0, 1, 2, 3].map((column) => Math.max(0, ...rows.map((row) => Bun.stringWidth(row[column] ?? ''))))
  const lines = result.findings.flatMap((finding, index) => {
    const [mark = '', severity = '', place = '', rule = ''] = rows[index] ?? []
    const head = [mark, pad(severity, widths[1]), pad(place, widths[2]), pad(rule, widths[3]), finding.message].join(
      '  ',
    )
    return [head, `   ${finding.address}`, `   fix  ${finding.fix}`]
  })
  const problems = result.problems.map(({ file, line, column, message }) => `! ${file}:${line}:${column}  ${message}`)
  const suppressed = result.suppressed.map(
    ({ file, line, rule, reason }) => `- ${file}:${line}  ${rule} ignored: ${reason}`,
  )
  return [summary(result), ...problems, ...lines, ...suppressed].join('\n').concat('\n')
}

function cells({ status, severity, file, line, rule }: Finding): string[] {
  return [status === 'fail' ? '✗' : '?', severity, `${file}:${line}`, rule]
}

function pad(text: string, width = 0): string {
  return text + ' '.repeat(Math.max(0, width - Bun.stringWidth(text)))
}
