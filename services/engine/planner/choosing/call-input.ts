import type { Token } from '../tokens/token.ts'
import { placesIn } from '../values/reading.ts'
import type { Subject } from '../words/vocabulary.ts'
import type { Filled } from './fill.ts'

/** The input of a call that is asked about, from the arguments that its own operation reads, and where they stand. */
export const callInput = (
  { fields }: Subject,
  { readings, taken }: Filled,
  tokens: readonly Token[],
): { input: Record<string, unknown>; at: readonly number[] } => ({
  input: Object.fromEntries(
    [...readings].flatMap(([name, [first]]) =>
      first && !first.absent && !first.several
        ? [[name, fields.find((field) => field.name === name)?.many ? [first.value] : first.value]]
        : [],
    ),
  ),
  at: tokens
    .flatMap(({ kind }, i) => (kind === 'flag' && taken.has(i) ? [i] : []))
    .concat([...readings.values()].flat().flatMap(placesIn)),
})
