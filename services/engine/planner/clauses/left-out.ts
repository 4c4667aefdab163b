import type { Token } from '../tokens/token.ts'
import type { Field } from '../values/field.ts'
import type { Reading } from '../values/reading.ts'
import { valueText } from '../values/value-text.ts'
import type { Subject } from '../words/vocabulary.ts'

/** Words with which one of several values is left out: `no eks`, `skip the database`, `don't bother with a bucket`. */
const leaving =
  /(?:^| )(?:no|not|without|skip|skipping|minus|except|excluding|besides|other than|apart from|aside from|omit|drop|forget(?: about)?|leave out|instead of|rather than|(?:don't|dont|do not) (?:bother with|need|want|add|include|use)|no need for)(?: (?:in|on|for|to|from|of))?(?: (?:a|an|the|any|that|this))?$/

/** The same, where several may stand behind it: `all except eks and rds`, `no eks or rds`. */
const joined = /(?:^| )(?:or|nor|and(?! an? ))(?: (?:any|the|for))?$/

/** All there is, out of which something is taken: `every component you know`, `the whole set`. */
const whole = /^(?:everything|all|every|each|works|full|whole|entire|complete)$/

/** The same, with what it is the whole of. */
const wholeOf =
  /\b(?:everything|all|every|each|the works|(?:full|whole|entire|complete) (?:set|stack|package|lot|thing))\b/

/** What is said of one of several to turn it down, behind its name: `k8s: no`. */
const turnedDown = /^(?:no|none|not?|n|nope|false|off|nothing|without|never|later)$/

/** Whether a value stands before a mark as a key, and is turned down behind it. */
const isDenied = ({ to }: Reading, tokens: readonly Token[]): boolean =>
  /^[:=]$/.test(tokens[to]?.text ?? '') &&
  turnedDown.test(tokens[to + 1]?.word ?? '') &&
  (tokens[to + 2]?.kind ?? 'mark') === 'mark'

/** That a thing is not wanted, said behind its name: `the database is not needed`. */
const unwanted =
  /^(?:excluded|omitted|left out|aside|(?:(?:is|are) not|isn't|aren't|isnt|arent|not) (?:\w+ly )?(?:needed|necessary|required|wanted)|(?:is|are) (?:unnecessary|unneeded|unwanted|superfluous))\b/

const isUnwanted = ({ to }: Reading, tokens: readonly Token[]): boolean =>
  unwanted.test(
    tokens
      .slice(to, to + 4)
      .map(({ word }) => word)
      .join(' '),
  )

const wordsBefore = (at: number, tokens: readonly Token[]): string => {
  const mark = tokens.slice(0, at).findLastIndex(({ kind }) => kind === 'mark')
  return tokens
    .slice(Math.max(mark + 1, at - 5), at)
    .map(({ word }) => word)
    .join(' ')
}

/** Those of several values that are only named to leave them out. */
export const leftOutOf = (found: readonly Reading[], tokens: readonly Token[]): readonly Reading[] => {
  const out: Reading[] = []
  for (const each of found.toSorted((one, other) => one.from - other.from)) {
    const before = wordsBefore(each.from, tokens)
    const last = out.at(-1)
    const goesOn =
      last !== undefined &&
      each.from - last.to <= 2 &&
      each.from > last.to &&
      joined.test(
        ` ${tokens
          .slice(last.to, each.from)
          .map(({ word }) => word)
          .join(' ')}`,
      )
    if (leaving.test(before) || goesOn || isDenied(each, tokens) || isUnwanted(each, tokens)) out.push(each)
  }
  return out
}

/** All values but those that are left out, where all of them were spoken of before. */
const othersOf = ({ values }: Field, out: readonly Reading[], tokens: readonly Token[]): readonly Reading[] => {
  const [first] = out
  const from = tokens.findLastIndex(({ word }, at) => at < (first?.from ?? 0) && whole.test(word))
  if (!first || from < 0 || !wholeOf.test(wordsBefore(first.from, tokens))) return []
  return values
    .filter(({ value }) => !out.some((each) => each.value === value))
    .map(({ value }) => ({ value, from, to: from + 1, exact: true }))
}

/**
 * Values of a list without those that are only named to leave them out. Undefined where that cannot be: nothing else is
 * wanted, or what is left out comes with what is wanted.
 */
const wantedOf = (
  field: Field,
  found: readonly Reading[],
  tokens: readonly Token[],
): readonly Reading[] | undefined => {
  const out = leftOutOf(found, tokens)
  if (out.length === 0) return undefined
  const gone = new Set(out.map(({ value }) => value))
  const named = found.filter(({ value }) => !gone.has(value))
  const wanted = named.length > 0 || !field.many ? named : othersOf(field, out, tokens)
  const brought = new Set(wanted.flatMap(({ value }) => field.brings[valueText(value)] ?? []))
  return wanted.length === 0 || [...gone].some((value) => brought.has(valueText(value))) ? undefined : wanted
}

/** Kinds of places, of which one may be named to leave it out: `plan dev, not production`. */
const placeKinds = new Set(['root', 'code', 'region', 'environment'])

/** Arguments of which some values are only named to leave them out, with those that are wanted. */
export const wantedIn = (
  { fields, effect }: Subject,
  readings: ReadonlyMap<string, readonly Reading[]>,
  tokens: readonly Token[],
): readonly (readonly [string, readonly Reading[]])[] =>
  fields.flatMap((field) => {
    const { name, kind, many, values } = field
    // Where something is deleted, a name too many is asked about.
    const chooses = (many && values.length > 0) || (placeKinds.has(kind) && effect !== 'delete')
    const wanted = chooses && wantedOf(field, readings.get(name) ?? [], tokens)
    return wanted ? [[name, wanted] as const] : []
  })

/** Choices of one value of which every one that was said is turned down: that tells nothing of which is wanted instead. */
export const turnedDownIn = (
  fields: readonly Field[],
  readings: ReadonlyMap<string, readonly Reading[]>,
  tokens: readonly Token[],
): ReadonlyMap<string, readonly Reading[]> =>
  new Map(
    fields.flatMap(({ name, kind, many }) => {
      const found = kind === 'choice' && !many ? (readings.get(name) ?? []) : []
      return found.length > 0 && leftOutOf(found, tokens).length === found.length ? [[name, found] as const] : []
    }),
  )
