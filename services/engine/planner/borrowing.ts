import type { Field } from './field.ts'
import type { Frame } from './frame.ts'
import { readers } from './kinds.ts'
import type { World } from './surroundings.ts'
import type { Token } from './token.ts'
import { isFiller, type Subject } from './vocabulary.ts'

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
  new Set(['agent']),
  new Set(['tool']),
]

const related = (one: string, other: string): boolean => families.some((family) => family.has(one) && family.has(other))

const pronouns = new Set(['it', 'that', 'this', 'them', 'there', 'these', 'those', 'its', 'him', 'same', 'result'])

/** Whether something is only pointed at. */
export const pointsBack = (tokens: readonly Token[]): boolean =>
  tokens.some(({ kind, word }) => kind === 'word' && pronouns.has(word))

/** What an earlier step dealt with, as a value for a field of a later one. */
const fromStep = (field: Field, made: Made): unknown => {
  for (const other of made.subject.fields) {
    const value = made.input[other.name]
    if (value === undefined || !related(field.kind, other.kind)) continue
    return Array.isArray(value) ? value[0] : value
  }
  return undefined
}

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
    if (reading && !reading.absent && !reading.several && !isFiller(tokens[at]?.word ?? '')) return reading.value
  }
  return undefined
}

/** Where a field without an argument of its own may take one from. */
export const borrower =
  ({
    frame,
    next,
    made,
    aside,
    world,
  }: {
    frame: Frame
    next: Frame | undefined
    made: readonly Made[]
    aside: readonly (readonly Token[])[]
    world: World
  }) =>
  (field: Field): unknown => {
    const { subject } = frame.choice
    const points = pointsBack(frame.tokens)
    const destructive = subject.effect === 'delete'
    const wanted = field.required || field.unless !== undefined || ['root', 'code', 'path'].includes(field.kind)
    if (field.from) {
      const source = made.findLast(({ subject: { id } }) => id === field.from?.operation)
      return source && (points || !frame.choice.readings.has('directory'))
        ? { $from: { step: source.id, pointer: field.from.pointer } }
        : undefined
    }
    if (!wanted) return undefined
    const last = made.at(-1)
    if (field.kind === 'text') return last && points ? textOf(last) : undefined
    const linked = frame.joint === 'weak' || frame.joint === 'then'
    if (points || (linked && !destructive && !frame.item)) {
      for (const each of made.toReversed()) {
        const value = fromStep(field, each)
        if (value !== undefined) return value
      }
    }
    const own = next && next.joint === 'weak' && !destructive ? next.choice.readings : undefined
    if (own && next)
      for (const other of next.choice.subject.fields) {
        const found = own.get(other.name)
        if (found?.length === 1 && related(field.kind, other.kind) && !found[0]?.absent && !found[0]?.several)
          return found[0]?.value
      }
    if (destructive && !points) return undefined
    for (const tokens of aside) {
      const value = reads(field, tokens, world)
      if (value !== undefined) return value
    }
    return undefined
  }
