import { invalid, nearest } from '@nimbus/kernel'
import { type Flag, globalFlags } from './flags.ts'
import type { Token } from './split-words.ts'

/** The error for a flag that the command does not have, with the nearest one that it has. */
export const unknownFlag = (typed: string, flags: readonly Flag[]) => {
  const names = [
    ...flags.flatMap((flag) => (flag.kind === 'boolean' ? [flag.name, `no-${flag.name}`] : [flag.name])),
    ...globalFlags.map((flag) => flag.name),
  ]
  const word = typed.replace(/^-+/, '')
  // `--sarif` is what somebody types who wants `--format sarif`.
  const taking = flags.find(({ schema }) => (schema.enum ?? schema.items?.enum)?.includes(word))
  const close = taking ? `${taking.name} ${word}` : nearest(word, names)
  return invalid('unknown-flag', `There is no flag ${typed}`, {
    at: typed,
    next: close ? `did you mean --${close}?` : 'see the flags with --help',
  })
}

type OptionToken = Extract<Token, { kind: 'option' }>

/** What a flag without a value of its own says; `--yes=false` must not be a yes. */
export const truth = ({ rawName, value }: OptionToken): boolean => {
  if (value === undefined || value === 'true') return true
  if (value === 'false') return false
  throw invalid('invalid-flag', `${rawName}: takes true or false`, {
    at: rawName,
    why: `it is ${JSON.stringify(value)}`,
    next: `write ${rawName} or ${rawName}=false`,
  })
}

/** A value that is itself a flag of this command was more likely forgotten: `--region --json`. */
export const refuseSwallowedFlag = ({ rawName, value, inlineValue }: OptionToken, flags: readonly Flag[]): void => {
  if (inlineValue || !value?.startsWith('--')) return
  const [name = ''] = value.slice(2).split('=')
  if ([...flags, ...globalFlags].some((flag) => flag.name === name))
    throw invalid('invalid-flag', `${rawName} needs a value`, {
      at: rawName,
      why: `${value} is a flag`,
      next: `if it is meant as the value: ${rawName}=${value}`,
    })
}
