import { invalid } from '@nimbus/kernel/define'
import { isMap, isScalar, LineCounter, parseDocument } from 'yaml'
import { type Persona, Verbosity } from './persona.ts'

const longestTone = 1_000
const longestSummary = 200

/** Where something stands: `.nimbus/personas/pirate.yaml:3:1`. */
type Place = (offset: number) => string

const fault = (message: string, at: string, why?: string) =>
  invalid('invalid-persona', message, {
    at,
    ...(why ? { why } : {}),
    next: 'a persona has summary, tone and verbosity (brief, normal or detailed), and nothing else',
  })

const textOf = (field: string, value: unknown, longest: number, at: string): string => {
  if (typeof value !== 'string' || value.trim() === '') throw fault(`${field}: takes a text`, at)
  if (value.length > longest)
    throw fault(`${field}: is too long`, at, `it has ${value.length} characters, and ${longest} are allowed`)
  return value.trim()
}

const readers = {
  summary: (value: unknown, at: string) => ({ summary: textOf('summary', value, longestSummary, at) }),
  tone: (value: unknown, at: string) => ({ tone: textOf('tone', value, longestTone, at) }),
  verbosity(value: unknown, at: string) {
    const { success, data } = Verbosity.safeParse(value)
    if (success) return { verbosity: data }
    throw fault(`verbosity: ${JSON.stringify(value)} is none`, at, `known are ${Verbosity.options.join(', ')}`)
  },
} as const

const isField = (key: string): key is keyof typeof readers => Object.hasOwn(readers, key)

/**
 * Reads a persona file: `summary`, `tone`, `verbosity`.
 *
 * Raises `invalid-persona` (exit 2) with the line, for a file that is no YAML and for any other key: a persona that tried
 * to set a model, an operation or a permission would otherwise silently not do it.
 */
export const readPersona = (name: string, text: string, shown: string): Persona => {
  const lines = new LineCounter()
  const document = parseDocument(text, { lineCounter: lines, uniqueKeys: true })
  const place: Place = (offset) => {
    const { line, col } = lines.linePos(offset)
    return `${shown}:${line}:${col}`
  }
  const [broken] = document.errors
  if (broken) throw fault('The persona is no YAML', place(broken.pos[0]), broken.message.split('\n')[0])
  if (!isMap(document.contents)) throw fault('The persona is no mapping', place(0))
  let persona: Persona = { name, summary: name, tone: '', verbosity: 'normal', from: shown }
  for (const { key, value } of document.contents.items) {
    const field = isScalar(key) ? String(key.value) : ''
    const at = place(isScalar(key) ? (key.range?.[0] ?? 0) : 0)
    if (!isField(field))
      throw fault(
        `${field}: is nothing that a persona sets`,
        at,
        'it decides how answers sound, never what may be done',
      )
    persona = { ...persona, ...readers[field](isScalar(value) ? value.value : undefined, at) }
  }
  if (persona.tone === '') throw fault('tone: is missing', place(0))
  return persona
}
