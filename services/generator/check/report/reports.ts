import type { CheckResult } from '../check.ts'
import type { Rule } from '../rule.ts'
import { jsonReport } from './json.ts'
import { markdownReport } from './markdown.ts'
import { sarifReport } from './sarif.ts'
import { tableReport } from './table.ts'

/** The forms a result can be reported in. */
export const formats = ['table', 'json', 'sarif', 'markdown'] as const
/** A form of report. */
export type Format = (typeof formats)[number]

/** Gives a result in a form; every form ends with a new line. */
export function report(format: Format, result: CheckResult, rules: readonly Rule[]): string {
  switch (format) {
    case 'table':
      return tableReport(result)
    case 'json':
      return jsonReport(result)
    case 'sarif':
      return sarifReport(result, rules)
    case 'markdown':
      return markdownReport(result)
  }
}
