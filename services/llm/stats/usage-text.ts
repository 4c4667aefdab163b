import { dollars } from '@nimbus/money'
import { oneLine } from '../one-line.ts'
import { datesIn } from '../spending/periods.ts'
import { csvOf } from './csv.ts'
import type { Dimension } from './dimensions.ts'
import { fitColumns } from './fit-columns.ts'
import type { UsageGroup, UsageSums } from './usage-sums.ts'

/** Usage as an operation gives it. */
export interface UsageReport {
  by: readonly Dimension[]
  since: string
  until: string
  /** Whose days these are. */
  timeZone: string
  rows: readonly UsageGroup[]
  total: UsageSums
}

const grouped = (count: number): string => count.toLocaleString('en-US')

const ms = (value: number | undefined): string => {
  if (value === undefined) return ''
  return value < 1000 ? `${value}ms` : `${(value / 1000).toFixed(1)}s`
}

/** What is known of a cost, and how much is not. */
const costText = ({ calls, cost, unknownCost, notMetered }: UsageSums): string => {
  if (calls > 0 && unknownCost + notMetered === calls) return unknownCost > 0 ? 'unknown' : 'not metered'
  return `${dollars(cost)}${unknownCost > 0 ? ` + ${grouped(unknownCost)} unknown` : ''}`
}

const tokensIn = ({ input, cachedRead, cachedWrite, output, reasoning }: UsageSums): number =>
  input + cachedRead + cachedWrite + output + reasoning

/** Tokens of one kind; a question mark where nobody said of any call how many it took. */
const tokenText = (usage: UsageSums, count: number): string =>
  usage.unknownUsage > 0 && tokensIn(usage) === 0 ? '?' : grouped(count)

const cells = (usage: UsageSums): string[] => [
  grouped(usage.calls),
  usage.failures === 0 ? '' : grouped(usage.failures),
  tokenText(usage, usage.input),
  tokenText(usage, usage.cachedRead),
  tokenText(usage, usage.cachedWrite),
  tokenText(usage, usage.output),
  tokenText(usage, usage.reasoning),
  costText(usage),
  usage.cachedShare === undefined ? '' : `${Math.round(usage.cachedShare * 100)} %`,
  ms(usage.latencyP50),
  ms(usage.latencyP95),
  ms(usage.firstTokenP50),
]

const heads = [
  'calls',
  'failed',
  'input',
  'cache read',
  'cache write',
  'output',
  'reasoning',
  'cost',
  'cached',
  'p50',
  'p95',
  'first token',
]

const spanText = ({ since, until, timeZone }: UsageReport): string => [since, until].map(datesIn(timeZone)).join(' to ')

const summary = (report: UsageReport): string => {
  const { total } = report
  const { calls, failures, unknownUsage, unknownCost, notMetered } = total
  const tokens = tokensIn(total)
  return [
    `${grouped(calls)} ${calls === 1 ? 'call' : 'calls'}, ${grouped(tokens)} tokens, ${dollars(total.cost)}, ${spanText(report)}`,
    ...(failures > 0 ? [`${grouped(failures)} failed`] : []),
    ...(unknownUsage > 0 ? [`what ${grouped(unknownUsage)} took is unknown`] : []),
    ...(unknownCost > 0 ? [`what ${grouped(unknownCost)} cost is unknown and not in the sum`] : []),
    ...(notMetered > 0 ? [`${grouped(notMetered)} not metered`] : []),
  ].join('; ')
}

/** What a narrow terminal goes without, the least wanted first. */
const expendable = ['p95', 'first token', 'cached', 'reasoning', 'cache write', 'cache read', 'p50', 'failed']

/** Usage as a table with its summary in the first line, at most so wide. */
export const usageTable = (report: UsageReport, columns = Number.POSITIVE_INFINITY): string => {
  const { by, rows, total } = report
  if (total.calls === 0)
    return `no calls from ${spanText(report)}; ask a model with: nimbus llm chat "…", or look further back with --since`
  const lines = [
    [...by, ...heads],
    ...rows.map(({ keys, usage }) => [...by.map((each) => oneLine(keys[each] ?? '')), ...cells(usage)]),
    ...(rows.length > 1 ? [[...by.map((_, n) => (n === 0 ? 'all' : '')), ...cells(total)]] : []),
  ]
  const right = heads.map((_, n) => by.length + n)
  const table = fitColumns({ rows: lines, right, expendable }, columns)
  const more = `left out, for want of room: ${table.left.join(', ')}; --format csv has everything`
  return [summary(report), '', ...table.lines, ...(table.left.length > 0 ? ['', more] : [])].join('\n')
}

const figures = [
  'calls',
  'failures',
  'input',
  'cachedRead',
  'cachedWrite',
  'output',
  'reasoning',
  'costUsd',
  'unknownCost',
  'notMetered',
  'unknownUsage',
  'cachedShare',
  'latencyP50',
  'latencyP95',
  'firstTokenP50',
  'firstTokenP95',
] as const

const snake = (name: string): string => name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`).replace('-', '_')

/** Usage as CSV: a line for each row, without a sum, which a reader would add once more. */
export const usageCsv = ({ by, rows }: UsageReport): string =>
  csvOf([
    [...by, ...figures].map(snake),
    ...rows.map(({ keys, usage }) => [
      ...by.map((each) => keys[each]),
      // A number of dollars: exact as text, and still a number to whoever opens the file.
      ...figures.map((name) =>
        name === 'costUsd' && usage.unknownCost + usage.notMetered === usage.calls ? undefined : usage[name],
      ),
    ]),
  ])
