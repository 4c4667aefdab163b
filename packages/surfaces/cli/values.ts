import { invalid } from '@nimbus/kernel'
import type { Flag } from './flags.ts'

/** Where values come from besides the command line itself. */
export interface Sources {
  readFile: (path: string) => string
  readStdin: () => string
}

const bad = (flag: Flag, message: string, given: string, next: string) =>
  invalid('invalid-flag', `--${flag.name}: ${message}`, {
    at: `--${flag.name}`,
    why: `it is ${JSON.stringify(given.length > 80 ? `${given.slice(0, 77)}…` : given)}`,
    next,
  })

const fromFile = ({ name }: Flag): string =>
  `write it as '{"name": …}', or name a file that holds it: --${name} @file.json`

/** Whether a flag takes paths, which are taken as they are. */
export const isPath = ({ schema }: Flag): boolean =>
  schema['x-nimbus-path'] !== undefined || schema.items?.['x-nimbus-path'] !== undefined

/** `@file` and `-` stand for their contents, `@@` for a literal `@`; paths are taken as they are. */
const expanded = (flag: Flag, text: string, sources: Sources): string => {
  if (isPath(flag)) return text
  if (text === '-') return sources.readStdin()
  if (text.startsWith('@@')) return text.slice(1)
  return text.startsWith('@') ? sources.readFile(text.slice(1)) : text
}

const toNumber = (flag: Flag, text: string): number => {
  const number = text.trim() === '' ? Number.NaN : Number(text)
  if (!Number.isFinite(number)) throw bad(flag, 'takes a number', text, 'write it in digits, such as 10 or 0.5')
  return number
}

const toJson = (flag: Flag, text: string): unknown => {
  try {
    return JSON.parse(text)
  } catch (cause) {
    // A field that takes text or a structure accepts bare text as text.
    if (flag.schema.type === undefined) return text
    throw bad(flag, `takes JSON: ${cause instanceof Error ? cause.message : ''}`, text, fromFile(flag))
  }
}

const typeOfValues = (flag: Flag): unknown => {
  const { additionalProperties: values } = flag.schema
  return typeof values === 'object' ? values.type : undefined
}

/** What is wrong with a text for a field of names and values, as what such a field really holds. */
const noPair = (flag: Flag, text: string) => {
  const type = typeOfValues(flag)
  if (type === undefined) return bad(flag, 'takes a JSON object', text, fromFile(flag))
  return bad(
    flag,
    'takes name=value',
    text,
    `for example --${flag.name} ${type === 'string' ? 'team=platform' : 'size=1'}`,
  )
}

const toRecord = (flag: Flag, texts: readonly string[]): Record<string, unknown> => {
  const pairs = texts.flatMap((text): [string, unknown][] => {
    if (text.trimStart().startsWith('{')) return Object.entries(toJson(flag, text) as Record<string, unknown>)
    const equals = text.indexOf('=')
    if (equals < 1) throw noPair(flag, text)
    const value = text.slice(equals + 1)
    const numeric = ['number', 'integer'].includes(String(typeOfValues(flag)))
    return [[text.slice(0, equals), numeric ? toNumber(flag, value) : value]]
  })
  return Object.fromEntries(pairs)
}

const toItems = (flag: Flag, text: string): unknown[] => {
  const items = flag.commas ? text.split(',').filter(Boolean) : [text]
  const type = flag.schema.items?.type
  return type === 'number' || type === 'integer' ? items.map((item) => toNumber(flag, item)) : items
}

/** The values given for one flag as the field's value. Raises `invalid-flag` (exit 2). */
export const toValue = (flag: Flag, given: readonly string[], sources: Sources): unknown => {
  const texts = given.map((text) => expanded(flag, text, sources))
  const last = texts.at(-1) ?? ''
  switch (flag.kind) {
    case 'list':
      return texts.flatMap((text) => toItems(flag, text))
    case 'record':
      return toRecord(flag, texts)
    case 'number':
      return toNumber(flag, last)
    case 'json':
      return toJson(flag, last)
    case 'boolean':
      if (last === 'true' || last === 'false') return last === 'true'
      throw bad(flag, 'takes true or false', last, `write --${flag.name} or --${flag.name}=false`)
    case 'string':
      return last
  }
}
