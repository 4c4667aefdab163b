/**
 * A map of names without those that every object has: names come from people, and looking up `constructor` must find
 * what somebody configured or nothing.
 */
export const bareMap = <T>(entries: Readonly<Record<string, T>>): Record<string, T> =>
  // The type of `Object.create` is any; a null prototype with these entries is what is wanted.
  Object.assign(Object.create(null) as Record<string, T>, entries)
