import { pointable } from '../clauses/pointing.ts'
import type { World } from '../surroundings.ts'
import type { Token } from '../tokens/token.ts'
import type { Field } from '../values/field.ts'
import { readers } from '../values/kinds.ts'
import { valueText } from '../values/value-text.ts'
import { isFiller, type Subject } from '../words/vocabulary.ts'
import type { Frame } from './frame.ts'

/** A step that was made, as later ones may speak of it. */
export interface Made {
  id: string
  subject: Subject
  input: Readonly<Record<string, unknown>>
}

/** Kinds of which a thing can be taken for another: what was written can be staged. */
const families: readonly ReadonlySet<string>[] = [
  new Set(['root', 'code', 'directory', 'path', 'new-directory', 'repository']),
  new Set(['file', 'new-file', 'path', 'spec-file']),
  new Set(['branch', 'new-branch', 'commit', 'back']),
  new Set(['plan', 'any-plan']),
  new Set(['run']),
  new Set(['artifact']),
  new Set(['task']),
  new Set(['conversation']),
  new Set(['agent']),
  new Set(['tool']),
]

/** Kinds of names that something gets when it is made. */
const newKinds: ReadonlySet<string> = new Set(['new-branch', 'new-file'])

const related = (one: string, other: string): boolean => families.some((family) => family.has(one) && family.has(other))

const pronouns = new Set(['it', 'that', 'this', 'them', 'there', 'these', 'those', 'its', 'him', 'same', 'result'])

/** Whether something is only pointed at. */
export const pointsBack = (tokens: readonly Token[]): boolean =>
  tokens.some(
    ({ kind, word }, at) =>
      kind === 'word' && pronouns.has(word) && !/^(?:after|before|then)$/.test(tokens[at - 1]?.word ?? ''),
  )

/** Whether one thing is pointed at, and not several. */
const isSingular = (tokens: readonly Token[]): boolean =>
  tokens.some(
    ({ kind, word, start, end }) => kind === 'word' && end > start && /^(?:it|that|this|its|same)$/.test(word),
  )

/** What an earlier step dealt with, as values for a field of a later one. */
const fromStep = (field: Field, made: Made, { directories }: World): readonly unknown[] | undefined => {
  for (const other of made.subject.fields) {
    const value = made.input[other.name] ?? (other.roots ? other.default : undefined)
    if (value === undefined || !related(field.kind, other.kind)) continue
    // A folder is no file.
    if (field.kind === 'file' && [value].flat().some((each) => directories.has(valueText(each)))) continue
    if (other.roots && field.kind === 'root') return rootsOf(other.roots, { ...made.input, [other.name]: value })
    return Array.isArray(value) ? value.slice(0, 1) : [value]
  }
  return undefined
}

/** The roots that a step makes: its template with every value of a list. */
const rootsOf = (template: string, input: Made['input']): readonly string[] =>
  [...template.matchAll(/\{(\w+)(?:=(\w+))?\}/g)].reduce<readonly string[]>(
    (paths, [place, name = '', usual = '']) => {
      const value = input[name]
      const all = Array.isArray(value) ? value : [value ?? usual]
      return paths.flatMap((path) => all.map((each) => path.replace(place, valueText(each))))
    },
    [template],
  )

const textOutputs = ['markdown', 'report', 'text', 'diff', 'content', 'mermaid']

/** The output of an earlier step that is a text. */
const textOf = ({ id, subject, input }: Made): unknown => {
  const outputs = subject.entry.output.properties ?? {}
  const pointer = textOutputs.find((name) => name in outputs && (name !== 'markdown' || input.markdown === true))
  return pointer === undefined ? undefined : { $from: { step: id, pointer: `/${pointer}` } }
}

const reads = (field: Field, tokens: readonly Token[], world: World): unknown => {
  for (let at = 0; at < tokens.length; at++) {
    const reading = readers[field.kind]?.(at, { tokens, world, field })
    // What is told of has something to do with a branch, and is not that branch.
    const half = field.kind === 'commit' && reading?.exact === false
    if (reading && !half && !reading.absent && !reading.several && !isFiller(tokens[at]?.word ?? ''))
      return reading.value
  }
  return undefined
}

/** Where a field without an argument of its own may take one from. */
export const borrower =
  ({
    frame,
    next,
    made,
    earlier,
    aside,
    world,
  }: {
    frame: Frame
    next: readonly Frame[]
    made: readonly Made[]
    earlier: readonly Made[]
    aside: readonly (readonly Token[])[]
    world: World
  }) =>
  (field: Field): readonly unknown[] | undefined => {
    const { subject } = frame.choice
    const points = pointsBack(frame.tokens)
    const destructive = subject.effect === 'delete'
    const wanted = field.required || field.unless !== undefined || ['root', 'code', 'path'].includes(field.kind)
    if (field.from) {
      const source = made.findLast(({ subject: { id } }) => id === field.from?.operation)
      return source && (points || !frame.choice.readings.has('directory'))
        ? [{ $from: { step: source.id, pointer: field.from.pointer } }]
        : undefined
    }
    if (!wanted) return undefined
    const last = made.at(-1)
    const all = [...earlier, ...made]
    if (field.kind === 'text') {
      const text = last && points ? textOf(last) : undefined
      return text === undefined ? undefined : [text]
    }
    // What narrows an order was said of another one, unless it is pointed at.
    const narrows = field.kind === 'path' && !field.required && field.unless === undefined
    const linked = !narrows && (frame.joint === 'weak' || frame.joint === 'then')
    if (points || (linked && !destructive && !frame.item)) {
      for (const each of all.toReversed()) {
        // What was made is not made again: `create branch fix, then create a branch`.
        if (newKinds.has(field.kind) && each.subject === subject && !points) continue
        const value = fromStep(field, each, world)
        if (value === undefined) continue
        // What was ordered of several is ordered of all of them: `init, validate and plan dev and staging`.
        const beside = isSingular(frame.tokens) ? [] : all.slice(0, all.indexOf(each)).toReversed()
        const end = beside.findIndex((other) => other.subject !== each.subject)
        const others = beside.slice(0, end < 0 ? undefined : end)
        const values = [...others.toReversed().flatMap((other) => fromStep(field, other, world) ?? []), ...value]
        // Two that are compared are one each: `read a.md and b.md and compare them`.
        const twins = subject.fields.filter(
          ({ kind, required, unless }) => (required || unless !== undefined) && related(kind, field.kind),
        )
        return twins.length > 1 && values.length > 1 ? values.slice(twins.indexOf(field)).slice(0, 1) : values
      }
    }
    const end = next.findIndex(({ joint }) => joint !== 'weak' && joint !== 'then')
    const own = field.required || field.unless !== undefined || field.kind !== 'path'
    for (const later of destructive || frame.item || !own ? [] : next.slice(0, end < 0 ? undefined : end))
      for (const other of later.choice.subject.fields) {
        const found = later.choice.readings.get(other.name)
        const plain = found?.every(({ absent, several }) => !absent && !several)
        if (found && plain && related(field.kind, other.kind)) return found.map(({ value }) => value)
      }
    if (destructive && !points) return undefined
    for (const tokens of pointable.has(field.kind) ? aside : []) {
      const value = reads(field, tokens, world)
      if (value !== undefined) return [value]
    }
    return undefined
  }
