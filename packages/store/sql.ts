/** What a parameter or a column may hold. JSON travels as text, so that both databases give back the same bytes. */
export type Value = string | number | null | Uint8Array

/** A statement as data; `?` stands for a parameter on every database. */
export interface Query {
  sql: string
  params: readonly Value[]
  /** Whether the rows are wanted, or only how many changed. */
  wants: 'rows' | 'count'
}

/** What a statement gave. */
export interface Answer {
  rows: readonly unknown[]
  count: number
}

/**
 * Work on the database, written once: it yields statements and gets their answers.
 *
 * SQLite drives it without ever giving way, so nothing of this process can come between its statements; PostgreSQL
 * drives it over the network.
 */
export type Work<T> = Generator<Query, T, Answer>

/** A connected database. */
export interface Sql {
  readonly dialect: 'sqlite' | 'postgres'
  /** Runs work that only reads, outside a transaction. */
  read<T>(work: () => Work<T>): Promise<T>
  /** Runs work in one write transaction; rolls back when it throws. */
  write<T>(work: () => Work<T>): Promise<T>
  /** The same at once, where the database is in this process; for the last writes of a process that is ending. */
  writeNow?<T>(work: () => Work<T>): T
  /** Lets go of the database. What was written is on the disk then, unless it may be `left in the log`: see there. */
  close(written?: 'left in the log'): Promise<void>
}

/** The rows that a statement gives; the caller says their shape, which the schema guarantees. */
export function* rows<Row>(sql: string, ...params: Value[]): Work<readonly Row[]> {
  const answer = yield { sql, params, wants: 'rows' }
  return answer.rows as readonly Row[]
}

/** The first row, or undefined. */
export function* row<Row>(sql: string, ...params: Value[]): Work<Row | undefined> {
  const [first] = yield* rows<Row>(sql, ...params)
  return first
}

/** How many rows a statement changed. */
export function* change(sql: string, ...params: Value[]): Work<number> {
  const answer = yield { sql, params, wants: 'count' }
  return answer.count
}

/** `?, ?, ?` for a list of values. */
export const marks = (values: readonly unknown[]): string => values.map(() => '?').join(', ')

/** What sorts after every id that starts with a prefix; ids are letters, digits and `_`. */
export const afterPrefix = (prefix: string): string => `${prefix}~`
