import type { Choice } from '../choosing/choose.ts'
import type { Frame, Problem } from '../choosing/frame.ts'
import type { Framed } from '../choosing/frames.ts'
import type { Scene } from '../choosing/judge.ts'
import { keeping } from '../clauses/limits.ts'
import { isContent, tokenConcept } from '../tokens/request-tokens.ts'
import { type Token, textOf } from '../tokens/token.ts'
import { occasions } from '../words/occasions.ts'
import { ownerNouns } from '../words/owners.ts'
import { stemOf } from '../words/stem.ts'
import { isOfOthers, pointsAtSeveral } from './deletion-orders.ts'
import { destructiveQuestion } from './questions.ts'

/** Words with which nobody orders a deletion for certain. */
const hedging = new Set([
  'maybe',
  'perhaps',
  'probably',
  'old',
  'unused',
  'obsolete',
  'stuff',
  'everything',
  'anything',
  'whatever',
  'should',
  'would',
  'think',
  'some',
  'most',
  'except',
  'but',
  'all',
  'every',
  'each',
  'both',
  'others',
  'rest',
  'remaining',
  'after',
  'until',
  'provided',
  'yesterday',
  'stay',
  'stays',
  'keep',
  'keeps',
  'remain',
  'remains',
  'leave',
  'survives',
  'assuming',
  'unless',
  'if',
  'when',
  'once',
  'later',
  'soon',
  'tomorrow',
  'back',
  'undo',
  'undone',
  'revert',
  'reverted',
  'reverse',
  'cancel',
  'stop',
  'why',
  'how',
  'who',
])

/** Words beside a deletion that change nothing of it: how soon, in which manner, of whose. */
export const harmless = ({ kind, word, stem }: Token): boolean =>
  kind === 'word' &&
  (/(?:ly|day|night)$/.test(word) ||
    [
      'longer',
      'anymore',
      'unused',
      'local',
      'completely',
      'needed',
      'required',
      'file',
      'request',
      'app',
      'stored',
      'saved',
      'existing',
      'registered',
      'configured',
      'config',
      'configuration',
      'llm',
      'note',
    ].includes(word) ||
    occasions.has(stem) ||
    ownerNouns.test(word) ||
    ownerNouns.test(stem))

/** Words by which a part beside a deletion sets a condition for it, or takes it back. */
const conditions = new Set(
  'only once if unless when until after wait not keep stays stay instead except but rather maybe later first backup sure fail fails failed failing red broken unclear unknown pending'.split(
    ' ',
  ),
)

/** Times that are not now, in more than a word. */
const someTime = /\b(?:one|some|any) day\b|\bnext (?:sprint|week|month|time|release|quarter|year|version)\b/

const spoken = (tokens: readonly Token[]): string => textOf(tokens.filter(({ kind }) => kind === 'word')).toLowerCase()

/** What stands beside a deletion, was taken for talk, and may as well be a condition of it. */
export const conditionOf = ({ subject }: Choice, { unknown, frames }: Framed): Problem | undefined => {
  const found =
    unknown.find(
      (tokens) =>
        someTime.test(spoken(tokens)) || tokens.some(({ kind, word }) => kind === 'word' && conditions.has(word)),
    ) ?? frames.find(({ tokens }) => keeping.has(tokens.find(({ kind }) => kind === 'word')?.word ?? ''))?.tokens
  return subject.effect === 'delete' && found ? destructiveQuestion(textOf(found), []) : undefined
}

/** Days and times of a day that are not now. */
const someDay =
  /^(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day|weekend|tonight|midnight|noon|morning|afternoon|evening)$/

/** Who only thinks about it orders nothing: `we could`, `I was going to`. */
const pondering =
  /\b(?:i|we|they|he|she|you|one) (?:could|might|may|was|were|would|should|had)\b|\b(?:thinking|planning|considering|wondering)\b/

/** Stems of verbs that say nothing but that something is to be deleted. */
const plainDeletions = new Set(['delete', 'remove', 'erase', 'destroy', 'rm', 'del', 'eliminate'].map(stemOf))

/** Whether a thing of another kind has the name of what is to be deleted, and nobody said which: a branch and a folder. */
const isShared = (
  { subject, readings }: Choice,
  tokens: readonly Token[],
  { git, files, directories, llm }: Scene['world'],
): boolean => {
  const named = {
    branch: git?.branches ?? [],
    file: files,
    directory: [...directories],
    tool: llm?.tools ?? [],
    artifact: [],
  }
  return subject.fields.some(({ name, kind }) => {
    if (!(kind in named) || tokens.some(({ word }) => word === kind)) return false
    const found = readings.get(name) ?? []
    const values = found.flatMap(({ value, from, to }) => [value, ...tokens.slice(from, to).map(({ text }) => text)])
    return Object.entries(named).some(([other, names]) => other !== kind && names.some((each) => values.includes(each)))
  })
}

/** Whether a word before a path is a part of it, and says once more what it is: `the note notes/old.md`. */
export const saysAgain = (token: Token, tokens: readonly Token[]): boolean => {
  const next = tokens[tokens.indexOf(token) + 1]
  return (
    next?.kind === 'path' &&
    next.text
      .toLowerCase()
      .split(/[/.]/)
      .some((part) => stemOf(part) === token.stem)
  )
}

/** A line that somebody wrote down for later, which orders nothing now: `TODO: delete the branch`. */
const jottedDown = /^[\s\-*•/#]*(?:todos?|fixme|reminder|remember|note to self)\s*:/im

/** How a clause ends that says what somebody read or heard, right before a mark: `we saw this: …`. */
const reporting =
  /\b(?:saw|seen|read|found|got|heard|told|said|says|wrote|writes|posted|typed|mailed|sent)(?: (?:me|us|him|her|them|this|that|it|the following))?$/

/** Whether an order is what somebody only read or heard. */
const isReported = (all: readonly Token[]): boolean =>
  all.some(({ kind, text }, at) => kind === 'mark' && /^[:,]$/.test(text) && reporting.test(spoken(all.slice(0, at))))

/** Words by which somebody says that he does not mean it. */
const unmeant =
  /\b(?:example|joke|joking|kidding|hypothetical(?:ly)?|theor(?:y|etically)|imagine|suppose|pretend|speaking)\b/

/** What has to be asked before something is deleted: unless its verb was said, spelled right, and nothing is left over. */
export const doubtOf = (
  choice: Choice,
  { tokens }: Frame,
  scene: Scene,
  all: readonly Token[],
): Problem | undefined => {
  const { world } = scene
  const { subject, alignment, leftover, stance } = choice
  if (subject.effect !== 'delete') return undefined
  const said = tokens.filter(({ kind }) => kind !== 'mark')
  const typo = said.some((token) => token.typo !== undefined)
  // How old what goes has to be says which of all of them go.
  const aged = subject.fields.some(
    ({ name, kind }) =>
      kind === 'age' && choice.readings.get(name)?.every(({ absent, several }) => !absent && !several),
  )
  const hedged = said.some(
    ({ kind, word }, at) =>
      kind === 'word' &&
      (hedging.has(word) || someDay.test(word)) &&
      !(aged && (/^(?:all|every)$/.test(word) || /^who (?:is|are)$/.test(`${word} ${said[at + 1]?.word}`))) &&
      !alignment?.words.some((at) => tokens[at]?.word === word),
  )
  const planned = someTime.test(spoken(said))
  const thought = planned || pondering.test(spoken(said))
  const odd = leftover.some((token) => isContent(token) && !harmless(token) && !saysAgain(token, said))
  // Only its very verb orders a deletion, and no word that sometimes means it.
  const verbs = new Set(
    subject.phrases
      .flatMap((phrase) => phrase.flatMap((part) => ('word' in part && !part.filler ? [part] : [])).slice(0, 1))
      .map(({ word }) => stemOf(word)),
  )
  const literal =
    said.some(({ stem }) => plainDeletions.has(stem)) ||
    (alignment?.words.some((at) => tokens[at]?.kind === 'word' && verbs.has(tokens[at].stem)) ?? false)
  const isVerb = ({ kind, stem }: Token): boolean => kind === 'word' && (plainDeletions.has(stem) || verbs.has(stem))
  const others = isOfOthers(
    tokens.findIndex(isVerb),
    tokens,
    (at) => choice.taken.has(at),
    (token) => (subject.concepts.get(tokenConcept(token)) ?? 0) >= 0.6 || harmless(token),
  )
  const several = pointsAtSeveral(choice, tokens, all, scene)
  if (several.length > 0) return destructiveQuestion(`${textOf(said)} (${subject.id})`, several)
  const elsewhere = jottedDown.test(scene.request) || isReported(all) || unmeant.test(spoken(all))
  const certain =
    alignment && stance === 'order' && literal && !typo && !hedged && !thought && !elsewhere && !odd && !others
  if (certain && !isShared(choice, tokens, world)) return undefined
  const named = [...world.files, ...world.roots, ...(world.git?.branches ?? [])].filter((each) =>
    said.some(({ text }) => text === each),
  )
  return destructiveQuestion(`${textOf(said)} (${subject.id})`, named)
}

/** Concepts of verbs that delete. */
export const deleting = new Set(['delet', 'destroy'])

/** Whether a verb lacks its last letter, and only by its stem is one that deletes: `delet`. */
const lacksLetter = ({ kind, word, stem }: Token): boolean =>
  kind === 'word' && word === stem && plainDeletions.has(stem) && stemOf(`${word}e`) === stem && !shortForms.has(word)

/** Verbs of deletion that are whole as they are. */
const shortForms = new Set(['rm', 'del', 'destroy'])

/** Asks whether a verb that was mistyped orders a deletion, whatever it was taken for. */
export const misspeltDeletion = (tokens: readonly Token[]): Problem | undefined => {
  const lead = tokens.find(isContent)
  return lead && (lead.typo !== undefined || lacksLetter(lead)) && deleting.has(tokenConcept(lead))
    ? destructiveQuestion(textOf(tokens), [])
    : undefined
}
