import { type IndexEntry, invalid, nearest } from '@nimbus/kernel'

/** The words of a command line before its flags, matched to an operation. */
export interface Matched<Entry extends IndexEntry> {
  entry: Entry
  /** The words that were its name. */
  name: string
  rest: readonly string[]
  /** The flags before it. */
  leading?: readonly string[]
}

/** Every name of an operation: `github pr list`, `github pr-list`, and its aliases. */
export const commandNames = (entry: IndexEntry): string[] => {
  const [service = '', verb = ''] = entry.id.split('.')
  const spelled = [`${service} ${verb}`, `${service} ${verb.replaceAll('-', ' ')}`]
  return [...new Set([...entry.aliases, ...spelled])]
}

const longest = 4

/** Whether words, with dashes between them, are an alias: `artifact-save` is understood as `artifact save`. */
const isAlias = (dashed: string, { aliases }: IndexEntry): boolean => {
  for (const alias of aliases) if (alias.length === dashed.length && alias.replaceAll(' ', '-') === dashed) return true
  return false
}

/** The operation that the first words name, the longest name winning. */
export const matchCommand = <Entry extends IndexEntry>(
  entries: readonly Entry[],
  argv: readonly string[],
): Matched<Entry> | undefined => {
  for (let count = Math.min(longest, argv.length); count > 0; count--) {
    const words = argv.slice(0, count)
    const dashed = words.join('-')
    const id = `${words[0]}.${words.slice(1).join('-')}`
    // Plain loops: each is run once, before anything of it is compiled.
    for (const entry of entries)
      if (entry.id === id || isAlias(dashed, entry)) return { entry, name: words.join(' '), rest: argv.slice(count) }
  }
  return undefined
}

/** Operations whose names start with these words: `nimbus terraform`, `nimbus generate`. */
export const groupOf = (entries: readonly IndexEntry[], words: readonly string[]): IndexEntry[] => {
  const start = `${words.join(' ')} `
  return entries.filter((entry) => commandNames(entry).some((name) => name.startsWith(start)))
}

/** The command that was most likely meant: below the group that the first words name, where they name one. */
const meant = (typed: readonly string[], group: readonly string[], names: readonly string[]): string | undefined => {
  const below = names.flatMap((name) => {
    const words = name.split(' ')
    return group.every((word, i) => word === words[i]) ? [words.slice(group.length)] : []
  })
  for (const count of [3, 2, 1]) {
    const rest = typed.slice(group.length, group.length + count).join(' ')
    const close = nearest(rest, [
      ...new Set(below.flatMap((words) => [words.join(' '), words.slice(0, count).join(' ')])),
    ])
    if (close) return [...group, close].join(' ')
  }
  return undefined
}

/** The error for words that name nothing, with the nearest command. */
export const unknownCommand = (entries: readonly IndexEntry[], words: readonly string[], extra: readonly string[]) => {
  const typed = words.filter((word) => !word.startsWith('-'))
  const names = [...entries.flatMap(commandNames), ...entries.map(({ service }) => service), ...extra]
  const group = typed.map((_, end) => typed.slice(0, end)).findLast((start) => groupOf(entries, start).length > 0) ?? []
  const close = meant(typed, group, names)
  return invalid('unknown-command', `There is no command nimbus ${typed.slice(0, 3).join(' ')}`, {
    next: close
      ? `did you mean: nimbus ${close}`
      : `see what there is with: ${['nimbus', ...group, '--help'].join(' ')}`,
  })
}
