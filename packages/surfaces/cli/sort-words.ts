import { invalid } from '@nimbus/kernel'
import { refuseSwallowedFlag, truth, unknownFlag } from './flag-faults.ts'
import { type Flag, globalFlags } from './flags.ts'
import { splitWords } from './split-words.ts'

/** The words of a command line, by what they are. */
export interface SortedWords {
  positional: readonly string[]
  /** The values given for each flag of the command, as typed. */
  given: ReadonlyMap<Flag, string[]>
  /** The values given for flags that every command has. */
  globals: ReadonlyMap<string, string[]>
}

const letters = { h: 'help', y: 'yes' }

/** Whether a flag takes a value; one of the command hides one of the same name that every command has. */
const takesValue = (flags: readonly Flag[], name: string): boolean => {
  const own = flags.find((flag) => flag.name === name)
  if (own) return own.kind !== 'boolean'
  return globalFlags.find((flag) => flag.name === name)?.takes !== undefined
}

/** Tells arguments, flags of the command and flags of every command apart. Raises errors with exit 2. */
export const sortWords = (argv: readonly string[], flags: readonly Flag[]): SortedWords => {
  const tokens = splitWords(argv, { takesValue: (name) => takesValue(flags, name), letters })
  const positional: string[] = []
  const given = new Map<Flag, string[]>()
  const globals = new Map<string, string[]>()
  for (const token of tokens) {
    if (token.kind === 'positional') positional.push(token.value)
    if (token.kind !== 'option') continue
    refuseSwallowedFlag(token, flags)
    const flag = flags.find(({ name }) => name === token.name)
    const negated = flags.find(({ name, kind }) => kind === 'boolean' && `no-${name}` === token.name)
    const common = globalFlags.find(({ name }) => name === token.name)
    if (negated && !flag) given.set(negated, [String(!truth(token))])
    else if (flag?.kind === 'boolean') given.set(flag, [String(truth(token))])
    else if (flag || common?.takes) {
      if (token.value === undefined)
        throw invalid('invalid-flag', `--${token.name} needs a value`, {
          at: `--${token.name}`,
          next: 'see what it takes with --help',
        })
      if (flag) given.set(flag, [...(given.get(flag) ?? []), token.value])
      else globals.set(token.name, [...(globals.get(token.name) ?? []), token.value])
    } else if (common && truth(token)) globals.set(token.name, ['true'])
    else if (common) globals.delete(token.name)
    else throw unknownFlag(token.rawName, flags)
  }
  return { positional, given, globals }
}
