import { change, type Sql, type Value, type Work } from './sql.ts'

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

/** Indexes the words of a run, in place of what was indexed before. */
export function* saveWords(dialect: Sql['dialect'], n: number, words: readonly string[], isNew: boolean): Work<void> {
  if (dialect === 'postgres') {
    const made = 'array_to_tsvector(ARRAY(SELECT jsonb_array_elements_text(?::jsonb)))'
    yield* change(`UPDATE runs SET words = ${made} WHERE n = ?`, JSON.stringify(words), n)
    return
  }
  if (!isNew) yield* change('DELETE FROM runs_words WHERE rowid = ?', n)
  yield* change('INSERT INTO runs_words (rowid, words) VALUES (?, ?)', n, words.join(' '))
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
