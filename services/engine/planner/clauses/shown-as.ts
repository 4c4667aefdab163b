import type { Token } from '../tokens/token.ts'
import type { Subject } from '../words/vocabulary.ts'

/** What every result can be shown as, whatever the operation. */
const usual = /^(?:as|in) (?:an? |the )?(?:json|table|tables|list|text|words)(?: (?:format|form|output))?(?= |$)/

/** That something is to be easy on its reader, which it is. What is wanted in plain or clear text may be a secret. */
const easily =
  /^(?:in|as) (?:an? |the |some )?(?:(?:more |very |nice |clear |short |brief |compact |human )*(?:readable|nice|short|brief|compact|concise|pretty|tidy|understandable|digestible)) (?:way|form|format|manner|fashion|shape|version)(?= |$)/

/** How many words it takes to say so. */
const longest = 7

/** Places of words that only say how a result is to be shown, where no argument of the operation says that. */
export const shownPlaces = (tokens: readonly Token[], { effect, fields }: Subject): ReadonlySet<number> => {
  const chooses = effect !== 'read' || fields.some(({ name }) => /^(?:format|markdown|stream)$/.test(name))
  return new Set(
    tokens.flatMap((_, at) => {
      const text = tokens
        .slice(at, at + longest)
        .map(({ kind, word }) => (kind === 'word' ? word : '–'))
        .join(' ')
      const [said] = easily.exec(text) ?? (chooses ? [] : (usual.exec(text) ?? []))
      return said === undefined ? [] : said.split(' ').map((_word, i) => at + i)
    }),
  )
}
