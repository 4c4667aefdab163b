import type { Frame, Problem } from '../choosing/frame.ts'
import type { Framed } from '../choosing/frames.ts'
import { judge, type Scene } from '../choosing/judge.ts'
import { isBehindPlace } from '../choosing/place-nouns.ts'
import { numberOf } from '../tokens/numbers.ts'
import { isContent, tokenConcept } from '../tokens/request-tokens.ts'
import { type Token, textOf } from '../tokens/token.ts'
import { environmentNames } from '../values/environments.ts'
import { introducing } from '../values/read-texts.ts'
import { regionsNamed } from '../values/regions.ts'
import { conceptOf } from '../words/concepts.ts'
import { lightWords } from '../words/light-words.ts'
import { occasions } from '../words/occasions.ts'
import { choiceOwners } from '../words/owners.ts'
import { stemOf } from '../words/stem.ts'
import { tradeWords } from '../words/trade-words.ts'
import { generalVerbs } from '../words/verbs.ts'
import type { Vocabulary } from '../words/vocabulary.ts'
import { deleting, harmless, saysAgain } from './deletions.ts'
import { isOutOfReach } from './out-of-reach.ts'
import type { Outcome } from './outcome.ts'
import { destructiveQuestion } from './questions.ts'

/** With its name people begin a command, and say whose things they mean. */
const program = 'nimbus'

/** What things with names are called. */
const thingNouns = new Set(
  ['directory', 'file', 'folder', 'branch', 'path', 'environment', 'plan', 'task', 'run', 'artifact'].map((word) =>
    conceptOf(stemOf(word)),
  ),
)

/** Whether a word names an environment, and no occasion besides. */
const isEnvironment = ({ word }: Token): boolean => environmentNames(word).length > 0 && !occasions.has(word)

/** Kinds of things that have names of their own. */
const namedKinds = new Set(['root', 'code', 'branch', 'commit', 'agent', 'tool', 'model'])

/** Kinds of which only what an operation is about has a name that nobody knows. */
const placedKinds = new Set(['file', 'path', 'directory'])

/** Whether an order begins with a word that nobody knows, as a mistyped verb does: `restrt the database`. */
const isMistypedVerb = (token: Token, tokens: readonly Token[]): boolean =>
  tokens[0] === token && /^(?:the|my|our|this|that)$/.test(tokens[1]?.word ?? '')

/**
 * What is left over and may be a constraint: whatever has a form of its own, words of the trade, words that another
 * operation is known by, and words that no dictionary has. General words that only accompany are shown as ignored.
 */
export const constraint = (
  { choice: { subject, leftover: unexplained, readings, taken }, tokens }: Frame,
  vocabulary: Vocabulary,
): readonly Token[] => {
  // How many are named need not be said: `three environments: dev, staging and production`.
  const counts = new Set([...readings.values()].map(({ length }) => length).filter((length) => length > 1))
  const leftover = unexplained.filter(
    (token) => !counts.has(numberOf(token.word) ?? 0) && !(subject.effect === 'delete' && harmless(token)),
  )
  const owners = new Set(choiceOwners(leftover, tokens))
  // A word beside one that was taken for a name may belong to it: `server port`.
  const named = subject.fields
    .filter(({ kind }) => ['search', 'search-words', 'word', 'output-name'].includes(kind))
    .flatMap(({ name }) => (readings.get(name) ?? []).filter(({ exact }) => !exact))
  const isCutOff = (token: Token): boolean =>
    !introducing.has(token.word) && named.some(({ from, to }) => tokens[from - 1] === token || tokens[to] === token)
  // A second place where only one can be: nobody knows which counts.
  const region = subject.fields.find((field) => field.kind === 'region' && readings.has(field.name))
  const isFurtherRegion = (token: Token): boolean =>
    region !== undefined && (token.kind === 'region' || regionsNamed(token.word) !== undefined)
  // What stands right before a name only says what has it, and `that folder` is one that was spoken of.
  const isLabelOfNamed = (token: Token): boolean => {
    const at = tokens.indexOf(token)
    return (
      thingNouns.has(tokenConcept(token)) &&
      ((taken.has(at + 1) && isContent(tokens[at + 1] as Token)) ||
        isBehindPlace({ subject, readings }, at) ||
        /^(?:that|this|same)$/.test(tokens[at - 1]?.word ?? ''))
    )
  }
  const nameable = subject.fields.some(
    ({ name, kind }) =>
      (namedKinds.has(kind) || (placedKinds.has(kind) && subject.entry.positional.includes(name))) &&
      !readings.has(name),
  )
  // What is joined to a value is one more of it: `find login and logout`.
  const values = [...readings.values()].flat()
  const isJoined = (token: Token): boolean => {
    const at = tokens.indexOf(token)
    if (/^(?:it|them|that|this|the|a|an)$/.test(tokens[at + 1]?.word ?? '')) return false
    return (
      (/^(?:and|or|nor)$/.test(tokens[at - 1]?.word ?? '') && values.some(({ to }) => to === at - 1)) ||
      (/^(?:and|or|nor)$/.test(tokens[at + 1]?.word ?? '') && values.some(({ from }) => from === at + 2))
    )
  }
  const binds = (token: Token): boolean => {
    const { kind, word, stem, text } = token
    if (owners.has(token) || isLabelOfNamed(token) || saysAgain(token, tokens)) return false
    if (isFurtherRegion(token) || isCutOff(token) || isEnvironment(token) || isJoined(token)) return true
    if (kind !== 'word') return true
    if (lightWords.has(stem) || word === program) return false
    if (numberOf(word) !== undefined || tradeWords.has(word) || tradeWords.has(stem)) return true
    const concept = conceptOf(stem)
    // A value that another operation takes would narrow this one as well: `high`.
    if (vocabulary.services.has(word) || vocabulary.values.has(word)) return true
    if (vocabulary.verbs.has(concept) && !generalVerbs.has(stem)) return true
    const elsewhere = (vocabulary.speaking.get(concept) ?? []).some(
      ({ concepts }) => (concepts.get(concept) ?? 0) >= 0.7,
    )
    // A word that nobody knows may be the name of something where the operation could be told one.
    return (
      (elsewhere && vocabulary.weight(concept) > 0.45) ||
      (!vocabulary.spelling.knows(word) &&
        (nameable || (subject.effect !== 'read' && isMistypedVerb(token, tokens)))) ||
      /^\p{Lu}{2,}$/u.test(text)
    )
  }
  // One general word may only accompany; several that nobody explains are another order than was heard.
  const strange = leftover.filter(
    (token) =>
      isContent(token) &&
      !owners.has(token) &&
      !isLabelOfNamed(token) &&
      !saysAgain(token, tokens) &&
      !introducing.has(token.word) &&
      !lightWords.has(token.stem),
  )
  const bound = strange.length > 1 ? strange : leftover.filter((token) => isContent(token) && binds(token))
  // What an adverb strengthens belongs to it: `highly available`.
  const strengthened = tokens.filter(
    (_, at) => (tokens[at - 1]?.word ?? '').endsWith('ly') && bound.includes(tokens[at - 1] as Token),
  )
  return bound.length > 0
    ? tokens.filter((token) => (leftover.includes(token) && isContent(token)) || strengthened.includes(token))
    : []
}

/** The operations that fit best what none does. */
const nearestOf = (tokens: readonly Token[], scene: Scene): readonly string[] => {
  const whole = { tokens, from: 0, to: tokens.length, joint: 'start' as const, item: false, but: false, asks: false }
  const nearest = judge(whole, scene, true, [])
    .choices.filter(({ ranked: { score } }) => score > 0.15)
    .toSorted((one, other) => other.ranked.score + other.fit / 4 - one.ranked.score - one.fit / 4)
  return nearest.slice(0, 3).map(({ subject }) => subject.id)
}

/** The operation that was taken for what was meant, and others that are near. */
export const nearestTo = ({ choice, tokens }: Frame, scene: Scene): readonly string[] => [
  ...new Set([choice.subject.id, ...nearestOf(tokens, scene)]),
]

/** Words that say which things are meant without naming one. */
const loosely =
  /^(?:old|older|ones|stale|unused|merged|obsolete|outdated|rest|others|leftover|leftovers|unneeded|superfluous)$/

/** Whether something is to be deleted that is only described: `drop the old notes`. Which, is worth a question. */
export const choosesLoosely = (tokens: readonly Token[]): boolean =>
  tokens.some(
    (token) =>
      token.kind === 'word' && (deleting.has(tokenConcept(token)) || /^(?:drop|throw|throwaway)$/.test(token.word)),
  ) &&
  tokens.some(({ word }) => loosely.test(word)) &&
  !tokens.some(({ word, stem }) => !loosely.test(word) && (tradeWords.has(word) || tradeWords.has(stem)))

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
  const unreachable = framed.vague && isOutOfReach(framed.vague, new Set(), vocabulary)
  const loose = choosesLoosely(tokens)
  if (
    (framed.vague && !unheard && !unreachable) ||
    loose ||
    (lead && deleting.has(tokenConcept(lead)) && named.length > 0)
  )
    return destructiveQuestion(textOf(framed.vague ?? tokens.filter(({ kind }) => kind !== 'mark')), named)
  return {
    kind: 'refuse',
    reason: `Nothing here does "${textOf(tokens.filter(({ kind }) => kind !== 'mark')).slice(0, 200)}"`,
    nearest: nearestOf(tokens, scene),
  }
}
