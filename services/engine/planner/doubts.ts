import type { Choice } from './choose.ts'
import { conceptOf } from './concepts.ts'
import { environmentNames } from './environments.ts'
import type { Frame, Problem } from './frame.ts'
import type { Framed } from './frames.ts'
import { judge, type Scene } from './judge.ts'
import { lightWords } from './light-words.ts'
import { numberOf } from './numbers.ts'
import { occasions } from './occasions.ts'
import type { Outcome } from './outcome.ts'
import { destructiveQuestion } from './questions.ts'
import { isContent, tokenConcept } from './request-tokens.ts'
import { stemOf } from './stem.ts'
import type { Token } from './token.ts'
import { tradeWords } from './trade-words.ts'
import { generalVerbs } from './verbs.ts'
import type { Vocabulary } from './vocabulary.ts'

/** With its name people begin a command, and say whose things they mean. */
const program = 'nimbus'

/** Pieces as they were said. */
export const textOf = (tokens: readonly Token[]): string =>
  tokens
    .map(({ text }) => text)
    .filter(Boolean)
    .join(' ')

/** Whose something is: `our payments platform`, `the orders team`. */
const ownerNouns =
  /^(?:team|teams|platform|service|services|project|app|application|product|squad|group|company|department|customer|customers|system|website|site|backend|frontend|shop|portal|api|microservice|people|guys|folks|unit|org|organisation|organization)$/

/** What those do who want something: `Finance needs it`. */
const wishing = /^(?:needs?|wants?|asks?|asked|requires?|requested|wished|wants)$/

/** Words left over that only name an owner. */
const choiceOwners = (leftover: readonly Token[], tokens: readonly Token[]): readonly Token[] =>
  leftover.filter((token) => {
    const at = tokens.indexOf(token)
    const next = tokens[at + 1]
    return (
      ['word', 'name'].includes(token.kind) &&
      at >= 0 &&
      ((next !== undefined && (ownerNouns.test(next.word) || (token.kind === 'word' && wishing.test(next.word)))) ||
        ownerNouns.test(tokens[at - 1]?.word ?? '') ||
        ownerNouns.test(token.word))
    )
  })

/**
 * What is left over and may be a constraint: whatever has a form of its own, words of the trade, words that another
 * operation is known by, and words that no dictionary has. General words that only accompany are shown as ignored.
 */
export const constraint = (
  { choice: { leftover: unexplained, readings }, tokens }: Frame,
  vocabulary: Vocabulary,
): readonly Token[] => {
  // How many are named need not be said: `three environments: dev, staging and production`.
  const counts = new Set([...readings.values()].map(({ length }) => length).filter((length) => length > 1))
  const leftover = unexplained.filter(({ word }) => !counts.has(numberOf(word) ?? 0))
  const owners = new Set(choiceOwners(leftover, tokens))
  const binds = (token: Token): boolean => {
    const { kind, word, stem, text } = token
    if (owners.has(token)) return false
    if (kind !== 'word') return true
    if (lightWords.has(stem) || word === program) return false
    if (numberOf(word) !== undefined || tradeWords.has(word) || tradeWords.has(stem)) return true
    const concept = conceptOf(stem)
    if (vocabulary.services.has(word)) return true
    if (vocabulary.verbs.has(concept) && !generalVerbs.has(stem)) return true
    const elsewhere = (vocabulary.speaking.get(concept) ?? []).some(
      ({ concepts }) => (concepts.get(concept) ?? 0) >= 0.7,
    )
    return (
      (elsewhere && vocabulary.weight(concept) > 0.45) || !vocabulary.spelling.knows(word) || /^\p{Lu}{2,}$/u.test(text)
    )
  }
  const bound = leftover.filter((token) => isContent(token) && binds(token))
  return bound.length > 0 ? leftover.filter(isContent) : []
}

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
const harmless = ({ kind, word, stem }: Token): boolean =>
  kind === 'word' &&
  (/(?:ly|day|night)$/.test(word) ||
    ['longer', 'anymore', 'unused', 'local', 'completely', 'needed', 'required', 'file', 'request', 'app'].includes(
      word,
    ) ||
    occasions.has(stem) ||
    ownerNouns.test(word) ||
    ownerNouns.test(stem))

/** Words by which a part beside a deletion sets a condition for it, or takes it back. */
const conditions = new Set(
  'only once if unless when until after wait not keep stays stay instead except but rather maybe later first backup sure'.split(
    ' ',
  ),
)

/** What stands beside a deletion, was taken for talk, and may as well be a condition of it. */
export const conditionOf = ({ subject }: Choice, talk: readonly (readonly Token[])[]): Problem | undefined => {
  const found = talk.find((tokens) => tokens.some(({ kind, word }) => kind === 'word' && conditions.has(word)))
  return subject.effect === 'delete' && found ? destructiveQuestion(textOf(found), []) : undefined
}

/** Days and times of a day that are not now. */
const someDay =
  /^(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day|weekend|tonight|midnight|noon|morning|afternoon|evening)$/

/** Who only thinks about it orders nothing: `we could`, `I was going to`. */
const pondering =
  /\b(?:i|we|they|he|she|you|one) (?:could|might|may|was|were|would|should|had)\b|\b(?:thinking|planning|considering|wondering)\b/

/** Stems of verbs that say nothing but that something is to be deleted. */
const plainDeletions = new Set(['delete', 'remove', 'erase', 'destroy', 'rm', 'del'].map(stemOf))

/** Whether a thing of another kind has the name of what is to be deleted, and nobody said which: a branch and a folder. */
const isShared = (
  { subject, readings }: Choice,
  tokens: readonly Token[],
  { git, files, directories }: Scene['world'],
): boolean => {
  const named = { branch: git?.branches ?? [], file: files, directory: [...directories], artifact: [] }
  return subject.fields.some(({ name, kind }) => {
    if (!(kind in named) || tokens.some(({ word }) => word === kind)) return false
    const found = readings.get(name) ?? []
    const values = found.flatMap(({ value, from, to }) => [value, ...tokens.slice(from, to).map(({ text }) => text)])
    return Object.entries(named).some(([other, names]) => other !== kind && names.some((each) => values.includes(each)))
  })
}

/** What has to be asked before something is deleted: unless its verb was said, spelled right, and nothing is left over. */
export const doubtOf = (choice: Choice, { tokens }: Frame, { world }: Scene): Problem | undefined => {
  const { subject, alignment, leftover, stance } = choice
  if (subject.effect !== 'delete') return undefined
  const said = tokens.filter(({ kind }) => kind !== 'mark')
  const typo = said.some((token) => token.typo !== undefined)
  const hedged = said.some(
    ({ kind, word }) =>
      kind === 'word' &&
      (hedging.has(word) || someDay.test(word)) &&
      !alignment?.words.some((at) => tokens[at]?.word === word),
  )
  const thought = pondering.test(textOf(said.filter(({ kind }) => kind === 'word')).toLowerCase())
  const odd = leftover.some((token) => isContent(token) && !harmless(token))
  // Only its very verb orders a deletion, and no word that sometimes means it.
  const opener = alignment?.pattern.find((part) => 'concept' in part && !part.filler)
  const literal =
    opener !== undefined &&
    'word' in opener &&
    said.some(({ stem, kind }) => kind === 'word' && (stem === stemOf(opener.word) || plainDeletions.has(stem)))
  if (
    alignment &&
    stance === 'order' &&
    !typo &&
    !hedged &&
    !thought &&
    !odd &&
    literal &&
    !isShared(choice, tokens, world)
  )
    return undefined
  const named = [...world.files, ...world.roots, ...(world.git?.branches ?? [])].filter((each) =>
    said.some(({ text }) => text === each),
  )
  return destructiveQuestion(`${textOf(said)} (${subject.id})`, named)
}

const deleting = new Set(['delet', 'destroy'])

/** What comes of a request for which no operation was found. */
export const nothingFound = (
  tokens: readonly Token[],
  framed: Framed,
  scene: Scene,
): Pick<Outcome & { kind: 'refuse' }, 'kind' | 'reason' | 'nearest'> | Problem => {
  const { world, vocabulary } = scene
  const lead = tokens.find((token) => isContent(token))
  const named = [...world.roots, ...(world.git?.branches ?? []), ...world.files].filter((each) =>
    tokens.some(
      ({ word, kind }) =>
        kind !== 'mark' &&
        word.length > 2 &&
        each
          .toLowerCase()
          .split(/[/.]/)
          .some((part) => part === word || part === `${word}s`),
    ),
  )
  const objects = (framed.vague ?? []).filter(isContent).slice(1)
  const unheard =
    objects.length > 0 &&
    objects.every(
      ({ word, kind, stem }) =>
        kind === 'word' &&
        !world.names.has(word) &&
        environmentNames(word).length === 0 &&
        !vocabulary.speaking.has(conceptOf(stem)),
    )
  if ((framed.vague && !unheard) || (lead && deleting.has(tokenConcept(lead)) && named.length > 0))
    return destructiveQuestion(textOf(framed.vague ?? tokens.filter(({ kind }) => kind !== 'mark')), named)
  const whole = { tokens, from: 0, to: tokens.length, joint: 'start' as const, item: false, but: false, asks: false }
  const nearest = judge(whole, scene, true, undefined)
    .choices.filter(({ ranked: { score } }) => score > 0.15)
    .toSorted((one, other) => other.ranked.score + other.fit / 4 - one.ranked.score - one.fit / 4)
  return {
    kind: 'refuse',
    reason: `Nothing here does "${textOf(tokens.filter(({ kind }) => kind !== 'mark')).slice(0, 200)}"`,
    nearest: nearest.slice(0, 3).map(({ subject }) => subject.id),
  }
}
