import { worldOf } from '../surroundings.ts'
import { requestTokens } from '../tokens/request-tokens.ts'
import type { Field } from '../values/field.ts'
import type { Vocabulary } from '../words/vocabulary.ts'
import { markPiece, type Piece } from './context.ts'
import { featureOf, nameMark } from './features.ts'
import type { Standing } from './standing.ts'

/** A saying as it is counted: what was said in turn. */
export interface Saying {
  /** The wish alone. */
  wish: readonly string[]
  /** Everything: with what only accompanies it, `[before lunch]`, and limits that no argument takes, `<on weekdays>`. */
  whole: readonly string[]
  /** What only accompanies it. */
  beside: readonly string[]
  /** Limits that no argument takes. */
  limits: readonly string[]
}

const marks: readonly [RegExp, string][] = [
  [/^run$/, '<r_>'],
  [/plan$/, '<p_>'],
  [/^task$/, '<t_>'],
  [/^grant$/, '<g_>'],
  [/^artifact$/, '<a_>'],
  [/^conversation$/, '<c_>'],
  [/^(?:root|file-name|output-name|stack-name)$/, nameMark],
  [/path|file|directory|glob|code|image|call-input/, '<path>'],
  [/^(?:limit|number.*|line-.*|seconds|back|dimensions)$/, '<number>'],
  [/^(?:since|until|age)$/, '<time>'],
  [/^region$/, '<region>'],
  [/^(?:text|quoted|secret|value|search|search-words|setting|word|choice|structure)$/, '<text>'],
  [/^address$/, '<address>'],
  [/^operation$/, '<operation>'],
]

/** What stands for a value of an argument, by its kind. */
const markOf = (field: Field | undefined): string =>
  marks.find(([kind]) => kind.test(field?.kind ?? ''))?.[1] ?? nameMark

/** Words that say a choice or turn something on: `{by=model: top models}`. */
const labelled = /\{(\w+)=([^:{}]*): ?([^{}]*)\}/g

const slot = /\{(\w+)\}/g

/** Names of the arguments that a saying has a place for. */
export const slotsIn = (text: string): readonly string[] =>
  [...text.replace(labelled, '$3').matchAll(slot)].map(([, name = '']) => name)

const accompanying = /\[[^\]]*\]/g
const limiting = /<[^>]*>/g
const beside = /<[^>]*>|\[[^\]]*\]/g

/** Whether a saying has more than its wish. */
export const saysMore = (text: string): boolean => text.search(beside) >= 0

/** A saying with a word in place of each argument, and what the words stand for. */
const withSlots = (text: string, fields: readonly Field[]): { written: string; slots: ReadonlyMap<string, string> } => {
  const slots = new Map<string, string>()
  const written = text.replace(labelled, '$3').replace(slot, (_, name: string) => {
    // A word that nobody else says, and that no correction of spelling changes: it is the name of something.
    const stand = `zq${'abcdefghijklmnop'.charAt(slots.size)}`
    slots.set(stand, markOf(fields.find((field) => field.name === name)))
    return stand
  })
  return { written, slots }
}

/** Takes a saying of an operation apart. */
export const readSaying = (text: string, fields: readonly Field[], vocabulary: Vocabulary): Saying => {
  const { written, slots } = withSlots(text, fields)
  const world = { ...worldOf({}), names: new Set(slots.keys()) }
  const said = (part: string): readonly string[] =>
    requestTokens(part, vocabulary, world).tokens.flatMap(
      (token) => slots.get(token.word) ?? featureOf(token, world, vocabulary) ?? [],
    )
  const unmarked = (part: string): string => part.replace(/[[\]<>]/g, ' ')
  const parts = (which: RegExp): string => unmarked((written.match(which) ?? []).join(' — '))
  return {
    wish: said(written.replace(beside, ' ')),
    whole: said(unmarked(written)),
    beside: said(parts(accompanying)),
    limits: said(parts(limiting)),
  }
}

const brackets: Readonly<Record<string, Standing>> = { '[': 'beside', '<': 'limit', ']': 'wish', '>': 'wish' }

/** The pieces of a saying of an operation, each word with how it stands. */
export const piecesOf = (
  text: string,
  fields: readonly Field[],
  vocabulary: Vocabulary,
): readonly (Piece & { standing?: Standing })[] => {
  const { written, slots } = withSlots(text, fields)
  let standing: Standing = 'wish'
  const standingAt = Array.from({ length: written.length }, (_, at) => {
    standing = brackets[written.charAt(at)] ?? standing
    return standing
  })
  const world = { ...worldOf({}), names: new Set(slots.keys()) }
  return requestTokens(written.replace(/[[\]<>]/g, ' '), vocabulary, world).tokens.map((token) => {
    const feature = slots.get(token.word) ?? featureOf(token, world, vocabulary)
    return feature === undefined
      ? markPiece(token.text)
      : { feature, text: token.text, standing: standingAt[token.start] ?? 'wish' }
  })
}
