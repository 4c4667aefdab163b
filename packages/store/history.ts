import type { Journal, RunQuery, RunRecord } from '@nimbus/kernel'
import type { Processes } from './processes.ts'
import { eventsOf } from './run-events.ts'
import { amongFound, between, hasId, ofRoot } from './run-names.ts'
import { type RunRow, recordOf, runColumns } from './run-rows.ts'
import { afterPrefix, marks, rows, type Sql, type Value, type Work } from './sql.ts'
import { indexDue, indexSome, matching } from './words.ts'

/** How many runs a prefix may name before it is hopeless. */
const mostMatches = 10
/** How many runs count as done lately. All of them would take longer the longer the history is. */
const lately = 1000

const conditionsOf = (query: RunQuery, dialect: Sql['dialect'], dead: ReadonlySet<string>) => {
  const { root } = query
  const conditions = ['tenant = ?']
  const params: Value[] = [...(root === undefined ? [] : [root, root]), query.tenant]
  const also = (condition: string, ...values: Value[]) => {
    conditions.push(condition)
    params.push(...values)
  }
  if (query.operation !== undefined) also('operation = ?', query.operation)
  if (query.except && query.except.length > 0) also(`operation NOT IN (${marks(query.except)})`, ...query.except)
  if (query.effect !== undefined) also('effect = ?', query.effect)
  if (query.changes) also(`effect <> 'read'`)
  if (query.top) also(`parent IS NULL AND (step IS NULL OR (task IS NOT NULL AND COALESCE(outcome, '') <> 'preview'))`)
  if (query.task !== undefined) also('task = ?', query.task)
  if (query.since !== undefined) also('started_at >= ?', query.since)
  const gone = [...dead]
  if (query.outcome === 'running')
    also(gone.length > 0 ? `outcome IS NULL AND owner NOT IN (${marks(gone)})` : 'outcome IS NULL', ...gone)
  else if (query.outcome === 'interrupted' && gone.length > 0)
    also(`(outcome = 'interrupted' OR (outcome IS NULL AND owner IN (${marks(gone)})))`, ...gone)
  else if (query.outcome !== undefined) also('outcome = ?', query.outcome)
  const match = query.text === undefined ? undefined : matching(dialect, query.text)
  if (match) also(match.condition, ...match.params)
  const where = conditions.join(' AND ')
  return { runs: root === undefined ? `runs WHERE ${where}` : `${amongFound(ofRoot)} AND ${where}`, params }
}

/** The reading half of the journal. What this process has batched is written first, so that it is seen. */
export const createHistory = (
  sql: Sql,
  processes: Processes,
  flush: () => Promise<void>,
): Pick<Journal, 'get' | 'find' | 'list' | 'events' | 'begun' | 'lasted'> => {
  const records = async (work: () => Work<readonly RunRow[]>): Promise<RunRecord[]> => {
    const found = await sql.read(work)
    if (found.every(({ outcome }) => outcome !== null)) return found.map((each) => recordOf(each, new Set()))
    // Asked before the second look: an owner may end its run and then itself between the two.
    const dead = await processes.dead()
    return (await sql.read(work)).map((each) => recordOf(each, dead))
  }

  return {
    async get(id, tenant) {
      await flush()
      const [record] = await records(() =>
        rows<RunRow>(`SELECT ${runColumns} FROM runs WHERE ${hasId} AND tenant = ?`, id, tenant),
      )
      return record
    },

    async find(prefix, tenant) {
      await flush()
      return records(() =>
        rows<RunRow>(
          `SELECT ${runColumns} FROM ${amongFound(between)} AND tenant = ?
           ORDER BY id LIMIT ${mostMatches}`,
          prefix,
          afterPrefix(prefix),
          tenant,
        ),
      )
    },

    async list(query) {
      await flush()
      if (query.text !== undefined && (await sql.read(indexDue))) while (await sql.write(() => indexSome(sql.dialect)));
      const open = query.outcome === 'running' || query.outcome === 'interrupted'
      const dead = open ? await processes.dead() : new Set<string>()
      const { runs, params } = conditionsOf(query, sql.dialect, dead)
      return records(() =>
        rows<RunRow>(
          `SELECT ${runColumns} FROM ${runs} ORDER BY started_at DESC, n DESC LIMIT ?`,
          ...params,
          query.limit,
        ),
      )
    },

    async begun(root, tenant) {
      // Two searches, and no word of the tenant: the index of roots holds nested runs only, and SQLite would go through
      // all runs of the tenant instead.
      const found = await sql.read(() =>
        rows<{ id: string; plan: string | null; tenant: string }>(
          `SELECT id, plan, tenant FROM runs WHERE id = ? AND effect <> 'read' AND owner IS NOT NULL UNION ALL
           SELECT id, plan, tenant FROM runs WHERE root = ? AND root <> id AND effect <> 'read' AND owner IS NOT NULL`,
          root,
          root,
        ),
      )
      return found
        .filter((each) => each.tenant === tenant)
        .map(({ id, plan }) => ({ id, ...(plan === null ? {} : { plan }) }))
    },

    async lasted(operations, tenant) {
      if (operations.length === 0) return []
      const found = await sql.read(() =>
        rows<{ operation: string; started_at: string; ended_at: string }>(
          `SELECT operation, started_at, ended_at FROM
             (SELECT operation, outcome, started_at, ended_at FROM runs WHERE tenant = ?
              ORDER BY started_at DESC, n DESC LIMIT ${lately}) AS late
           WHERE outcome = 'done' AND ended_at IS NOT NULL AND operation IN (${marks(operations)})`,
          tenant,
          ...operations,
        ),
      )
      return found.map((run) => ({
        operation: run.operation,
        ms: Date.parse(run.ended_at) - Date.parse(run.started_at),
      }))
    },

    async events(run, after, limit) {
      await flush()
      return sql.read(() => eventsOf(run, after, limit))
    },
  }
}
