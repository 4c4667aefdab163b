/** Keeps what was made under a name for whoever asks next, so many at most. What could not be made is made anew. */
export const createKept = <T>(most: number): ((name: string, make: () => Promise<T>) => Promise<T>) => {
  const kept = new Map<string, Promise<T>>()
  return (name, make) => {
    const known = kept.get(name)
    if (known) return known
    if (kept.size >= most) kept.clear()
    const making = make()
    kept.set(name, making)
    // Who asked is told why; here it is only forgotten.
    making.catch(() => kept.delete(name))
    return making
  }
}
