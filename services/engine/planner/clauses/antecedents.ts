import type { Judged, Scene } from '../choosing/judge.ts'
import type { Token } from '../tokens/token.ts'

/** Kinds of things that have names of their own. */
export const entityKinds = new Set(['path', 'name', 'record', 'sha', 'address', 'stash', 'uuid'])

/** What a pronoun behind some pieces stands for: the last thing with a name of its own. */
export const namedIn = (tokens: readonly Token[], { world }: Scene): Token | undefined =>
  tokens.findLast(
    ({ kind, word }) =>
      entityKinds.has(kind) ||
      (kind === 'word' &&
        ((world.git?.branches ?? []).includes(word) || world.roots.some((root) => root.split('/').includes(word)))),
  )

/** Kinds of names that something gets when it is made. */
const madeKinds = new Set(['new-branch', 'new-file'])

/** The name of what a part makes, which is what a pronoun behind it means: `branch fix off main and switch to it`. */
export const madeIn = ({ tokens, choices: [best] }: Judged): Token | undefined => {
  const field = best?.subject.fields.find(({ kind, name }) => madeKinds.has(kind) && best.readings.has(name))
  const [reading] = (field && best?.readings.get(field.name)) ?? []
  return reading && reading.to === reading.from + 1 ? tokens[reading.from] : undefined
}

/** Whether a part makes roots of its own: an environment in it names none that is there, and `it` behind it is the new one. */
export const makesRoots = ({ choices: [best] }: Judged): boolean =>
  best?.subject.fields.some(({ roots }) => roots !== undefined) === true
