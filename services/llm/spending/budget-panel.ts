import { alignedRows, drawPanel } from '@nimbus/text-table'
import {
  amountText,
  asideText,
  type BudgetReport,
  bar,
  howTo,
  nextText,
  noRules,
  rulesOf,
  whoseText,
} from './budget-text.ts'
import type { BudgetLine } from './budget-view.ts'
import { untilText } from './periods.ts'

const shareCells = (line: BudgetLine): string[] => {
  const { unit, limit, spent, percent } = line
  const name = whoseText(line)
  if (limit === undefined || percent === undefined) return [name, '', '', `${amountText(unit, spent)} spent`]
  return [name, bar(percent), `${percent} %`, `${amountText(unit, spent)} of ${amountText(unit, limit)}`]
}

const detail = (line: BudgetLine, report: BudgetReport): string => {
  const { unit, left, resets } = line
  const aside = asideText(line)
  return [
    ...(aside === '' ? [] : [`set aside ${aside}`]),
    ...(left === undefined ? [] : [`left ${amountText(unit, left)}`]),
    `resets in ${untilText(new Date(resets), new Date(report.at))}`,
    nextText(line, report),
  ].join(' · ')
}

/** Budgets framed for a terminal: what holds, then each limit with its bar, and below it what is left and comes next. */
export const budgetPanel = (report: BudgetReport, columns: number): string => {
  const rules = rulesOf(report)
  const shares = alignedRows(report.lines.map(shareCells), [2])
  const lines = report.lines.flatMap((line, n) => [shares[n] ?? '', `  ${detail(line, report)}`])
  const sections = [[rules ?? noRules], lines, rules === undefined ? [howTo] : []]
  return drawPanel({ title: 'budgets', sections, hang: 2 }, columns)
}
