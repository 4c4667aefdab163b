import wishes from './counts/wishes.txt' with { type: 'text' }
import words from './counts/words.txt' with { type: 'text' }
import { likenessOf } from './likeness.ts'
import standing from './weights/standing.txt' with { type: 'text' }

/** What the sayings beside the operations tell; written by `scripts/count-sayings.ts`. */
export const shippedLikeness = likenessOf({ wishes, words, standing })
