import { z } from '@nimbus/kernel/define'
import type { CommandView, StepView } from './run-events.ts'
import { type HistoryEntry, inputSummary, markOf } from './run-view.ts'
import { took } from './time-text.ts'

/** A run as it is recorded, without what is derived from its events. */
export const RunReport = z.object({
  id: z.string(),
  operation: z.string(),
  effect: z.string(),
  outcome: z.string(),
  surface: z.string(),
  principal: z.string(),
  workspace: z.string(),
  startedAt: z.string(),
  endedAt: z.string().optional(),
  ms: z.number().int().optional().describe('How long it took'),
  parent: z.string().optional(),
  plan: z.string().optional().describe('The approved plan that allowed it'),
  decision: z.string().optional().describe('The rule of policy that decided'),
  input: z.unknown(),
  result: z.unknown(),
  error: z
    .object({
      code: z.string(),
      message: z.string(),
      at: z.string().optional(),
      why: z.string().optional(),
      next: z.string().optional(),
      exit: z.number().int(),
      plan: z.string().optional(),
    })
    .optional(),
  findings: z.array(
    z.object({
      status: z.enum(['pass', 'fail', 'unknown']),
      code: z.string(),
      message: z.string(),
      resource: z.string().optional(),
      at: z.string().optional(),
    }),
  ),
  undo: z.unknown().describe('The call that takes it back, or why there is none'),
  events: z.number().int().describe('How many events are recorded'),
})

type Report = z.infer<typeof RunReport> & {
  commands: readonly z.infer<typeof CommandView>[]
  steps: readonly z.infer<typeof StepView>[]
  children: readonly z.infer<typeof HistoryEntry>[]
}

/** Lines of a value that are shown before the rest is left to `--json`. */
const mostLines = 20

const block = (value: unknown): string[] => {
  if (value === null || value === undefined) return ['(none)']
  const lines = (typeof value === 'string' ? value : JSON.stringify(value, null, 2)).split('\n')
  const shown = lines.slice(0, mostLines).map((line) => (line.length > 200 ? `${line.slice(0, 199)}…` : line))
  return lines.length > mostLines ? [...shown, `… ${lines.length - mostLines} more lines: see --json`] : shown
}

const section = (title: string, lines: readonly string[]): string[] =>
  lines.length === 0 ? [] : ['', title, ...lines.map((line) => `  ${line}`)]

const undoLine = ({ id, undo }: Report): string[] => {
  if (!undo || typeof undo !== 'object') return []
  if ('irreversible' in undo) return [`cannot be undone: ${String(undo.irreversible)}`]
  return [`nimbus undo ${id}`]
}

const marks = { pass: '✓', fail: '✗', unknown: '?' }

/** A run for a person: the one line first, then what they would ask next. */
export const runText = (report: Report): string => {
  const { operation, outcome, ms, startedAt, principal, surface, decision, plan, error } = report
  const when = `${startedAt.slice(0, 19).replace('T', ' ')} UTC`
  const about: [string, string | undefined][] = [
    ['run', report.id],
    ['when', `${when}${ms === undefined ? '' : `, took ${took(ms)}`}`],
    ['who', `${principal} on ${surface}`],
    ['where', report.workspace],
    ['allowed', decision],
    ['plan', plan],
    ['called by', report.parent],
  ]
  const commands = report.commands.flatMap(({ command, exitCode, ms: time }) => [
    `$ ${command}`,
    `    ${exitCode === undefined ? 'did not end' : `exit ${exitCode}`}${time === undefined ? '' : `, ${took(time)}`}`,
  ])
  return [
    `${markOf(outcome)} ${operation} ${outcome}  ${inputSummary(report.input)}`.trimEnd(),
    ...about.flatMap(([name, value]) => (value ? [`  ${name.padEnd(9)} ${value}`] : [])),
    ...section('Input', block(report.input)),
    ...section('Programs', commands),
    ...section(
      'Steps',
      report.steps.map(
        ({ title, status, depth, ms: time }) =>
          `${'  '.repeat(depth)}${status === 'done' ? '✓' : status === 'failed' ? '✗' : '…'} ${title}${time === undefined ? '' : `  ${took(time)}`}`,
      ),
    ),
    ...section(
      'Called',
      report.children.map(
        (child) => `${markOf(child.outcome)} ${child.id.slice(0, 10)}  ${child.operation}  ${child.summary}`,
      ),
    ),
    ...(error
      ? section('Error', [
          `✗ ${error.message}`,
          ...(['at', 'why', 'next'] as const).flatMap((part) =>
            error[part] ? [`  ${part.padEnd(4)} ${error[part]}`] : [],
          ),
        ])
      : section('Result', block(report.result))),
    ...section(
      'Verified',
      report.findings.map(({ status, message }) => `${marks[status]} ${message}`),
    ),
    ...section('Undo', undoLine(report)),
  ].join('\n')
}
