import { says } from './cue.ts'
import type { Field } from './field.ts'
import { readers } from './kinds.ts'
import type { Pattern } from './pattern.ts'
import type { Reading } from './reading.ts'
import { isContent, isFillerToken, tokenConcept } from './request-tokens.ts'
import type { World } from './surroundings.ts'
import type { Token } from './token.ts'
import { valuesSaid } from './value-words.ts'
import type { Subject, Vocabulary } from './vocabulary.ts'

/** A phrase laid over what was said: which words it found, and what stands in its places. */
export interface Alignment {
  pattern: Pattern
  words: readonly number[]
  readings: ReadonlyMap<string, readonly Reading[]>
  /** How much it says, for the choice between phrases. */
  weight: number
}

interface Setting {
  tokens: readonly Token[]
  world: World
  vocabulary: Vocabulary
  subject: Subject
  /** The request itself, from which free text is taken as it was written. */
  request: string
  /** Places that something was found in already. */
  taken: ReadonlySet<number>
}

/** Where each word of a phrase was said, in order; undefined when one that matters was not. */
const placesOf = (pattern: Pattern, tokens: readonly Token[]): readonly (number | undefined)[] | undefined => {
  const places: (number | undefined)[] = []
  const speaking = pattern.some((part) => 'concept' in part && !part.filler)
  let cursor = 0
  for (const part of pattern) {
    if ('slot' in part) {
      places.push(undefined)
      continue
    }
    const at = tokens.findIndex((token, i) => i >= cursor && says(token, part))
    if (at < 0 && (!part.filler || !speaking)) return undefined
    places.push(at < 0 ? undefined : at)
    if (at >= 0) cursor = at + 1
  }
  // A small word that was found only behind the next one that matters is not that of the phrase.
  let limit = tokens.length
  for (let i = pattern.length - 1; i >= 0; i--) {
    const part = pattern[i]
    const at = places[i]
    if (at === undefined || !part || 'slot' in part) continue
    if (at > limit) places[i] = undefined
    else if (!part.filler) limit = at
  }
  return places
}

/** Kinds that any word is of: the first one is meant. */
const single = new Set(['search', 'word', 'name', 'stack-name', 'new-branch', 'file-name', 'value'])

/** Several of one kind, joined by marks or `and`. */
const listFrom = (
  start: number,
  end: number,
  field: Field,
  tokens: readonly Token[],
  world: World,
  taken: ReadonlySet<number>,
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
      if (found.length > 0 && token && token.kind !== 'mark' && !isFillerToken(token)) break
      at++
    }
  }
  return found
}

const trimmed = (text: string): string =>
  text
    .trim()
    .replace(/^(?:that|to|:|,|-|about|with|the message)\s+/i, '')
    .replace(/^[:,]\s*/, '')
    .replace(/[\s,;]+(?:please|pls|thanks|thank you|thx)[.!]*$/i, '')
    .replace(/[\s.,;!]+$/, (end) => (end.includes('!') ? '' : ''))

/** Free text between two places. Words that only belong to the operation are no text. */
const textBetween = (
  start: number,
  end: number,
  { tokens, request, subject }: Setting,
  bounded: boolean,
): Reading | undefined => {
  const inside = tokens.slice(start, end)
  const quoted = inside.findIndex(({ kind }) => kind === 'quoted')
  if (quoted >= 0) return { value: inside[quoted]?.text, from: start + quoted, to: start + quoted + 1, exact: true }
  const own =
    bounded ||
    inside.some(
      (token) =>
        isContent(token) && !(token.kind === 'word' && (subject.concepts.get(tokenConcept(token)) ?? 0) >= 0.5),
    )
  const fileField = subject.fields.find(({ kind, many }) => kind === 'file' && many)
  const content = inside.filter(isContent)
  if (fileField && content.length > 0 && content.every(({ kind }) => kind === 'path')) return undefined
  if (
    content.length === 0 &&
    inside.every(({ word }) => ['it', 'that', 'this', 'them', 'there', 'the', 'its', 'result'].includes(word))
  )
    return undefined
  const [first, last] = [inside[0], inside.at(-1)]
  if (!own || !first || !last) return undefined
  const text = trimmed(request.slice(first.start, last.end))
  return text === '' ? undefined : { value: text, from: start, to: end, exact: false }
}

/** What stands in a place: behind the word before it, or, as people also say it, right before that word. */
const placed = (
  start: number,
  end: number,
  before: number | undefined,
  field: Field,
  { tokens, world, taken }: Setting,
): readonly Reading[] => {
  const behind = listFrom(start, end, field, tokens, world, taken)
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
  'at',
])

/** Lays a phrase over what was said; undefined when a word of it is missing or a place stays empty. */
export const align = (pattern: Pattern, setting: Setting): Alignment | undefined => {
  const { tokens, vocabulary, subject } = setting
  const places = placesOf(pattern, tokens)
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
    if (!field) return undefined
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
    const listed = valued
      ? valuesSaid(field, inside, new Set()).map((each) => ({
          ...each,
          from: each.from + cursor,
          to: each.to + cursor,
        }))
      : placed(cursor, end, places[i - 1], field, setting)
    if (listed.length === 0 && !(valued && !field.required)) return undefined
    if (listed.length === 0) continue
    readings.set(part.slot, listed)
    cursor = Math.max(cursor, ...listed.map(({ to }) => to))
    weight += field.required ? 0.5 : 0.4
  }
  return { pattern, words, readings, weight }
}
