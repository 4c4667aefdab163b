import { says } from '../tokens/cue.ts'
import { isTicket } from '../tokens/labels.ts'
import type { Token } from '../tokens/token.ts'
import type { Field } from '../values/field.ts'
import { readers } from '../values/kinds.ts'
import type { Reading } from '../values/reading.ts'
import type { Subject } from '../words/vocabulary.ts'
import type { FillContext } from './fill.ts'

/** Whether the words around a value are so clear that they end a free text before them. */
export const isClear = ({ name, kind, cues }: Field): boolean =>
  ['new-file', 'name', 'media-type', 'number', 'seconds'].includes(kind) &&
  cues.some((cue) => cue.filter((part) => 'concept' in part && (!part.filler || part.word === name)).length >= 1)

/** More of the same behind one: `and b`, `, c`. */
export const furtherOf = (field: Field, from: number, context: FillContext): readonly Reading[] => {
  const { tokens } = context
  const joins = ({ kind, text, word }: Token): boolean =>
    (kind === 'mark' && [',', '&', '+'].includes(text)) || word === 'and'
  let at = from
  while (at < tokens.length && joins(tokens[at] as Token)) at++
  const next = at > from ? readers[field.kind]?.(at, { ...context, field }) : undefined
  return next ? [next, ...furtherOf(field, next.to, context)] : []
}

/** Further words that are looked for, each in quotation marks as the first one: `for "staging" and "apply"`. */
export const quotedBeside = (
  { kind }: Field,
  found: readonly Reading[],
  tokens: readonly Token[],
  taken: ReadonlySet<number>,
): readonly Reading[] =>
  kind === 'search-words' && found.every(({ from }) => tokens[from]?.kind === 'quoted')
    ? tokens.flatMap(({ kind: each, text }, at) =>
        each === 'quoted' && !taken.has(at) ? [{ value: text, from: at, to: at + 1, exact: true }] : [],
      )
    : []

/** Words that turn something off. */
export const turnedOff = new Set([
  'not',
  'no',
  'never',
  'without',
  "don't",
  "mustn't",
  "shouldn't",
  'out',
  'off',
  'skip',
])

/** Whether a word only happens to be the name of a file, where the operation is about none: `the orders service`. */
export const isByTheWay = ({ kind, required, name }: Field, token: Token, { entry }: Subject): boolean =>
  kind === 'file' && token.kind === 'word' && !required && !entry.positional.includes(name)

/** Whether only a part of the name of a branch was said, where nothing has to be one: `we cut the next release`. */
export const isHalf = ({ kind, required, unless }: Field, { exact, absent }: Reading): boolean =>
  kind === 'branch' && !required && unless === undefined && !exact && !absent

/** What is typed behind a flag, as it is: a figure, or one piece that could be a name. */
export const typedBehind = (
  { kind, many }: Field,
  at: number,
  end: number,
  tokens: readonly Token[],
): readonly Reading[] => {
  const token = tokens[at + 1]
  if (!token || at + 2 !== end || many) return []
  const place = { from: at + 1, to: at + 2, exact: true }
  if (kind === 'limit' || kind === 'number')
    return token.kind === 'number' ? [{ value: Number(token.text), ...place }] : []
  return /^(?:new-directory|directory|new-file|name|word|stack-name|new-branch)$/.test(kind)
    ? [{ value: token.text, ...place }]
    : []
}

/** The name of an argument that a flag gives. */
export const flagName = (text: string): string =>
  text.replace(/^-+/, '').replace(/-([a-z])/g, (_, letter: string) => letter.toUpperCase())

/** Whether a word before `stack` says what is in it, and so is no name of it: `the database stack`. */
export const isKindOfStack = (
  { kind }: Field,
  { from, to }: Reading,
  fields: readonly Field[],
  tokens: readonly Token[],
): boolean => {
  const [token, next] = [tokens[from], tokens[to]]
  return (
    kind === 'stack-name' &&
    token?.kind !== undefined &&
    next?.word === 'stack' &&
    fields.some(({ values }) =>
      values.some(({ value, patterns }) =>
        patterns.some(([part, ...more]) => value === token.word || (more.length === 0 && part && says(token, part))),
      ),
    )
  )
}

/** What something is told apart by, from the first of it on, where a phrase met the last: `stats by model and by agent`. */
export const widest = (
  fields: readonly Field[],
  name: string,
  found: readonly Reading[],
  { tokens, world }: FillContext,
): readonly Reading[] => {
  const field = fields.find((each) => each.name === name)
  const [reading] = found
  if (field?.kind !== 'dimensions' || !reading) return found
  const first = tokens.findIndex(({ word }, at) => /^(?:by|per|each)$/.test(tokens[at - 1]?.word ?? '') && word !== '')
  const whole = first < 0 ? undefined : readers.dimensions?.(first, { tokens, world, field })
  return whole && whole.from < reading.from && whole.to >= reading.to ? [whole] : found
}

/** Places of words that tell several things of one name apart: `the production of the blog`. */
export const apartPlaces = (found: readonly Reading[], tokens: readonly Token[]): readonly number[] => {
  const parts = found.flatMap(({ several }) => (several ?? []).flatMap((each) => each.split('/')))
  return tokens.flatMap(({ word }, at) => (parts.includes(word) ? [at] : []))
}

/** The name of an output, which is known by its form: `give me the vpc_id from staging`. */
const outputNamed = (
  fields: readonly Field[],
  { tokens }: FillContext,
  readings: ReadonlyMap<string, readonly Reading[]>,
): readonly [Field, Reading] | undefined => {
  const field = fields.find(({ kind, name }) => kind === 'output-name' && !readings.has(name))
  const found = tokens.flatMap(({ kind, text }, at) =>
    kind === 'name' && /^[a-z][a-z0-9]*(?:_[a-z0-9]+)+$/.test(text) ? [at] : [],
  )
  const [at, ...more] = found
  return field && at !== undefined && more.length === 0
    ? [field, { value: tokens[at]?.text, from: at, to: at + 1, exact: true }]
    : undefined
}

/** What a thing is called elsewhere, said right behind its address as on a command line: `import aws_vpc.main vpc-1`. */
const idBehind = (
  fields: readonly Field[],
  { tokens, world }: FillContext,
  readings: ReadonlyMap<string, readonly Reading[]>,
): readonly [Field, Reading] | undefined => {
  const field = fields.find(({ kind, name }) => kind === 'foreign-id' && !readings.has(name))
  const at = tokens.findIndex(({ kind }) => kind === 'address') + 1
  const reading = field && at > 0 ? readers['foreign-id']?.(at, { tokens, world, field }) : undefined
  return field && reading && [field, reading]
}

/** Kinds of pieces that nobody says but to name something in code. */
const codeKinds: ReadonlySet<string> = new Set(['name', 'cidr', 'address'])

/** Whether a piece has the form of code, and is nothing that is here: `idle_timeout`, `process.env`. */
const isCode = (token: Token, { fileSet, names }: FillContext['world']): boolean =>
  !isTicket(token) &&
  !names.has(token.word) &&
  (codeKinds.has(token.kind) || (token.kind === 'path' && /^\w[^/]*$/.test(token.text) && !fileSet.has(token.text)))

/** The text that is looked for, where nothing else was named and it is known by its form: `where do we set idle_timeout`. */
const searchedFor = (
  fields: readonly Field[],
  { tokens, world }: FillContext,
  readings: ReadonlyMap<string, readonly Reading[]>,
): readonly [Field, Reading] | undefined => {
  const field = fields.find(({ kind, name, required }) => kind === 'search' && required && !readings.has(name))
  if (!field || tokens.some(({ kind }) => kind === 'quoted')) return undefined
  const read = [...readings.values()].flat()
  const [at, ...more] = tokens.flatMap((token, place) =>
    isCode(token, world) && !read.some(({ from, to }) => from <= place && place < to) ? [place] : [],
  )
  return at === undefined || more.length > 0
    ? undefined
    : [field, { value: tokens[at]?.text, from: at, to: at + 1, exact: true }]
}

/** An argument that is known by the form of what was said, or by where it stands. */
export const knownByForm = (
  fields: readonly Field[],
  context: FillContext,
  readings: ReadonlyMap<string, readonly Reading[]>,
): readonly [Field, Reading] | undefined =>
  idBehind(fields, context, readings) ??
  outputNamed(fields, context, readings) ??
  searchedFor(fields, context, readings)
