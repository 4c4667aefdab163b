import { type Change, type Effect, rank } from '@nimbus/kernel'

/** What was, or would be, done to a resource. */
export type Done = Pick<Change, 'resource' | 'effect'>

/** How many resources are touched, each counted once by the strongest thing that is done to it. */
export type Blast = Readonly<Record<Effect, number>>

/** Of several changes of a resource the one that does most to it, the first of them where two do the same. */
export const strongestOfEach = (changes: readonly Done[]): Done[] => {
  const strongest = new Map<string, Done>()
  for (const each of changes) {
    const known = strongest.get(each.resource)
    if (!known || rank(each.effect) > rank(known.effect)) strongest.set(each.resource, each)
  }
  return [...strongest.values()]
}

/** Counts the resources of changes by effect. */
export const blastOf = (changes: readonly Done[]): Blast => {
  const strongest = strongestOfEach(changes)
  const of = (wanted: Effect) => strongest.filter(({ effect }) => effect === wanted).length
  return { read: of('read'), create: of('create'), update: of('update'), delete: of('delete') }
}
