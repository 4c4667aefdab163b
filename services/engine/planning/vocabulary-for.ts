import type { Context } from '@nimbus/kernel/define'
import { shippedLikeness } from '../planner/likeness/shipped.ts'
import { type Vocabulary, vocabularyOf } from '../planner/words/vocabulary.ts'

const made = new WeakMap<object, Vocabulary>()

/** The vocabulary of a catalog, made once for as long as the first of its entries is the same object. */
export const vocabularyFor = (catalog: Context['catalog']): Vocabulary => {
  const entries = catalog.list()
  const [key = catalog] = entries
  const known = made.get(key)
  if (known?.subjects.length === entries.length) return known
  const vocabulary = vocabularyOf(entries, shippedLikeness)
  made.set(key, vocabulary)
  return vocabulary
}
