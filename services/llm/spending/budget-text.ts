import { dollars } from '@nimbus/money'
import { alignedRows } from '@nimbus/text-table'
import type { BudgetLine } from './budget-view.ts'
import { untilText } from './periods.ts'

/** Budgets as an operation gives them. */
export interface BudgetReport {
  at: string
  timeZone: string
  type: 'soft' | 'hard'
  thresholdPercent: number
  lines: readonly BudgetLine[]
}

const cellsOfBar = 20

/** A bar of twenty cells; anything above nothing shows one, and only what is used up fills it. */
export const bar = (percent: number): string => {
  const share = Math.min(1, Math.max(0, percent / 100))
  const full = share >= 1 ? cellsOfBar : Math.min(cellsOfBar - 1, Math.ceil(share * cellsOfBar))
  return '█'.repeat(full) + '░'.repeat(cellsOfBar - full)
}

/** An amount in its unit. */
export const amountText = (unit: BudgetLine['unit'], amount: number): string =>
  unit === 'usd' ? dollars(amount) : amount.toLocaleString('en-US')

const periodNames = { minute: 'this minute', day: 'today', month: 'this month' }

/** Whose a budget is, of what and for how long. */
export const whoseText = ({ scope, unit, period }: BudgetLine): string =>
  `${scope === 'global' ? '' : `${scope.replace(':', ' ')}, `}${unit === 'usd' ? '' : `${unit} `}${periodNames[period]}`

/** What happens next. */
export const nextText = ({ unit, limit, left = 0, beyond }: BudgetLine, { thresholdPercent }: BudgetReport): string => {
  if (limit === undefined) return 'no limit'
  if (beyond === 'warns') {
    if (left < 0) return 'used up; calls go on'
    return `warns at ${amountText(unit, (limit * thresholdPercent) / 100)} and ${amountText(unit, limit)}; never refuses`
  }
  if (left <= 0) return 'used up; refuses calls'
  return unit === 'usd' ? 'refuses what may take more' : `refuses after ${amountText(unit, left)} more`
}

/** What is set aside, and what of it is spent already and not written yet. */
export const asideText = ({ unit, reserved, unsettled = 0 }: BudgetLine): string =>
  [
    ...(reserved === 0 ? [] : [amountText(unit, reserved)]),
    ...(unsettled === 0 ? [] : [`${amountText(unit, unsettled)} unsettled`]),
  ].join(', ')

const row = (line: BudgetLine, report: BudgetReport): string[] => {
  const { unit, limit, spent, left, percent, resets } = line
  return [
    whoseText(line),
    limit === undefined ? '' : amountText(unit, limit),
    amountText(unit, spent),
    asideText(line),
    left === undefined ? '' : amountText(unit, left),
    percent === undefined ? '' : bar(percent),
    percent === undefined ? '' : `${percent} %`,
    `in ${untilText(new Date(resets), new Date(report.at))}`,
    nextText(line, report),
  ]
}

const heads = ['budget', 'limit', 'spent', 'set aside', 'left', '', '', 'resets', 'then']

/** How a budget is set where there is none. */
export const howTo = [
  'set one in .nimbus/llm.yaml:',
  '  policies:',
  '    daily_budget_usd: 5',
  '    limit: { type: hard }',
].join('\n')

/** What becomes of a call that does not fit; undefined where no budget is set. */
export const rulesOf = ({ lines, type, thresholdPercent, timeZone }: BudgetReport): string | undefined => {
  if (lines.every(({ limit }) => limit === undefined)) return undefined
  const says =
    type === 'hard'
      ? `a call that does not fit a budget is refused before it is made (--force goes past)`
      : `a call that does not fit a budget is made, with a warning`
  return `${type} limits: ${says}; a warning comes at ${thresholdPercent} %; days of ${timeZone}`
}

/** What holds where no budget is set. */
export const noRules = 'no budget is set: no call is refused'

/** Budgets for a person: what holds in the first line, then each limit. */
export const budgetText = (report: BudgetReport): string => {
  const rules = rulesOf(report)
  const table = alignedRows([heads, ...report.lines.map((line) => row(line, report))], [1, 2, 3, 4, 6])
  return [rules ?? noRules, '', ...table, ...(rules === undefined ? ['', howTo] : [])].join('\n')
}
