/** In how many sayings each feature was, by what they belong to. */
export interface Counts {
  /** What sayings belong to. */
  classes: readonly string[]
  /** How many sayings each has. */
  sayings: readonly number[]
  /** How many features all sayings of each have together. */
  features: readonly number[]
  /** How many different features there are. */
  different: number
  /** In how many sayings of each class a feature is: the place of a class and the number, in turn. */
  of(feature: string): readonly number[]
}

/** Counts sayings by what they belong to; features that fewer have tell nothing that could be relied on. */
export const countsText = (
  sayings: readonly { of: string; features: ReadonlySet<string> }[],
  fewest: number,
): string => {
  const classes = [...new Set(sayings.map(({ of }) => of))].sort()
  const place = new Map(classes.map((name, at) => [name, at]))
  const counted = new Map<string, Map<number, number>>()
  for (const { of, features } of sayings)
    for (const feature of features) {
      const own = counted.get(feature) ?? new Map<number, number>()
      const at = place.get(of) ?? 0
      counted.set(feature, own.set(at, (own.get(at) ?? 0) + 1))
    }
  const kept = [...counted]
    .filter(([, own]) => own.values().reduce((sum, count) => sum + count, 0) >= fewest)
    .sort(([one], [other]) => (one < other ? -1 : 1))
  const totals = classes.map(() => 0)
  for (const [, own] of kept) for (const [at, count] of own) totals[at] = (totals[at] ?? 0) + count
  const many = classes.map((name) => sayings.filter(({ of }) => of === name).length)
  return [
    ...classes.map((name, at) => `${name}\t${many[at]} ${totals[at]}`),
    '',
    ...kept.map(
      ([feature, own]) =>
        `${feature}\t${[...own]
          .sort(([one], [other]) => one - other)
          .flat()
          .join(' ')}`,
    ),
    '',
  ].join('\n')
}

const numbersIn = (text: string): readonly number[] => text.split(' ').map(Number)

/** Reads what `countsText` wrote; numbers of a feature only once it is asked for. */
export const readCounts = (text: string): Counts => {
  const [head = '', body = ''] = text.split('\n\n')
  const heads = head.split('\n').map((line) => {
    const [name = '', numbers = ''] = line.split('\t')
    const [sayings = 0, features = 0] = numbersIn(numbers)
    return { name, sayings, features }
  })
  const lines = new Map<string, string>()
  for (const line of body.split('\n')) {
    const tab = line.indexOf('\t')
    if (tab > 0) lines.set(line.slice(0, tab), line.slice(tab + 1))
  }
  const read = new Map<string, readonly number[]>()
  return {
    classes: heads.map(({ name }) => name),
    sayings: heads.map(({ sayings }) => sayings),
    features: heads.map(({ features }) => features),
    different: lines.size,
    of(feature) {
      const known = read.get(feature)
      if (known) return known
      const line = lines.get(feature)
      const numbers = line === undefined ? [] : numbersIn(line)
      read.set(feature, numbers)
      return numbers
    },
  }
}
