import type { Choice } from '../choosing/choose.ts'
import type { Problem } from '../choosing/frame.ts'
import type { Scene } from '../choosing/judge.ts'
import type { World } from '../surroundings.ts'
import { type Token, textOf } from '../tokens/token.ts'
import { leftoverQuestion, thereQuestion } from './questions.ts'
import { whichOne } from './which-one.ts'

/** Parts of a stack that are known to others by their own names. */
const ownNames = /^(?:buckets?|databases?|dbs?)$/

/** What names a part and was taken for the name of the whole, which makes another name of it: `a bucket called logs`. */
const namedPart = ({ subject, readings }: Choice, tokens: readonly Token[]): string | undefined => {
  const field = subject.fields.find(({ kind }) => kind === 'stack-name')
  const [name] = (field && readings.get(field.name)) ?? []
  if (!name) return undefined
  const ahead = tokens.slice(Math.max(0, name.from - 4), name.from)
  const called = ahead.findLastIndex(({ word }) => /^(?:called|named|name)$/.test(word))
  const part = ahead.slice(0, called).findLast(({ word }) => word !== 'with' && word !== 'the')
  return called > 0 && part && ownNames.test(part.word)
    ? textOf(tokens.slice(tokens.indexOf(part), name.to))
    : undefined
}

/** The name of a branch that is to be made and is there already. */
const branchThere = ({ subject, readings }: Choice, { git }: World): string | undefined => {
  const field = subject.fields.find(({ kind }) => kind === 'new-branch')
  const [name] = (field && readings.get(field.name)) ?? []
  return git?.branches?.find((branch) => branch === name?.value)
}

/** Asks about a name that what is to be made cannot have, and about one that was left out. */
export const misnamedIn = (
  choice: Choice,
  tokens: readonly Token[],
  { world, vocabulary }: Scene,
): Problem | undefined => {
  const there = branchThere(choice, world)
  if (there !== undefined) return thereQuestion(choice.subject, there)
  const part = namedPart(choice, tokens)
  return part === undefined ? whichOne(choice, tokens, world, vocabulary) : leftoverQuestion(choice.subject, [part])
}
