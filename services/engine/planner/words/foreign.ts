import type { Token } from '../tokens/token.ts'
import { tradeWords } from './trade-words.ts'
import type { Subject } from './vocabulary.ts'

/** Whether a word names something of the trade that an operation of another trade was asked for: `the pods`. */
export const isForeign = ({ id }: Subject, { kind, word, stem }: Token): boolean =>
  kind === 'word' && !/^(?:generator|terraform)\./.test(id) && (tradeWords.has(word) || tradeWords.has(stem))
