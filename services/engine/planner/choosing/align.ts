import { opposing } from '../clauses/lists.ts'
import { placesOf } from '../clauses/places.ts'
import { pointable, pointing } from '../clauses/pointing.ts'
import type { World } from '../surroundings.ts'
import type { Pattern } from '../tokens/pattern.ts'
import { isContent, isFillerToken, tokenConcept } from '../tokens/request-tokens.ts'
import type { Token } from '../tokens/token.ts'
import type { Field } from '../values/field.ts'
import { type Setting, textBetween } from '../values/free-text.ts'
import { readers } from '../values/kinds.ts'
import type { Reading } from '../values/reading.ts'
import { stemOf } from '../words/stem.ts'
import { valuesSaid } from '../words/value-words.ts'

/** A phrase laid over what was said: which words it found, and what stands in its places. */
export interface Alignment {
  pattern: Pattern
  words: readonly number[]
  readings: ReadonlyMap<string, readonly Reading[]>
  /** How much it says, for the choice between phrases. */
  weight: number
}

/** What is read where no argument takes it. */
const nameless = { kind: 'name', values: [], schema: {} } as unknown as Field

/** Kinds that any word is of: the first one is meant. */
const single = new Set(['search', 'word', 'name', 'stack-name', 'new-branch', 'file-name', 'value'])

/** Kinds that any word is of and that stand right where they are asked for. */
const close = new Set(['name', 'word', 'stack-name'])

/** Several of one kind, joined by marks or `and`. */
const listFrom = (
  start: number,
  end: number,
  field: Field,
  tokens: readonly Token[],
  world: World,
  taken: ReadonlySet<number>,
  twin: boolean,
): readonly Reading[] => {
  const read = readers[field.kind]
  const found: Reading[] = []
  let at = start
  while (at < end) {
    const reading = taken.has(at) ? undefined : read?.(at, { tokens, world, field })
    if (reading && reading.to <= end) {
      if (single.has(field.kind)) return [reading]
      found.push(reading)
      at = reading.to
    } else {
      const token = tokens[at]
      const ends = token && token.kind !== 'mark' && (!isFillerToken(token) || (twin && opposing.test(token.word)))
      const passed = token !== undefined && isContent(token) && close.has(field.kind)
      if ((found.length > 0 && ends) || passed) break
      at++
    }
  }
  return found
}

/** What stands in a place: behind the word before it, or, as people also say it, right before that word. */
const placed = (
  start: number,
  end: number,
  before: number | undefined,
  field: Field,
  { tokens, world, taken, subject }: Setting,
): readonly Reading[] => {
  const quoted = ['search', 'search-words'].includes(field.kind)
    ? tokens.findIndex(({ kind }, at) => kind === 'quoted' && !taken.has(at))
    : -1
  if (quoted >= 0) return [{ value: tokens[quoted]?.text, from: quoted, to: quoted + 1, exact: true }]
  const rooted = single.has(field.kind) ? subject.fields.find(({ kind }) => kind === 'root') : undefined
  const isRoot = (at: number): boolean =>
    rooted !== undefined && readers.root?.(at, { tokens, world, field: rooted }) !== undefined
  const skipping = rooted ? new Set([...taken, ...tokens.keys().filter(isRoot)]) : taken
  const twin = subject.fields.some((other) => other !== field && other.kind === field.kind)
  const behind = listFrom(start, end, field, tokens, world, skipping, twin)
  if (behind.length > 0 || before === undefined || single.has(field.kind)) return behind
  const reading =
    before > 0 && !taken.has(before - 1) ? readers[field.kind]?.(before - 1, { tokens, world, field }) : undefined
  return reading && reading.to === before ? [reading] : []
}

/** Small words that say what a place is for: without them it would take what belongs elsewhere. */
const relations = new Set([
  'from',
  'to',
  'as',
  'with',
  'into',
  'off',
  'than',
  'against',
  'by',
  'until',
  'sinc',
  'through',
  'that',
  'at',
])

/** Lays a phrase over what was said; undefined when a word of it is missing or a place stays empty. */
export const align = (pattern: Pattern, setting: Setting): Alignment | undefined => {
  const { tokens, vocabulary, subject } = setting
  const places = placesOf(pattern, setting)
  if (!places) return undefined
  const readings = new Map<string, readonly Reading[]>()
  let cursor = 0
  let weight = 0
  const words: number[] = []
  const firstContent = tokens.findIndex(
    (token) =>
      isContent(token) ||
      (token.kind === 'word' &&
        vocabulary.verbs.has(tokenConcept(token)) &&
        !['have', 'get', 'need', 'want', 'let', 'mak'].includes(token.stem)),
  )
  for (const [i, part] of pattern.entries()) {
    if (!('slot' in part)) {
      const at = places[i]
      if (at !== undefined) {
        cursor = Math.max(cursor, at + 1)
        words.push(at)
        weight += part.filler ? 0.1 : vocabulary.weight(part.concept)
      }
      continue
    }
    const field = subject.fields.find(({ name }) => name === part.slot)
    if (!field) {
      // A place for something that the operation takes no argument for, such as a name in a list that it gives.
      const read = readers[part.slot]
      const at = tokens.findIndex(
        (token, i) =>
          i >= cursor && (read ? read(i, { tokens, world: setting.world, field: nameless }) : isContent(token)),
      )
      if (at < 0) return undefined
      words.push(at)
      cursor = at + 1
      continue
    }
    if (setting.found.has(part.slot)) {
      weight += field.required ? 0.5 : 0.4
      continue
    }
    const relation = pattern[i - 1]
    if (
      relation &&
      'concept' in relation &&
      relations.has(relation.concept) &&
      places[i - 1] === undefined &&
      (!field.required || field.kind === 'text')
    )
      return undefined
    const following = places.slice(i + 1).find((at) => at !== undefined)
    const end = following ?? tokens.length
    if (field.kind === 'text') {
      const text = textBetween(cursor, end, setting, following !== undefined && cursor > 0)
      const anyQuoted = tokens.findIndex(({ kind }) => kind === 'quoted')
      const found =
        text ??
        (anyQuoted >= 0
          ? { value: tokens[anyQuoted]?.text, from: anyQuoted, to: anyQuoted + 1, exact: true }
          : undefined)
      if (!found) return undefined
      // Free text follows the order that asks for it; anywhere else it would be the rest of something else.
      const head = words.find((at) => at >= firstContent) ?? -1
      const led = [...readings.values()].flat().some(({ from }) => from === firstContent)
      if (!found.exact && head !== firstContent && !led) return undefined
      const opener = pattern.find((each) => 'concept' in each && !each.filler)
      // A word that only means something like it leads to no free text: what is kept need not be noted.
      if (!found.exact && !led && opener && 'word' in opener && tokens[head]?.stem !== stemOf(opener.word))
        return undefined
      const anchor = pattern[i + 1]
      if (!found.exact && anchor && (following === undefined || !('concept' in anchor) || places[i + 1] === undefined))
        return undefined
      readings.set(part.slot, [found])
      weight += field.required ? 0.4 : 0.2
      cursor = Math.max(cursor, found.to)
      continue
    }
    const valued = field.values.length > 0 && field.kind !== 'value'
    const inside = tokens.slice(cursor, end)
    const named = valued
      ? valuesSaid(field, inside, new Set()).map((each) => ({
          ...each,
          from: each.from + cursor,
          to: each.to + cursor,
        }))
      : []
    const listed =
      valued && (named.length > 0 || field.kind !== 'setting')
        ? named
        : placed(cursor, end, places[i - 1], field, setting)
    const pointed = pointable.has(field.kind) && inside.some(({ kind, word }) => kind === 'word' && pointing.has(word))
    // Where there is a usual place, it need not be said.
    if (
      listed.length === 0 &&
      !field.required &&
      ['root', 'code', 'directory'].includes(field.kind) &&
      field.default !== undefined
    )
      continue
    if (listed.length === 0 && pointed) {
      weight += 0.3
      continue
    }
    if (listed.length === 0 && !(valued && !field.required && field.unless === undefined)) return undefined
    if (listed.length === 0) continue
    readings.set(part.slot, listed)
    cursor = Math.max(cursor, ...listed.map(({ to }) => to))
    weight += field.required ? 0.5 : 0.4
  }
  return { pattern, words, readings, weight }
}
