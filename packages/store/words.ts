import { change, row, rows, type Sql, type Value, type Work } from './sql.ts'

/** Longer words are cut, in the index and in the question alike. */
const longest = 48

/** How many different words of one run are indexed. */
const most = 2_000

/** The words of a text, folded: runs of letters, marks and digits, after NFKC (Unicode UAX #15), in lower case. */
export const wordsOf = (text: string): string[] =>
  (
    text
      .normalize('NFKC')
      .toLowerCase()
      .match(/[\p{L}\p{M}\p{N}]+/gu) ?? []
  ).map((word) => word.slice(0, longest))

/** The different words in a value's texts, numbers and keys, at most two thousand. */
export const wordsIn = (...values: unknown[]): string[] => {
  const found = new Set<string>()
  const visit = (value: unknown): void => {
    if (found.size >= most || value === null || value === undefined) return
    if (typeof value === 'string') for (const word of wordsOf(value.slice(0, 65_536))) found.add(word)
    else if (typeof value === 'object')
      for (const [key, inner] of Object.entries(value)) {
        if (!Array.isArray(value)) visit(key)
        visit(inner)
      }
    else found.add(JSON.stringify(value))
  }
  for (const value of values) visit(value)
  return [...found].slice(0, most)
}

interface Unindexed {
  n: number
  operation: string
  input: string
  envelope: string | null
}

/** How many runs are indexed in one transaction: some 10 ms of work. */
const batch = 500

const wordsOfRun = ({ operation, input, envelope }: Unindexed): string[] => {
  const { data, error, findings } = envelope === null ? {} : JSON.parse(envelope)
  return wordsIn(operation, JSON.parse(input), error, data, findings)
}

/** One statement for all of them: each would be a journey to the server and back. */
const indexTogether = (found: readonly { n: number; words: string[] }[]): Work<number> =>
  change(
    `UPDATE runs SET words_due = 0, words = array_to_tsvector(ARRAY(SELECT jsonb_array_elements_text(each.words)))
     FROM jsonb_to_recordset(?::jsonb) AS each(n bigint, words jsonb) WHERE runs.n = each.n`,
    JSON.stringify(found),
  )

/** Indexes runs that wait for it, at most so many; says whether there may be more. */
export function* indexSome(dialect: Sql['dialect'], most = batch): Work<boolean> {
  const lock = dialect === 'postgres' ? ' FOR UPDATE' : ''
  const due = yield* rows<Unindexed>(
    `SELECT n, operation, input, envelope FROM runs WHERE words_due = 1 ORDER BY n LIMIT ${most}${lock}`,
  )
  const found = due.map((run) => ({ n: run.n, words: wordsOfRun(run) }))
  if (dialect === 'postgres') yield* indexTogether(found)
  else
    for (const { n, words } of found) {
      yield* change('DELETE FROM runs_words WHERE rowid = ?', n)
      yield* change('INSERT INTO runs_words (rowid, words) VALUES (?, ?)', n, words.join(' '))
      yield* change('UPDATE runs SET words_due = 0 WHERE n = ?', n)
    }
  return due.length === most
}

/** Whether any run waits to be indexed. */
export function* indexDue(): Work<boolean> {
  return (yield* row('SELECT n FROM runs WHERE words_due = 1 LIMIT 1')) !== undefined
}

/** Whether so many runs wait to be indexed that the next search would take notice. */
export function* manyDue(): Work<boolean> {
  return (yield* row(`SELECT n FROM runs WHERE words_due = 1 LIMIT 1 OFFSET ${batch}`)) !== undefined
}

/** A condition that holds for runs in which every word of a text begins some word; undefined for a text without any. */
export const matching = (dialect: Sql['dialect'], text: string): { condition: string; params: Value[] } | undefined => {
  const words = wordsOf(text)
  if (words.length === 0) return undefined
  if (dialect === 'postgres')
    return { condition: 'words @@ ?::tsquery', params: [words.map((word) => `'${word}':*`).join(' & ')] }
  return {
    condition: 'n IN (SELECT rowid FROM runs_words WHERE runs_words MATCH ?)',
    params: [words.map((word) => `"${word}"*`).join(' AND ')],
  }
}
