import { backgroundPlaces } from '../clauses/background.ts'
import { turnedDownIn, wantedIn } from '../clauses/left-out.ts'
import { lookingIn } from '../clauses/looking.ts'
import type { World } from '../surroundings.ts'
import { findCue } from '../tokens/cue.ts'
import type { Pattern } from '../tokens/pattern.ts'
import type { Token } from '../tokens/token.ts'
import type { Field } from '../values/field.ts'
import { readers, selfEvident } from '../values/kinds.ts'
import { readIntroduced } from '../values/read-texts.ts'
import { placesIn, type Reading } from '../values/reading.ts'
import { valueText } from '../values/value-text.ts'
import { valuesSaid } from '../words/value-words.ts'
import type { Subject, Vocabulary } from '../words/vocabulary.ts'
import { accounted } from './accounted.ts'
import type { Alignment } from './align.ts'
import { behindColon } from './behind-colon.ts'
import { bestAlignment } from './best-alignment.ts'
import { callInput } from './call-input.ts'
import {
  apartPlaces,
  furtherOf,
  isByTheWay,
  isClear,
  isHalf,
  isKindOfStack,
  knownByForm,
  quotedBeside,
  turnedOff,
  widest,
} from './fill-fields.ts'
import { flaggedIn } from './flags.ts'
import { looselyAligned } from './loosely.ts'
import { endsOfRange, sidesOfCommit } from './one-commit.ts'
import { isTwin, rolesIn } from './roles.ts'

/** Arguments that were found for an operation, and what is left over. */
export interface Filled {
  subject: Subject
  readings: ReadonlyMap<string, readonly Reading[]>
  /** The same, with what is only named to leave it out. */
  named: ReadonlyMap<string, readonly Reading[]>
  /** Places of tokens that belong to an argument or to the operation itself. */
  taken: ReadonlySet<number>
  /** What nobody has an explanation for. */
  leftover: readonly Token[]
  /** What only says what it is for. */
  around: readonly Token[]
  alignment: Alignment | undefined
  /** How much of what was said is explained, from 0 to 1. */
  explained: number
}

/** What filling needs beside the operation. */
export interface FillContext {
  tokens: readonly Token[]
  request: string
  world: World
  vocabulary: Vocabulary
}

/** Kinds that are read from the same words as another one: both ends of a range. */
const sharing = new Set(['line-count', 'until'])

/** Kinds that are found by the words around them before a phrase could take them for something else. */
const early = new Set(['since', 'age', 'seconds'])

/** Words between what a file is and its name: `the conventions from naming.yaml`. */
const leading = /^(?:from|in|of|at|file)$/

const hiddenKinds = new Set(['structure', 'call-input'])

/** Finds the arguments of an operation in what was said: by flags, by its phrases, by words around them, by their form. */
export const fill = (subject: Subject, context: FillContext): Filled => {
  const { tokens, world, vocabulary } = context
  const readings = new Map<string, readonly Reading[]>()
  const taken = new Set<number>()
  /** Words that turned something on or off. */
  const switched = new Set<number>()
  /** Words of the phrase: they may say a value besides. */
  const words = new Set<number>()
  const background = backgroundPlaces(tokens, vocabulary, world, subject)
  const take = (field: string, found: readonly Reading[]) => {
    readings.set(field, found)
    for (const reading of found) for (const at of placesIn(reading)) taken.add(at)
  }
  const fields = subject.fields.filter(({ kind }) => !hiddenKinds.has(kind))
  const byOrder = [
    ...subject.entry.positional.flatMap((name) => fields.filter((field) => field.name === name)),
    ...fields.filter(({ name }) => !subject.entry.positional.includes(name)),
  ]

  for (const [field, found, at] of flaggedIn(fields, context)) {
    take(field, found)
    taken.add(at)
  }

  const cued = (field: Field): boolean => {
    for (const cue of field.cues) {
      const hasSlot = cue.some((part) => 'slot' in part)
      const found = findCue(cue, field, {
        tokens,
        world,
        taken: hasSlot && !sharing.has(field.kind) ? taken : new Set(),
      })
      if (!found || (found.reading && isKindOfStack(field, found.reading, fields, tokens))) continue
      if (field.kind === 'switch' && !found.reading) {
        const at = found.at[0] ?? 0
        // What something is for turns nothing on: `for the monthly report`.
        if (tokens[at]?.word !== 'without' && found.at.every((place) => background.has(place))) continue
        // A whole phrase says more than a word in it: of `also by day` the day is no dimension besides.
        for (const { name } of found.at.length > 2 ? fields.filter(({ kind }) => kind === 'dimensions') : []) {
          const kept = (readings.get(name) ?? []).filter(({ from }) => !found.at.includes(from))
          if (kept.length > 0) readings.set(name, kept)
          else readings.delete(name)
        }
        // What is on by itself is only spoken of to turn it off.
        const value = !(field.default === true && tokens.some(({ word }) => turnedOff.has(word)))
        readings.set(field.name, [{ value, from: at, to: at + 1, exact: true }])
        for (const at of found.at) switched.add(at)
        for (const at of switched) taken.add(at)
        return true
      }
      if (found.reading) {
        take(field.name, field.many ? [found.reading, ...furtherOf(field, found.reading.to, context)] : [found.reading])
        for (const at of found.at) taken.add(at)
        return true
      }
    }
    return false
  }
  // A value right behind the name of its argument is that argument's, where another one could have it too.
  for (const field of fields) {
    const twin = fields.some((other) => other !== field && isTwin(other, field))
    const at = tokens.findIndex(({ kind, word }) => kind === 'word' && word === field.name.toLowerCase())
    const behind = field.kind === 'file' && leading.test(tokens[at + 1]?.word ?? '') ? at + 2 : at + 1
    const reading = twin && at >= 0 ? readers[field.kind]?.(behind, { tokens, world, field }) : undefined
    if (!reading || reading.absent || reading.several || readings.has(field.name)) continue
    take(field.name, [reading])
    taken.add(at)
  }
  for (const [field, reading] of rolesIn(fields, context)) if (!readings.has(field.name)) take(field.name, [reading])
  // Of two files each is told by the words beside it that only one of them has: `with thrifty.yaml`.
  for (const field of subject.effect === 'read' ? fields : []) {
    const twins = fields.filter((other) => other !== field && other.kind === 'file')
    if (field.kind !== 'file' || twins.length === 0 || readings.has(field.name)) continue
    const said = ([part]: Pattern) => (part && 'word' in part ? part.word : '')
    const shared = new Set(twins.flatMap(({ cues }) => cues.map(said)))
    const own = field.cues.filter((cue) => said(cue) !== '' && !shared.has(said(cue)))
    if (own.length > 0) cued({ ...field, cues: own })
  }
  // `The word timeout` says what is looked for, whatever stands beside another word.
  for (const field of fields) {
    const found = field.kind === 'search' ? readIntroduced({ tokens, world, field }) : undefined
    if (found) take(field.name, [found])
  }
  const free = !fields.some(({ kind }) => kind === 'text') || tokens.some(({ kind }) => kind === 'quoted')
  if (!free)
    for (const field of fields) {
      const clear = field.cues.filter((cue) => cue.filter((part) => 'concept' in part && !part.filler).length >= 1)
      if (isClear(field) && !readings.has(field.name) && clear.length > 0) cued({ ...field, cues: clear })
    }
  if (free) for (const field of fields) if (early.has(field.kind) && !readings.has(field.name)) cued(field)
  for (const field of free ? fields : [])
    if (field.kind === 'limit' && !readings.has(field.name)) {
      // What is counted is said behind a bare figure, and without it the figure needs a word that makes it a limit.
      const found = tokens.keys().flatMap((at) => {
        const reading = taken.has(at) ? undefined : readers.limit?.(at, { tokens, world, field })
        return reading && placesIn(reading).every((place) => !taken.has(place)) ? [reading] : []
      })
      const [first] = found
      if (first) take(field.name, [first])
      else cued({ ...field, kind: 'number' })
    }
  const looking = subject.effect === 'read' ? lookingIn(tokens, vocabulary.verbs) : undefined
  const alignment = bestAlignment(subject, context, taken, readings, looking)
  if (alignment) {
    for (const at of alignment.words) words.add(at)
    for (const [name, found] of alignment.readings) {
      const free = found.filter((reading) =>
        placesIn(reading).every((at) => !taken.has(at) || reading.to - reading.from > 1),
      )
      if (free.length > 0 && !readings.has(name)) take(name, widest(fields, name, free, context))
    }
  }

  const strict = (field: Field): boolean => !field.many && field.kind !== 'text'
  for (const field of byOrder) {
    if (readings.has(field.name)) continue
    if (field.values.length > 0 && field.kind !== 'value') {
      const found = valuesSaid(
        field,
        tokens,
        field.kind === 'setting' || field.kind === 'switch' ? new Set() : taken,
        words,
      )
      if (found.length > 0) {
        take(field.name, found)
        continue
      }
    }
    const twin = fields.some((other) => other !== field && other.kind === field.kind)
    if (strict(field) || twin) cued(field)
  }

  const said = behindColon(subject, context, readings) ?? knownByForm(fields, context, readings)
  if (said) take(said[0].name, [said[1]])

  for (const field of byOrder) {
    if (readings.has(field.name)) continue
    const quoted =
      field.kind === 'text' || field.kind === 'search' || field.kind === 'search-words'
        ? tokens.findIndex(({ kind }, at) => kind === 'quoted' && !taken.has(at))
        : -1
    if (quoted >= 0) {
      take(field.name, [{ value: tokens[quoted]?.text, from: quoted, to: quoted + 1, exact: true }])
      continue
    }
    // Settings that nobody said anything else of belong to those that were said before.
    const given =
      field.kind === 'assignment' && fields.some((other) => other.kind === field.kind && readings.has(other.name))
    if (given) continue
    if (!selfEvident.has(field.kind)) {
      if (!strict(field)) cued(field)
      continue
    }
    const found: Reading[] = []
    for (let at = 0; at < tokens.length; at++) {
      const shares = sharing.has(field.kind)
      if (taken.has(at) && !shares) continue
      const reading = readers[field.kind]?.(at, { tokens, world, field })
      if (reading && (isByTheWay(field, tokens[at] as Token, subject) || isHalf(field, reading))) continue
      if (!reading || (!shares && placesIn(reading).some((place) => taken.has(place)))) continue
      found.push(reading)
      at = reading.to - 1
    }
    if (found.length > 0) take(field.name, found)
  }

  for (const field of fields) {
    const found = readings.get(field.name)
    // What has values of its own is told apart by them.
    const twin =
      field.values.length === 0 &&
      field.kind !== 'assignment' &&
      fields.some((other) => other !== field && other.kind === field.kind)
    if (!found || (!field.many && field.kind !== 'assignment') || twin) continue
    const more =
      field.values.length > 0
        ? valuesSaid(field, tokens, taken, words)
        : selfEvident.has(field.kind)
          ? tokens.flatMap((_, at) => {
              const reading = taken.has(at) ? undefined : readers[field.kind]?.(at, { tokens, world, field })
              return reading && !reading.absent && !isByTheWay(field, tokens[at] as Token, subject) ? [reading] : []
            })
          : quotedBeside(field, found, tokens, taken)
    if (more.length > 0) take(field.name, [...found, ...more])
  }

  const called = vocabulary.byId.get(valueText(readings.get('operation')?.[0]?.value ?? ''))
  const nested = subject.fields.find(({ kind }) => kind === 'call-input')
  if (called && nested && called !== subject) {
    const inner = fill(called, context)
    const { input, at } = callInput(called, inner, tokens)
    if (at.length > 0)
      readings.set(nested.name, [{ value: input, from: at[0] ?? 0, to: (at[0] ?? 0) + 1, exact: true }])
    for (const each of at) taken.add(each)
  }

  const loose =
    alignment === undefined && subject.effect === 'read'
      ? looselyAligned(subject, tokens, looking, readings, vocabulary)
      : undefined
  for (const at of loose?.words ?? []) words.add(at)
  for (const ends of [sidesOfCommit, endsOfRange])
    for (const [name, found] of ends(subject, tokens, readings)) readings.set(name, found)
  const named = new Map(readings)
  for (const [name, wanted] of wantedIn(subject, readings, tokens)) readings.set(name, wanted)
  const unsaid = new Set<number>()
  for (const [name, found] of turnedDownIn(fields, readings, tokens)) {
    readings.delete(name)
    for (const at of found.flatMap(placesIn)) if (!switched.has(at)) unsaid.add(at)
  }

  for (const at of apartPlaces([...readings.values()].flat(), tokens)) words.add(at)

  const { leftover, around, explained } = accounted(subject, context, { taken, words, looking })
  return {
    subject,
    readings,
    named,
    taken: taken.union(words).difference(unsaid),
    leftover: [...new Set([...leftover, ...tokens.filter((_, at) => unsaid.has(at))])],
    around,
    alignment: alignment ?? loose,
    explained: explained ?? (alignment ? 1 : 0),
  }
}
