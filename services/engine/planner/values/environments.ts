/** Names of environments that mean the same, the usual one first. */
const families: readonly (readonly string[])[] = [
  ['dev', 'development', 'devel'],
  ['staging', 'stage', 'stg', 'preprod', 'pre-prod', 'pre-production', 'preproduction'],
  ['production', 'prod', 'prd', 'live', 'producción', 'produccion', 'produktion'],
  ['test', 'testing'],
  ['qa'],
  ['uat'],
  ['demo'],
  ['sandbox'],
  ['beta'],
  ['perf'],
]

/** Names of what stands before production: another where that is what there is, and one of its own where it is new. */
const ahead: readonly string[] = ['preprod', 'pre-prod', 'pre-production', 'preproduction']

/** Every word that names an environment. */
export const environmentWords: readonly string[] = families.flat()

/** The names that mean the same environment as a word; none when it is no name of one. */
export const environmentNames = (word: string): readonly string[] =>
  families.find((names) => names.includes(word)) ?? []

/** The name of an environment for something new: as this project has it, else as it is usually called. */
export const environmentCalled = (word: string, known: readonly string[]): string | undefined => {
  if (known.includes(word)) return word
  const isAhead = ahead.includes(word)
  const same = isAhead ? ahead : environmentNames(word)
  return known.find((name) => same.includes(name)) ?? (isAhead || word === 'live' ? word : same[0])
}
