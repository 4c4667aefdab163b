import { isOrderVerb, lookingIn } from '../clauses/looking.ts'
import { pointing } from '../clauses/pointing.ts'
import type { Stance } from '../clauses/stance.ts'
import { isContent, isFillerToken, tokenConcept } from '../tokens/request-tokens.ts'
import type { Token } from '../tokens/token.ts'
import { generalVerbs, showVerbs } from '../words/verbs.ts'
import type { FillContext, Filled } from './fill.ts'
import type { Ranked } from './rank.ts'
import { stanceCost } from './stance-cost.ts'

/** How much it counts how people say it, and how likely an operation has to be for that to speak for it. */
const likelihood = { weight: 0.2, even: 0.3 }

/** How something was said, beside what it says. */
interface Said {
  ranked: Ranked
  stance: Stance
  like: number | undefined
}

/** Kinds that any word is of: they are no evidence for an operation. */
const weakKinds = new Set([
  'search',
  'search-words',
  'word',
  'name',
  'output-name',
  'stack-name',
  'new-branch',
  'file-name',
  'value',
  'text',
  'number',
])

/** Whether nothing that was said speaks for an operation but words that could belong to any. */
const baseless = ({ alignment, subject, readings }: Filled, { tokens, vocabulary }: FillContext): boolean => {
  const small = alignment?.pattern.filter((part) => 'concept' in part).length ?? 0
  const whole = alignment?.pattern.length === tokens.length && small >= 2
  if (alignment && (small >= 3 || whole) && alignment.words.length === small) return false
  const words = (alignment?.words ?? []).filter((at) => isContent(tokens[at] as (typeof tokens)[number]))
  if (words.length > 0) return false
  const pointed = subject.fields.some(({ kind }) =>
    tokens.some(({ word }, at) => pointing.has(word) && tokens[at + 1]?.word === kind.replace(/^any-/, '')),
  )
  if (pointed) return false
  const strong = subject.fields.some(({ name, kind }) => readings.has(name) && !weakKinds.has(kind))
  const known = tokens.some(
    (token) =>
      token.kind === 'word' &&
      isContent(token) &&
      (subject.concepts.get(tokenConcept(token)) ?? 0) >= 0.6 &&
      vocabulary.weight(tokenConcept(token)) > 0.4,
  )
  return !strong && !known
}

/** How many of the words of its phrase were said in the very form: `plans` is not `plan`. */
const exactness = ({ alignment }: Filled, { tokens }: FillContext): number => {
  const said = (alignment?.words ?? []).map((at) => tokens[at]?.word)
  const parts = (alignment?.pattern ?? []).flatMap((part) =>
    'word' in part && !part.filler && !part.look ? [part.word] : [],
  )
  if (parts.length === 0) return (alignment?.pattern.length ?? 0) > 1 ? 1 : 0
  return parts.filter((word) => said.includes(word)).length / parts.length
}

/** Whether the very verb of seeing of its phrase was said: to show the state is not to list what is in it. */
const looksSo = ({ alignment }: Filled, { tokens }: FillContext): boolean => {
  const looks = (alignment?.pattern ?? []).flatMap((part) => ('word' in part && part.look ? [part.word] : []))
  return looks.length > 0 && looks.every((word) => tokens.some((token) => token.kind === 'word' && token.word === word))
}

/** Whether nothing but several of what an operation makes is named, which makes none: `stashes`. */
const isSeveralOf = ({ word }: Token, id: string, tokens: readonly Token[]): boolean => {
  const parts = id.slice(id.indexOf('.') + 1).split('-')
  const verb = parts.find((part) => word === `${part}s` || word === `${part}es`)
  return verb !== undefined && tokens.filter(isContent).length === 1
}

/** Whether an order begins as the phrases of an operation do. */
export const opening = ({ subject, leftover }: Filled, { tokens, vocabulary }: FillContext): number => {
  const lead = tokens.find(
    (token) => token.kind === 'word' && (isContent(token) || vocabulary.verbs.has(tokenConcept(token))),
  )
  if (lead && subject.effect !== 'read' && isSeveralOf(lead, subject.id, tokens)) return -0.5
  if (!lead || !isOrderVerb(lead, vocabulary.verbs) || generalVerbs.has(lead.stem)) return 0
  // The very verb of an operation is that, more than what another one looks at: `plan, workspace blue`.
  const own = leftover.length === 0 && subject.id.endsWith(`.${lead.word}`) ? 0.08 : 0
  return subject.openers.has(tokenConcept(lead)) ? 0.1 + own : -0.2
}

/** Whether an order begins with a verb that an operation knows nothing of. */
const strangeVerb = ({ subject, taken }: Filled, { tokens, vocabulary }: FillContext): boolean => {
  const at = tokens.findIndex(
    (token) => token.kind === 'word' && (isContent(token) || vocabulary.verbs.has(tokenConcept(token))),
  )
  const token = tokens[at]
  if (!token || taken.has(at) || generalVerbs.has(token.stem)) return false
  return isOrderVerb(token, vocabulary.verbs) && (subject.concepts.get(tokenConcept(token)) ?? 0) < 0.5
}

/** Whether something that holds or does not is asked of an operation that no phrase asks so: `is the record whole`. */
const unasked = ({ subject }: Filled, { tokens }: FillContext): boolean => {
  const words = tokens.filter(({ kind }) => kind === 'word').map(({ word }) => word)
  if (subject.effect !== 'read' || !holding.has(words[0] ?? '') || (words[0] !== 'am' && existing.has(words[1] ?? '')))
    return false
  const kind = holding.get(words[0] ?? '')
  return !subject.phrases.some(([first]) => first && 'word' in first && holding.get(first.word) === kind)
}

/** Words with which it is asked whether something holds, by their family. */
const holding = new Map(
  ['am', 'is are was were has have had does do did', 'can could may might', 'would will'].flatMap((family) =>
    family.split(' ').map((word) => [word, family]),
  ),
)

/** Words behind them that only ask whether there is something. */
const existing = new Set('there any anything something you i we'.split(' '))

/** Whether an order by a verb of its own is laid over a phrase that asks: `trust it` is not `are we trusted`. */
const onlyAsked = ({ alignment }: Filled, stance: Stance, { tokens, vocabulary }: FillContext): boolean => {
  const [first] = alignment?.pattern ?? []
  const lead = tokens.find((token) => isContent(token) || isOrderVerb(token, vocabulary.verbs))
  return (
    stance === 'order' &&
    first !== undefined &&
    'word' in first &&
    holding.has(first.word) &&
    lead !== undefined &&
    isOrderVerb(lead, vocabulary.verbs) &&
    !generalVerbs.has(lead.stem) &&
    !tokens.some(({ word }) => word === 'whether' || word === 'if')
  )
}

/** Whether something is to be seen, by a verb of seeing that an operation with an effect is not ordered by. */
const onlyLooks = ({ subject }: Filled, { tokens, vocabulary }: FillContext): boolean =>
  subject.effect !== 'read' &&
  [...lookingIn(tokens, vocabulary.verbs).verbs].some(
    (at) =>
      showVerbs.has(tokens[at]?.stem ?? '') &&
      !subject.phrases.some((pattern) => pattern.some((part) => 'word' in part && part.word === tokens[at]?.word)),
  )

/** Whether several of what a verb makes are spoken of, and nothing is ordered by it: `commits by anna`. */
const onlySeveral = ({ subject }: Filled, { tokens }: FillContext): boolean => {
  const first = tokens.find(isContent)
  return (
    subject.effect !== 'read' &&
    first?.kind === 'word' &&
    subject.id.endsWith(`.${first.text.toLowerCase().replace(/s$/, '')}`) &&
    first.text.endsWith('s')
  )
}

/** Verbs after which something is another way than it was, which nobody sees by looking. */
const changing = new Set('set change adjust configure raise lower increase decrease bump switch'.split(' '))

/** Whether an order begins with a verb that an operation that only looks cannot do: to set a level is not to show it. */
const cannotDo = ({ subject }: Filled, { tokens }: FillContext): boolean => {
  const lead = tokens.findIndex(isContent)
  const word = tokens[lead]?.word ?? ''
  const verb = tokens.findIndex((token) => token.kind === 'word' && changing.has(token.word))
  return (
    subject.effect === 'read' &&
    verb >= 0 &&
    (verb === lead || (lead > verb && tokens.slice(verb + 1, lead).every(isFillerToken)) || changing.has(word)) &&
    tokens.slice(0, verb).every((token) => token.kind === 'mark' || wishing.has(token.word)) &&
    !subject.phrases.some(([part]) => part && 'word' in part && part.word === tokens[verb]?.word)
  )
}

const wishing = new Set("please i we you can could would want need like to let's just now also and then".split(' '))

/** Whether an operation lists what an order would make: `plan please` is not `plans please`. */
const listsOrdered = ({ subject, alignment }: Filled, { tokens, vocabulary }: FillContext): boolean => {
  const lead = tokens.find(({ kind, word }) => kind !== 'mark' && !wishing.has(word))
  return (
    lead?.kind === 'word' &&
    subject.id.endsWith(`.${lead.word}-list`) &&
    !alignment?.pattern.some((part) => 'word' in part && part.word === lead.word) &&
    !tokens.some(({ word }) => word === 'list') &&
    vocabulary.subjects.some(({ id, effect }) => effect !== 'read' && id.endsWith(`.${lead.word}`))
  )
}

/** Whether two things of one kind were named for two places, of which the first took both: `how do a and b differ`. */
const tookBoth = ({ subject, readings }: Filled, name: string): boolean => {
  const at = subject.fields.findIndex((field) => field.name === name)
  const [before, field] = [subject.fields[at - 1], subject.fields[at]]
  return (
    before !== undefined &&
    before.kind === field?.kind &&
    !before.many &&
    subject.entry.positional.includes(name) &&
    (readings.get(before.name)?.length ?? 0) === 2
  )
}

/** Whether there is a place for each of two files that were named, and not one for all: of one beside the other. */
const hasPlaces = ({ subject, readings }: Filled): boolean => {
  const places = subject.fields.filter(({ kind, many }) => kind === 'file' && !many)
  const found = places.flatMap(({ name }) => readings.get(name) ?? [])
  return places.length === 2 && found.length === 2 && found.every(({ absent, several }) => !absent && !several)
}

/** How many arguments an operation lacks. */
export const missingIn = (filled: Filled): number =>
  filled.subject.fields.filter(
    ({ required, name, from, kind, unless }) =>
      !from &&
      !tookBoth(filled, name) &&
      kind !== 'secret' &&
      !filled.readings.has(name) &&
      (required || (unless !== undefined && !filled.readings.has(unless) && !['region', 'stack-name'].includes(kind))),
  ).length

/** Whether nothing is said but an id: then it is to be seen. */
const isBare = (tokens: FillContext['tokens']): boolean =>
  tokens.filter(({ kind }) => kind !== 'mark').every(({ kind }) => kind === 'record')

/** How well an operation fits what was said, from 0 to 1 and a little beyond. */
export const fitOf = (
  filled: Filled,
  { ranked, stance, like = likelihood.even }: Said,
  context: FillContext,
): number => {
  const opens = opening(filled, context)
  const { subject, readings, alignment, explained, leftover } = filled
  // What makes an operation doubtful by its phrases counts less where people say it so, and not less for a deletion.
  const speaks = subject.effect === 'delete' ? Math.min(like, likelihood.even) : like
  const doubt = subject.effect === 'delete' ? 1 : 1 - like
  const missing = missingIn(filled)
  const all = [...readings.values()].flat()
  const doubtful = all.filter(
    ({ absent, several, exact }) => absent || several || (!exact && subject.effect === 'delete'),
  ).length
  const odd = leftover.filter(({ kind }) => kind !== 'word').length
  const unnamed = leftover.filter(({ kind, word }) => kind === 'name' && context.world.names.has(word)).length
  const many = Math.max(1, context.tokens.filter(isContent).length)
  return (
    ranked.recall * 0.35 +
    explained * 0.4 +
    Math.min(1, (alignment?.weight ?? 0) / 2) * 0.25 +
    exactness(filled, context) * 0.06 +
    (opens < 0 ? doubt * opens : opens) +
    likelihood.weight * (speaks - likelihood.even) +
    (looksSo(filled, context) ? 0.05 : 0) +
    (hasPlaces(filled) ? 0.1 : 0) +
    (isBare(context.tokens) && alignment?.pattern.some((part) => 'look' in part && part.look) ? 0.06 : 0) +
    (isBare(context.tokens) && subject.id.endsWith('-show') ? 0.08 : 0) +
    (alignment && explained === 1 && ranked.recall > 0.99 ? 0.05 : 0) -
    missing * 0.07 -
    doubt * (alignment ? 0 : subject.effect !== 'read' ? 0.3 : 0.12) -
    doubt * (strangeVerb(filled, context) ? 0.3 : 0) -
    doubtful * (subject.effect === 'delete' ? 0.15 : 0.06) -
    (odd / many) * 0.2 -
    Math.min(1, unnamed) * 0.2 -
    stanceCost(filled, stance) -
    doubt * (unasked(filled, context) ? 0.4 : 0) -
    (onlyLooks(filled, context) ? 0.3 : 0) -
    (onlySeveral(filled, context) ? 0.5 : 0) -
    (cannotDo(filled, context) ? 0.5 : 0) -
    (listsOrdered(filled, context) ? 0.3 : 0) -
    doubt * (onlyAsked(filled, stance, context) ? 0.3 : 0) -
    doubt * (baseless(filled, context) ? 0.4 : 0)
  )
}
