import type { Token } from '../tokens/token.ts'
import { environmentWords } from './environments.ts'

/** A piece as these look at it. */
type Said = Pick<Token, 'word' | 'kind'>

/** People and things that a word before them tells more of, and that are in no environment for it. */
const described =
  /^(?:teams?|people|folks|guys|groups?|users?|testers?|developers?|engineers?|leads?|departments?|squads?|automation|results?|reports?|logs?|videos?|streams?|streaming|images?|files?|data|assets?|artifacts?|backups?|traffic|workloads?|work|tests?|builds?|releases?|experiments?|dumps?|exports?|documents?|recordings?|screenshots?)$/

/** Whether a word only tells more of what is behind it: `the dev team`, `production logs`, `QA's staging environment`. */
const describesNext = (at: number, tokens: readonly Token[]): boolean =>
  !/^(?:in|on|into|env|environment|environments)$/.test(tokens[at - 1]?.word ?? '') &&
  (described.test(tokens[at + 1]?.word ?? '') || /['’]s$/.test(tokens[at]?.text ?? ''))

/** Whether a word tells more of a thing, and something else says where. */
export const tellsMore = (at: number, tokens: readonly Token[]): boolean =>
  describesNext(at, tokens) &&
  tokens.some(
    ({ word }, place) =>
      place !== at && environmentWords.includes(word) && !describesNext(place, tokens) && !isModel(place, tokens),
  )

/** Words before an environment that something new is only to be like. */
const likening =
  /(?:(?<!(?:would|i'd|we'd|'d|you'd|they'd|i|we|you|they|environments?|envs?|stages?) )like|(?:the )?same (?:thing )?(?:as|like)|similar to|just as|copy of|clone of)(?: the (?:one|ones|thing))?(?: (?:it is |we have |we have it )?(?:in|on|for))?(?: (?:the|our))?$/

/** Whether an environment is only what something new is to be like: `what production has`, `same as in production`. */
export const isModel = (at: number, tokens: readonly Said[]): boolean => {
  const mark = tokens.slice(0, at).findLastIndex(({ kind }) => kind === 'mark')
  const words = tokens.slice(Math.max(mark + 1, at - 8), at).map(({ word }) => word)
  const owned = /^(?:what|as|everything|whatever)$/.test(
    words.filter((word) => !/^(?:the|our)$/.test(word)).at(-1) ?? '',
  )
  const verb = tokens[tokens[at + 1]?.word === 'already' ? at + 2 : at + 1]?.word ?? ''
  return (
    likening.test(words.join(' ')) ||
    (owned && /^(?:has|have|had|got|uses|runs|looks)$/.test(verb)) ||
    isThere(at, tokens) ||
    (isToldOf(at, tokens) && isSaidBeside(at, tokens))
  )
}

/** What says behind an environment that it has what others are to get, or gets it another time. */
const having =
  /^(?:(?:has|had|got) (?:already )?(?:it|one|that|them|those|its|theirs)|have (?:it|one|that|them|theirs) already|(?:is|was) (?:already )?(?:done|there|finished)|already (?:has|have|got|exists)|(?:is|exists) already|exists|later|comes|follows|next (?:week|month|sprint|time)|another time)(?: |$)/

/** The same before it. */
const had =
  /(?:^|\W)(?:we|i|they|you) (?:already |now |also )?(?:have|had|did|made|built|got)(?: it| one| that| them)?(?: already)?(?: in| for| on)?(?: the| our)?$/

/** Whether a clause tells that an environment has it already: `staging has one already`, `we have dev already`. */
const isThere = (at: number, tokens: readonly Said[]): boolean => {
  const from = tokens.slice(0, at).findLastIndex(({ kind }) => kind === 'mark') + 1
  const end = tokens.findIndex(({ kind }, place) => place > at && kind === 'mark')
  const words = (some: readonly Said[]): string => some.map(({ word }) => word).join(' ')
  const behind = words(tokens.slice(at + 1, end < 0 ? undefined : end))
  return having.test(behind) || (/^already(?: |$)/.test(behind) && had.test(words(tokens.slice(from, at))))
}

/** What tells how things are with an environment, right behind it. */
const state =
  /^(?:(?:one|env|environment) )?(?:is|are|was|were|stays?|keeps?|remains?|runs?|works?|has|had|comes|follows|will|does|goes|went|got|looks|lies|lives)\b(?! (?:to|where|what)\b)/

/** What leads to an environment for which something elsewhere is only good. */
const goodFor =
  /(?:(?:rehears\w*|prepar\w*|practi[cs]\w*|trial|dry run|ready) for|(?:load|pressure|strain) off(?: of)?|unlike(?: in)?|not yet in)(?: the| our)?$/

/** Whether a clause tells of an environment, and wants nothing there: `production stays as it is`, `to take load off production`. */
const isToldOf = (at: number, tokens: readonly Said[]): boolean => {
  const from = tokens.slice(0, at).findLastIndex(({ kind }) => kind === 'mark') + 1
  const words = (some: readonly Said[]): string => some.map(({ word }) => word).join(' ')
  const before = words(tokens.slice(from, at))
  const behind = words(tokens.slice(at + 1, at + 8))
  return (
    (/^(?:(?:the|our|and|but|while|since|as) ?)*$/.test(before) && state.test(behind)) ||
    goodFor.test(before) ||
    (/\bwith(?: the| our)?$/.test(before) && /^in mind\b/.test(behind))
  )
}

/** Whether another environment is named of which nothing is told. */
const isSaidBeside = (at: number, tokens: readonly Said[]): boolean =>
  tokens.some(
    ({ word }, place) =>
      place !== at && environmentWords.includes(word) && !isToldOf(place, tokens) && !isThere(place, tokens),
  )
