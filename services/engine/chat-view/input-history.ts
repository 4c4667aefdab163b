/** What was said before, to be taken up again. */
export interface InputHistory {
  entries: readonly string[]
  /** The place that is shown; after the last one there is what is being written. */
  at: number
  /** What was being written before anybody looked back. */
  draft: string
}

/** A history of these texts, oldest first. */
export const historyOf = (entries: readonly string[]): InputHistory => ({ entries, at: entries.length, draft: '' })

/** The history with one more text; the same one twice in a row is kept once. */
export const remembered = ({ entries }: InputHistory, text: string): InputHistory =>
  historyOf(entries.at(-1) === text ? entries : [...entries, text])

/** One step back or forth, and the text that is then to be shown. Undefined at either end. */
export const stepped = (
  history: InputHistory,
  direction: 'back' | 'forth',
  writing: string,
): { history: InputHistory; text: string } | undefined => {
  const { entries, at } = history
  const next = at + (direction === 'back' ? -1 : 1)
  if (next < 0 || next > entries.length) return undefined
  const draft = at === entries.length ? writing : history.draft
  return { history: { entries, at: next, draft }, text: entries[next] ?? draft }
}
