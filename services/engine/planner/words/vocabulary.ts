import type { CatalogEntry } from '@nimbus/kernel/define'
import type { Likeness } from '../likeness/likeness.ts'
import { type Pattern, patternOf } from '../tokens/pattern.ts'
import { environmentWords } from '../values/environments.ts'
import { type Field, fieldsOf } from '../values/field.ts'
import { placeWords } from '../values/regions.ts'
import { valueText } from '../values/value-text.ts'
import { conceptOf, conceptWords } from './concepts.ts'
import { fillers } from './filler-words.ts'
import { Spelling } from './spelling.ts'
import { stemOf } from './stem.ts'
import { orderVerbs } from './verbs.ts'

/** What the planner takes from an entry of the catalog. */
export type PlannableEntry = Pick<
  CatalogEntry,
  | 'id'
  | 'summary'
  | 'effect'
  | 'input'
  | 'output'
  | 'phrases'
  | 'aliases'
  | 'positional'
  | 'exclude'
  | 'words'
  | 'lines'
>

/** An operation as requests speak of it. */
export interface Subject {
  id: string
  /** What its id begins with: `git`. */
  service: string
  effect: CatalogEntry['effect']
  summary: string
  entry: PlannableEntry
  fields: readonly Field[]
  phrases: readonly Pattern[]
  /** How strongly a concept points to this operation, from 0 to 1. */
  concepts: ReadonlyMap<string, number>
  /** Concepts with which its phrases begin. */
  openers: ReadonlySet<string>
  /** Why no plan may call it. */
  excluded: string | undefined
}

/** A catalog, made ready for requests. */
export interface Vocabulary {
  subjects: readonly Subject[]
  byId: ReadonlyMap<string, Subject>
  /** Operations that know a concept. */
  speaking: ReadonlyMap<string, readonly Subject[]>
  /** How much a concept tells, from 0 to 1; those that nobody knows tell most. */
  weight(concept: string): number
  /** Names of services. */
  services: ReadonlySet<string>
  /** Names of arguments, in small letters. */
  fieldNames: ReadonlySet<string>
  /** Values of arguments, as they are written. */
  values: ReadonlySet<string>
  /** Single words that say one, in small letters. */
  valueWords: ReadonlySet<string>
  /** Concepts with which orders begin. */
  verbs: ReadonlySet<string>
  spelling: Spelling
  /** What tells how people say what they want. */
  likeness: Likeness
}

const conceptsIn = (text: string): readonly string[] =>
  patternOf(text.replaceAll(/[^\p{L}\p{N}' -]/gu, ' ').replaceAll('-', ' ')).flatMap((part) =>
    'concept' in part && !part.filler ? [part.concept] : [],
  )

const saidIn = (pattern: Pattern): readonly string[] =>
  pattern.flatMap((part) => ('concept' in part && !part.filler ? [part.concept] : []))

const subjectOf = (entry: PlannableEntry): Subject => {
  const fields = fieldsOf(entry.input, entry.words)
  const [service = '', verb = ''] = entry.id.split('.')
  const words = verb.replaceAll('-', ' ')
  const written = [
    ...entry.phrases,
    `${service} ${words}`,
    ...entry.aliases.filter((alias) => alias.includes(' ')),
    entry.summary,
  ]
  const phrases = written.map(patternOf)
  const concepts = new Map<string, number>()
  const learn = (weight: number, some: readonly string[]) => {
    for (const concept of some) concepts.set(concept, Math.max(weight, concepts.get(concept) ?? 0))
  }
  for (const { description, name, cues, values } of fields) {
    learn(0.25, conceptsIn(description))
    learn(0.4, conceptsIn(name.replaceAll(/([A-Z])/g, ' $1')))
    for (const cue of cues) learn(0.6, saidIn(cue))
    for (const { patterns } of values) for (const pattern of patterns) learn(0.6, saidIn(pattern))
  }
  if (fields.some(({ kind }) => kind === 'root' || kind === 'code'))
    learn(0.3, ['environment', 'root', 'modul', 'stack', 'code', 'infrastructur', 'terraform'])
  learn(0.5, conceptsIn(service))
  learn(0.7, conceptsIn(entry.summary))
  for (const pattern of phrases) learn(1, saidIn(pattern))
  return {
    id: entry.id,
    service,
    effect: entry.effect,
    summary: entry.summary,
    entry,
    fields,
    phrases,
    concepts,
    openers: new Set(
      phrases.flatMap((pattern) => [
        ...saidIn(pattern).slice(0, 1),
        ...pattern.slice(0, 1).flatMap((part) => ('concept' in part ? [part.concept] : [])),
      ]),
    ),
    excluded: entry.exclude.call,
  }
}

/** Last words of ids that are no verbs. */
const plainNouns: ReadonlySet<string> = new Set(
  'status context terraform output budget model stat tool tree doctor run'.split(' '),
)

const wordsOf = ({ entry }: Subject): readonly string[] =>
  [
    ...entry.phrases,
    entry.summary,
    entry.id.replaceAll(/[.-]/g, ' '),
    ...entry.aliases,
    JSON.stringify([entry.input, entry.words]).replaceAll(/[A-Z]/g, (letter) => letter.toLowerCase()),
  ].flatMap((text) => text.toLowerCase().match(/\p{L}{3,}/gu) ?? [])

/** Makes a catalog ready for requests, with how people say what they want of it. */
export const vocabularyOf = (entries: readonly PlannableEntry[], likeness: Likeness): Vocabulary => {
  const subjects = entries.map(subjectOf)
  const speaking = new Map<string, Subject[]>()
  for (const subject of subjects)
    for (const concept of subject.concepts.keys()) speaking.set(concept, [...(speaking.get(concept) ?? []), subject])
  const strong = new Map<string, number>()
  for (const { concepts } of subjects)
    for (const [concept, weight] of concepts) if (weight >= 0.5) strong.set(concept, (strong.get(concept) ?? 0) + 1)
  const most = Math.log(1 + subjects.length)
  const weights = new Map(
    [...strong].map(([concept, count]) => [concept, Math.log(1 + subjects.length / count) / most]),
  )
  const named = subjects.flatMap(({ id }) =>
    (id.split('.')[1] ?? '')
      .split('-')
      .slice(-1)
      .map((word) => conceptOf(stemOf(word))),
  )
  const values = subjects.flatMap(({ fields }) => fields.flatMap((field) => field.values))
  return {
    subjects,
    byId: new Map(subjects.map((subject) => [subject.id, subject])),
    speaking,
    weight: (concept) => weights.get(concept) ?? 1,
    services: new Set(subjects.map(({ service }) => service)),
    fieldNames: new Set(subjects.flatMap(({ fields }) => fields.map(({ name }) => name.toLowerCase()))),
    values: new Set(values.map(({ value }) => valueText(value))),
    valueWords: new Set(
      values.flatMap(({ patterns }) =>
        patterns.flatMap(([part, ...more]) => (part && 'word' in part && more.length === 0 ? [part.word] : [])),
      ),
    ),
    verbs: new Set([...orderVerbs, ...named.filter((concept) => !plainNouns.has(concept))]),
    spelling: new Spelling([
      ...subjects.flatMap(wordsOf),
      ...conceptWords.filter((word) => /^\p{L}+$/u.test(word)),
      ...placeWords,
      ...environmentWords,
      ...[...fillers].filter((word) => word.length > 2),
    ]),
    likeness,
  }
}

/** Whether a concept says nothing by itself. */
export const isFiller = (word: string): boolean => {
  const stem = stemOf(word)
  return fillers.has(word) || (fillers.has(stem) && conceptOf(stem) === stem)
}
