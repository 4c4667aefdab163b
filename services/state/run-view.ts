import { type HostContext, invalid, isIdPrefix, onlyOne, type RunRecord, z } from '@nimbus/kernel/define'
import { alignedRows, hanging } from '@nimbus/text-table'
import { ago, took } from './time-text.ts'

/** How a run can have ended, or not. */
export const outcomes = [
  'done',
  'negative',
  'preview',
  'failed',
  'invalid',
  'approval',
  'denied',
  'missing',
  'cancelled',
  'interrupted',
  'running',
] as const

/** An entry of the history: a run, or a note about something that happened elsewhere. */
export const HistoryEntry = z.object({
  id: z.string(),
  kind: z.enum(['run', 'note']).describe('A note is what somebody wrote down, never a run'),
  at: z.string().describe('When it began, ISO 8601'),
  operation: z.string().describe('Of a note: where it comes from'),
  summary: z.string().describe('What it was about: the main part of the input, or the text of the note'),
  effect: z.string().optional(),
  outcome: z.string(),
  principal: z.string(),
  surface: z.string().optional(),
  ms: z.number().int().optional().describe('How long it took'),
  parent: z.string().optional().describe('The run that called it'),
})

type Entry = z.infer<typeof HistoryEntry>

const longestSummary = 60

const oneLine = (text: string): string => {
  const line = text.replace(/\s+/g, ' ').trim()
  return line.length > longestSummary ? `${line.slice(0, longestSummary - 1)}…` : line
}

type Inputs = NonNullable<ReturnType<HostContext['catalog']['get']>>['input']

const isDefault = (value: unknown, schema: Inputs | undefined): boolean =>
  schema?.default !== undefined && JSON.stringify(value) === JSON.stringify(schema.default)

/** The texts of an input as one short line, without those that nobody has to say. */
export const inputSummary = (input: unknown, schema?: Inputs): string => {
  if (!input || typeof input !== 'object') return ''
  const words = Object.entries(input)
    .filter(([name, value]) => !isDefault(value, schema?.properties?.[name]))
    .flatMap(([, value]): unknown[] => (Array.isArray(value) ? value : [value]))
    .filter((value) => typeof value === 'string' && value !== '.')
    .map(String)
  return oneLine(words.join(' '))
}

/** How long a run took, in milliseconds; undefined while it runs. */
export const durationOf = ({ startedAt, endedAt }: RunRecord): number | undefined =>
  endedAt ? Date.parse(endedAt) - Date.parse(startedAt) : undefined

/** A run as an entry of the history. */
export const entryOf = (record: RunRecord, catalog: HostContext['catalog']): Entry => {
  const ms = durationOf(record)
  const { id, startedAt, operation, effect, outcome, principal, surface, parent, input } = record
  return {
    id,
    kind: 'run',
    at: startedAt,
    operation,
    summary: inputSummary(input, catalog.get(operation)?.input),
    effect,
    outcome,
    principal,
    surface,
    ...(ms === undefined ? {} : { ms }),
    ...(parent ? { parent } : {}),
  }
}

const marks: Record<string, string> = {
  done: '✓',
  negative: '!',
  preview: '·',
  approval: '?',
  running: '…',
  note: '·',
}

/** The mark of an outcome, which says the same as its word. */
export const markOf = (outcome: string): string => marks[outcome] ?? '✗'

/** The shortest starts of some ids, at least six characters, that tell them apart. */
export const shortIds = (ids: readonly string[]): string[] => {
  const length = [8, 10, 12, 16].find((size) => new Set(ids.map((id) => id.slice(0, size))).size === new Set(ids).size)
  return ids.map((id) => id.slice(0, length ?? id.length))
}

/** Less room than this is none for what a run was about. */
const leastRoom = 20

/**
 * Entries as a table: newest first, the ids short enough to type. What they were about is folded where the columns end;
 * where there are few, the mark has to say the outcome, and who it was and how long it took is left to `history show`.
 */
export const historyText = (entries: readonly Entry[], now: string, columns?: number): string => {
  const ids = shortIds(entries.map(({ id }) => id))
  const heads = entries.map(({ at, operation, outcome, principal, ms }, i) => [
    ids[i] ?? '',
    ago(at, now),
    `${markOf(outcome)} ${outcome}`,
    operation,
    ms === undefined ? '' : took(ms),
    principal,
  ])
  const wide = alignedRows([['id', 'when', 'outcome', 'operation', 'took', 'who'], ...heads], [4])
  const width = Math.max(...wide.map((line) => Bun.stringWidth(line)))
  const fits = columns === undefined || width + leastRoom <= columns
  const narrow = () =>
    alignedRows([
      ['id', 'when', '', 'operation'],
      ...heads.map(([id = '', when = '', outcome = '', operation = '']) => [id, when, outcome.slice(0, 1), operation]),
    ])
  const leads = fits ? wide.map((line) => line + ' '.repeat(width + 2 - Bun.stringWidth(line))) : narrow()
  return ['what', ...entries.map(({ summary }) => oneLine(summary))]
    .map((what, i) => hanging(fits ? (leads[i] ?? '') : `${leads[i]}  `, what, columns).trimEnd())
    .join('\n')
}

/** More notes than this are not looked through for the run that wrote one. */
const mostNotes = 1000

/** The run that wrote a note: it has on record all that the note says. */
const writerOf = async (note: string, { records, principal }: HostContext): Promise<RunRecord> => {
  const { tenant } = principal
  const written = await records.journal.list({
    tenant,
    operation: 'state.history-note',
    outcome: 'done',
    limit: mostNotes,
  })
  const named = written.filter(({ envelope }) => (envelope?.data as { id?: string } | undefined)?.id?.startsWith(note))
  return onlyOne(note, named, 'note', 'nimbus history')
}

/** The one run that a prefix names, or that wrote the note which it names. Raises `invalid-id` (exit 2), `not-found` and `ambiguous-id` (exit 5). */
export const findRun = async (prefix: string, ctx: HostContext): Promise<RunRecord> => {
  if (prefix.startsWith('note-')) return writerOf(prefix, ctx)
  if (!isIdPrefix(prefix, 'r'))
    throw invalid('invalid-id', `${prefix} is not the id of a run`, {
      at: 'run',
      why: 'it looks like r_ and at least 4 characters, or is that of a note',
      next: 'see the runs with: nimbus history',
    })
  return onlyOne(prefix, await ctx.records.journal.find(prefix, ctx.principal.tenant), 'run', 'nimbus history')
}
