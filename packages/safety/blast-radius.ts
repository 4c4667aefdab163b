import { type Change, type Effect, rank } from '@nimbus/kernel'

/** How many resources are touched, each counted once by the strongest thing that is done to it. */
export type Blast = Readonly<Record<Effect, number>>

/** Counts the resources of changes by effect. */
export const blastOf = (changes: readonly Pick<Change, 'resource' | 'effect'>[]): Blast => {
  const strongest = new Map<string, Effect>()
  for (const { resource, effect } of changes) {
    const known = strongest.get(resource)
    if (known === undefined || rank(effect) > rank(known)) strongest.set(resource, effect)
  }
  const of = (wanted: Effect) => [...strongest.values()].filter((effect) => effect === wanted).length
  return { read: of('read'), create: of('create'), update: of('update'), delete: of('delete') }
}
