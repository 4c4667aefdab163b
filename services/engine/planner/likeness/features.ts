import type { World } from '../surroundings.ts'
import { tokenConcept } from '../tokens/request-tokens.ts'
import type { Token, TokenKind } from '../tokens/token.ts'
import { environmentNames } from '../values/environments.ts'
import { isFiller, type Vocabulary } from '../words/vocabulary.ts'

/** What stands for a value in place of it: which one is said tells nothing of what is wanted. */
const valueMarks: Partial<Record<TokenKind, string>> = {
  number: '<number>',
  span: '<time>',
  date: '<time>',
  region: '<region>',
  quoted: '<text>',
  path: '<path>',
  glob: '<path>',
  address: '<address>',
  operation: '<operation>',
}

/** What stands for a name of any kind. */
export const nameMark = '<name>'

/** Whether a feature stands for a value. */
export const isValue = (feature: string): boolean => feature.startsWith('<')

const wordFeature = (token: Token, world: World, { speaking }: Vocabulary): string => {
  const { word, stem } = token
  // `test` is as often what is done as where.
  if (word !== 'test' && environmentNames(word).length > 0) return nameMark
  const concept = tokenConcept(token)
  if (world.names.has(word) && !speaking.has(concept) && !isFiller(word)) return nameMark
  return /\d/.test(word) ? '<number>' : concept || stem
}

/** What a piece of a request counts as: its concept, or what kind of value it is. Marks count as nothing. */
export const featureOf = (token: Token, world: World, vocabulary: Vocabulary): string | undefined => {
  if (token.kind === 'mark') return undefined
  if (token.kind === 'word') return wordFeature(token, world, vocabulary)
  // Ids of records begin with the letter of their kind: `p_7f3a`.
  if (token.kind === 'record') return `<${token.text.charAt(0)}_>`
  return valueMarks[token.kind] ?? nameMark
}

/** Words, and pairs of neighbours in which any value is as good as another, each once. */
export const withPairs = (said: readonly string[]): ReadonlySet<string> => {
  const found = new Set(said)
  let before = '^'
  for (const feature of [...said, '$']) {
    const next = isValue(feature) ? '<>' : feature
    found.add(`${before} ${next}`)
    before = next
  }
  return found
}
