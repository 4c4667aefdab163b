import { type CatalogEntry, mainName, quoted } from '@nimbus/kernel'
import { type Flag, flagsOf, kebab } from './flags.ts'
import { isPath } from './values.ts'

/** A text as it must be typed so that it is not read from a file, or undefined where `-` would read standard input. */
const typed = (flag: Flag, text: string): string | undefined => {
  if (isPath(flag)) return text
  if (text === '-') return undefined
  return text.startsWith('@') ? `@${text}` : text
}

const jsonText = (value: unknown): string => {
  if (typeof value !== 'string' || /^[@-]/.test(value)) return JSON.stringify(value)
  try {
    JSON.parse(value)
    return JSON.stringify(value)
  } catch {
    // Bare text stands for itself where a structure would do as well.
    return value
  }
}

/** `name=value` says text, and numbers where the schema wants them; everything else is said as one JSON object. */
const recordTexts = (flag: Flag, value: object): string[] => {
  const { additionalProperties: values } = flag.schema
  const wanted = typeof values === 'object' && String(values.type).match(/^(number|integer)$/) ? 'number' : 'string'
  const entries = Object.entries(value)
  const asPairs = entries.every(([key, inner]) => /^[^\s={@-][^=]*$/.test(key) && typeof inner === wanted)
  return asPairs ? entries.map(([key, inner]) => `${key}=${String(inner)}`) : [JSON.stringify(value)]
}

/** The texts that give a field its value, one for each time the flag stands; undefined where flags cannot say it. */
const textsOf = (flag: Flag, value: unknown): string[] | undefined => {
  const texts =
    flag.kind === 'json'
      ? [jsonText(value)]
      : flag.kind === 'record' && value && typeof value === 'object'
        ? recordTexts(flag, value)
        : flag.kind === 'list' && Array.isArray(value)
          ? flag.commas && value.length > 0
            ? [value.join(',')]
            : value.map((item) => typed(flag, String(item)))
          : [typed(flag, String(value))]
  const all = texts.filter((text) => text !== undefined)
  return all.length === texts.length && all.length > 0 ? all : undefined
}

const flagWords = (flag: Flag, texts: readonly string[], value: unknown): string[] => {
  if (flag.kind === 'boolean') return [value === true ? `--${flag.name}` : `--no-${flag.name}`]
  return texts.map((text) => `--${flag.name}${text.startsWith('-') ? '=' : ' '}${quoted(text)}`)
}

/** The command line of an example, as it can be pasted. What flags cannot say goes into `--input`. */
export const exampleCommand = (entry: CatalogEntry, input: unknown): string => {
  const values = new Map<string, unknown>(Object.entries(input && typeof input === 'object' ? input : {}))
  const flags = flagsOf(entry)
  const words: string[] = []
  for (const field of entry.positional) {
    const flag = flags.find((each) => each.field === field)
    const texts = flag && values.has(field) ? textsOf(flag, values.get(field)) : undefined
    if (!texts || texts.some((text) => text.startsWith('-'))) break
    words.push(...texts.map(quoted))
    values.delete(field)
  }
  const passed = entry.passthrough ? values.get(entry.passthrough) : undefined
  if (entry.passthrough) values.delete(entry.passthrough)
  const unsaid: Record<string, unknown> = {}
  for (const [field, value] of values) {
    const flag = flags.find((each) => each.name === kebab(field))
    const texts = flag && textsOf(flag, value)
    if (flag && texts) words.push(...flagWords(flag, texts, value))
    else unsaid[field] = value
  }
  if (Object.keys(unsaid).length > 0) words.push(`--input ${quoted(JSON.stringify(unsaid))}`)
  if (Array.isArray(passed) && passed.length > 0) words.push('--', ...passed.map(String).map(quoted))
  return ['nimbus', mainName(entry), ...words].join(' ')
}
