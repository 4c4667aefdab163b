import type { PlannedStep } from '../asking/outcome.ts'
import { valueText } from '../values/value-text.ts'
import type { Subject, Vocabulary } from '../words/vocabulary.ts'

const quoted = (word: string): string =>
  /^[A-Za-z0-9_@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`

const shown = (value: unknown): string => {
  if (Array.isArray(value)) return quoted(value.map(valueText).join(','))
  if (typeof value === 'object' && value !== null && '$from' in value) {
    const { step, pointer } = value.$from as { step: string; pointer: string }
    return quoted(`<${pointer.slice(1) || 'output'} of step ${step}>`)
  }
  return typeof value === 'object' ? quoted(JSON.stringify(value)) : quoted(valueText(value))
}

const flagOf = (name: string): string => `--${name.replaceAll(/([A-Z])/g, (letter) => `-${letter.toLowerCase()}`)}`

const commandOf = ({ entry }: Subject, input: PlannedStep['input']): string => {
  const [service = '', verb = ''] = entry.id.split('.')
  const words: string[] = []
  let open = true
  for (const name of entry.positional) {
    const value = input[name]
    open &&= value !== undefined
    if (open) words.push(Array.isArray(value) ? value.map((each) => quoted(valueText(each))).join(' ') : shown(value))
  }
  const placed = entry.positional.slice(0, words.length)
  const flags = Object.entries(input)
    .filter(([name]) => !placed.includes(name))
    .map(([name, value]) =>
      value === true
        ? flagOf(name)
        : value === false
          ? flagOf(name).replace('--', '--no-')
          : `${flagOf(name)} ${shown(value)}`,
    )
  return ['nimbus', entry.aliases[0] ?? `${service} ${verb.replaceAll('-', ' ')}`, ...words, ...flags].join(' ')
}

/** The commands that do by hand what a plan does. What an earlier one gives stands in angle brackets. */
export const commandLines = (
  steps: readonly Pick<PlannedStep, 'operation' | 'input'>[],
  { byId }: Vocabulary,
): readonly string[] =>
  steps.flatMap(({ operation, input }) => {
    const subject = byId.get(operation)
    return subject ? [commandOf(subject, input)] : []
  })
