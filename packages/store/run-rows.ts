import type { Envelope, Outcome, RunEnd, RunEvent, RunRecord, RunStart } from '@nimbus/kernel'
import { type Belongs, eventsText, type Times } from './run-events.ts'
import { hasId } from './run-names.ts'
import { change, marks, row, type Value, type Work } from './sql.ts'

/** A row of the runs table. */
export interface RunRow {
  id: string
  tenant: string
  principal: string
  operation: string
  effect: RunStart['effect']
  input: string
  surface: RunStart['surface']
  workspace: string
  root: string
  parent: string | null
  task: string | null
  step: string | null
  session: string | null
  plan: string | null
  decision: string | null
  started_at: string
  owner: string | null
  outcome: Outcome | 'interrupted' | null
  ended_at: string | null
  envelope: string | null
  kept: string | null
}

/** The columns of a run in the order of `RunRow`. */
export const runColumns =
  'id, tenant, principal, operation, effect, input, surface, workspace, root, parent, task, step, session, plan, ' +
  'decision, started_at, owner, outcome, ended_at, envelope, kept'

/** Data of a read longer than this, in characters of JSON, is left out of the history. */
const longestData = 16 * 1024

/** The envelope of a read as stored: large data gives way to its size. */
const trimmedText = (envelope: Envelope): string => {
  const text = JSON.stringify(envelope)
  // A character takes three bytes at most: what is this short holds no large data, and is written out only once.
  if (text.length * 3 <= longestData || envelope.data === undefined) return text
  const bytes = Buffer.byteLength(JSON.stringify(envelope.data) ?? '')
  return bytes > longestData ? JSON.stringify({ ...envelope, data: { omitted: bytes } }) : text
}

/** A run as the history shows it; `dead` are the owners that have ended. */
export const recordOf = (found: RunRow, dead: ReadonlySet<string>): RunRecord => ({
  id: found.id,
  tenant: found.tenant,
  principal: found.principal,
  operation: found.operation,
  effect: found.effect,
  input: JSON.parse(found.input),
  surface: found.surface,
  workspace: found.workspace,
  root: found.root,
  ...(found.parent === null ? {} : { parent: found.parent }),
  ...(found.task === null ? {} : { task: found.task }),
  ...(found.step === null ? {} : { step: found.step }),
  ...(found.session === null ? {} : { session: found.session }),
  ...(found.plan === null ? {} : { plan: found.plan }),
  ...(found.decision === null ? {} : { decision: found.decision }),
  startedAt: found.started_at,
  outcome: found.outcome ?? (found.owner !== null && dead.has(found.owner) ? 'interrupted' : 'running'),
  ...(found.ended_at === null ? {} : { endedAt: found.ended_at }),
  ...(found.envelope === null ? {} : { envelope: JSON.parse(found.envelope) }),
  ...(found.kept === null ? {} : { kept: JSON.parse(found.kept) }),
})

const keptText = (kept: RunEnd['kept']): string | null =>
  kept && Object.keys(kept).length > 0 ? JSON.stringify(kept) : null

const allColumns = [...runColumns.split(', '), 'events']

const insertion = `INSERT INTO runs (${allColumns.join(', ')}) VALUES (${marks(allColumns)}) ON CONFLICT DO NOTHING`

/** How a run ended, with its events when they are few. */
export interface Whole {
  end: RunEnd
  events?: Times | readonly RunEvent[]
}

/** The columns of a run as they are written, open when it has no end yet. Nothing of them changes with the run. */
export const rowOf = (run: RunStart, owner: string | null, whole?: Whole): Value[] => {
  const end = whole?.end
  return [
    run.id,
    run.tenant,
    run.principal,
    run.operation,
    run.effect,
    JSON.stringify(run.input) ?? 'null',
    run.surface,
    run.workspace,
    run.root,
    run.parent ?? null,
    run.task ?? null,
    run.step ?? null,
    run.session ?? null,
    run.plan ?? null,
    run.decision ?? null,
    run.startedAt,
    owner,
    end?.outcome ?? null,
    end?.endedAt ?? null,
    end ? trimmedText(end.envelope) : null,
    keptText(end?.kept),
    whole?.events ? eventsText(whole.events) : null,
  ]
}

/**
 * A row on its way to another thread, written out while what it says is still at hand: a line of JSON, and lines for the
 * columns that are JSON themselves, which is never broken.
 */
export type RowText = string

const jsonColumns = ['input', 'envelope', 'events'].map((name) => allColumns.indexOf(name))

/** The lines of a `RowText`. */
export const rowLines = 1 + jsonColumns.length

/** A read that has ended, as a row for another thread. */
export const rowText = (run: RunStart, whole: Whole): RowText => {
  const columns = rowOf(run, null, whole)
  let lines = ''
  for (const at of jsonColumns) {
    const json = columns[at]
    lines += typeof json === 'string' ? `\n${json}` : '\n'
    columns[at] = null
  }
  return JSON.stringify(columns) + lines
}

/** The row that the lines of a `RowText` stand for. */
export const rowIn = ([head = '', ...lines]: readonly string[]): Value[] => {
  const columns: Value[] = JSON.parse(head)
  for (const [n, at] of jsonColumns.entries()) columns[at] = lines[n] || null
  return columns
}

/**
 * Inserts a run. Does nothing, and says so, when the id is already there: among the runs that began, and among reads at
 * least of those that were just written.
 */
export function* insertRow(columns: readonly Value[]): Work<boolean> {
  return (yield* change(insertion, ...columns)) > 0
}

/** Inserts a run unless it is there, however long ago it was written. */
export function* insertMissing(columns: readonly Value[]): Work<void> {
  if (!(yield* row(`SELECT n FROM runs WHERE ${hasId}`, columns[0] ?? null))) yield* insertRow(columns)
}

/** Inserts a run, open when it has no end yet; see `insertRow`. */
export const insertRun = (run: RunStart, owner: string | null, whole?: Whole): Work<boolean> =>
  insertRow(rowOf(run, owner, whole))

/** Writes down what an open run has kept so far; gives how many runs that is. */
export const keepInRun = (id: string, kept: Readonly<Record<string, string>>): Work<number> =>
  change('UPDATE runs SET kept = ? WHERE id = ? AND owner IS NOT NULL AND outcome IS NULL', keptText(kept), id)

/**
 * Closes an open run; one that was taken for interrupted turns out to have ended.
 *
 * Gives whose it is, or undefined when there is no such run or it had ended already.
 */
export const closeRun = (id: string, end: RunEnd): Work<Belongs | undefined> =>
  row<Belongs>(
    `UPDATE runs SET outcome = ?, ended_at = ?, envelope = ?, kept = ?, words_due = 1
     WHERE id = ? AND owner IS NOT NULL AND (outcome IS NULL OR outcome = 'interrupted')
     RETURNING tenant, principal`,
    end.outcome,
    end.endedAt,
    JSON.stringify(end.envelope),
    keptText(end.kept),
    id,
  )
