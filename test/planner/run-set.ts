import { type Turn, turnsOf } from './entry.ts'
import type { FindOperation } from './known-operation.ts'
import type { Loaded } from './load-set.ts'
import type { EarlierTurn, Outcome, Planner } from './outcome.ts'
import { type Score, score } from './score.ts'

/** What came of one request. */
export interface Result extends Pick<Loaded, 'theme' | 'part'> {
  /** The entry's id; with `#2` and so on for the later turns of a conversation. */
  id: string
  voice: string
  turn: Turn
  actual: Outcome
  score: Score
  /** How long the planner took. */
  milliseconds: number
}

/**
 * Has a planner answer every request, one after the other. In a conversation it sees what it said itself before, right
 * or not: that is what a person would be answering. An error of the planner ends the run.
 */
export const runSet = async (
  set: readonly Loaded[],
  planner: Planner,
  find: FindOperation,
): Promise<readonly Result[]> => {
  const results: Result[] = []
  for (const { entry, theme, part, surroundings } of set) {
    const earlier: EarlierTurn[] = []
    for (const turn of turnsOf(entry)) {
      const started = performance.now()
      const actual = await planner(turn.request, { ...surroundings, earlier: [...earlier] })
      const milliseconds = performance.now() - started
      const id = earlier.length === 0 ? entry.id : `${entry.id}#${earlier.length + 1}`
      const scored = score(turn.expect, actual, find)
      results.push({ id, theme, part, voice: entry.voice, turn, actual, score: scored, milliseconds })
      earlier.push({ request: turn.request, outcome: actual })
    }
  }
  return results
}
