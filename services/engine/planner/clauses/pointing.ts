import type { Token } from '../tokens/token.ts'

/** Kinds of things that can be pointed at, or meant all together. */
export const pointable: ReadonlySet<string> = new Set([
  'root',
  'code',
  'file',
  'path',
  'directory',
  'branch',
  'commit',
  'run',
  'plan',
  'any-plan',
  'artifact',
  'task',
  'conversation',
  'key-holder',
])

/** Words that point at things, or mean all of them. */
export const pointing: ReadonlySet<string> = new Set([
  'it',
  'that',
  'this',
  'them',
  'there',
  'these',
  'those',
  'all',
  'every',
  'each',
  'both',
  'him',
])

/** Whether several things are pointed at. */
export const pointsAtMany = (tokens: readonly Pick<Token, 'word'>[]): boolean =>
  tokens.some(({ word }) => /^(?:them|these|those|both)$/.test(word))
