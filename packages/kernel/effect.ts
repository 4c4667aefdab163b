/** What a call may do to the world, from harmless to irreversible. The order is the ranking. */
export const effects = ['read', 'create', 'update', 'delete'] as const

export type Effect = (typeof effects)[number]

/** The rank of an effect: 0 for `read`, 3 for `delete`. */
export const rank = (effect: Effect): number => effects.indexOf(effect)

/** The weaker of two effects. */
export const weakest = (a: Effect, b: Effect): Effect => (rank(a) <= rank(b) ? a : b)

/** The strongest of some effects; `read` when there are none. */
export const strongest = (all: readonly Effect[]): Effect => all.reduce((a, b) => (rank(a) >= rank(b) ? a : b), 'read')
