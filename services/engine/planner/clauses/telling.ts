import type { Token } from '../tokens/token.ts'

/** Who, or what, something is told of: `I`, `the build`, `a colleague of mine`, `nightly runs`. */
const teller = "(?:(?:the|a|an|my|our|his|her|their|this|these|some|another) )?(?:[\\w./'-]+ ){1,4}?"

/** Verbs that do not end as verbs do. */
const happened =
  'is|are|was|were|has|had|have|gets|got|goes|went|came|comes|broke|fell|froze|ran|runs|made|makes|left|lost|found|took|takes|began|begins|keeps|kept|looks|seems|feels|felt|starts|stops|withdrew|grew|sent|built|forgot|did|failed|triggers|drops|needs|fails|breaks|crashes|hangs|complains|lags|leaks|grows'

/** What only the words around it tell from a plural: `the pipeline mounts it`. */
const does =
  "(?:the|a|an|my|our|his|her|their|this|some|another) (?:[\\w'-]+ ){1,2}?[a-z]{3,}s (?:it|them|the|a|an|my|our|us|me|this|that|on|to|for|in|from)"

/** What was done, without whom: `forked from upstream`. What something is made by is no such thing: `based on main`. */
const having =
  '(?:just |already )?(?!based|limited|named|called|sorted|grouped|filtered|restricted|compared|tagged|related|need|included|excluded)[a-z]{2,}ed (?:from|by|the|it|a|an|my|our|on|in|with|everything|too)'

/** What somebody is at: `switching to another ticket`. */
const doing =
  "(?!staging|pending|outstanding|remaining|existing|missing|including|excluding|using|starting|ending|failing|during|nothing|everything|anything|something|counting|limiting|following|incoming|upcoming)[a-z]{3,}ing [\\w'-]+"

/** What somebody does, who may be the one who orders: `we deploy on friday`. What he wants, may or has to do is none of it. */
const oneself =
  '(?:i|we|they|he|she|people|everybody|somebody) (?:just |also |still |now |really |always )?(?!(?:want|need|would|should|must|can|could|may|might|shall|will|have|like|love|wish|hope|expect|ask|require|insist|prefer|suggest|only|never|not|do)\\b)[a-z]{3,}'

/** That somebody does not know something, which turns nothing down: `I do not remember the id`. */
const unknown =
  "(?:i|we) (?:do not|don't|dont|can't|cannot|can not|did not|didn't) (?:really |quite |even )?(?:remember|recall|know|understand|follow)"

/** Verbs that do not end as verbs do, of what somebody did who is not named: `wrote a definition`. */
const irregular = /^(?:wrote|forgot|lost|broke|came|went|began|saw|fell)$/

/** A clause that tells of something: it has whom it is of, and a verb: `the vendor withdrew the API`. */
const telling = new RegExp(
  `^(?:so |well |ok |hi |hey |sorry )*(?:${teller}(?:just |already |also |all |now )?(?:${happened}|[a-z]{2,}ed)|(?:i'm|we're|he's|she's|it's|they're|i've|we've|they've)|${oneself}|${unknown}|(?:just )?${irregular.source.slice(1, -1)}|${does}|${having}|${doing})(?: |$)`,
)

/** What somebody said or wants may be the order itself, or turn it down. */
const quoting =
  /^(?:says?|said|saying|tells?|told|writes?|wrote|asks?|asked|asking|reads?|typed|ordered|wants?|wanted|needs|wishes|needed|requires|required|suggested|suggests|insists|allowed|approved|agreed|decided|refused|declined|rejected|frozen|locked|forbidden|waiting|wait|postponed|cancelled|canceled|supposed|going|about|excluded|included|skipped|ignored|omitted|exempt|limited|restricted)$/

/** Whether a word tells what was done, and is no order by its form. */
export const isPast = (word: string): boolean => /(?:ed|ing)$/.test(word) || irregular.test(word)

const unknownFirst = new RegExp(
  `^(?:so |well |sorry )*${unknown}(?: (?:with|in|on|for|of|at|by))?(?: (?:what|which|who|how|why|when|where|whether|if))?(?= |$)`,
)

/** A clause without the words that only say that somebody does not know what they speak of. */
export const withoutUnknown = (clause: readonly Token[]): readonly Token[] => {
  const [said] = unknownFirst.exec(clause.map(({ text }) => text.toLowerCase()).join(' ')) ?? []
  return said === undefined ? clause : clause.slice(said.split(' ').length)
}

/** Whether something is said as one tells of it, whatever else it holds: `README.md got staged`. */
export const isTold = (clause: readonly Token[]): boolean =>
  telling.test(clause.map(({ text }) => text.toLowerCase()).join(' '))

/** Whether a clause tells of something that happened, or that is so: nothing in it is ordered, asked or turned down. */
export const tellsOf = (clause: readonly Token[]): boolean =>
  clause.every(({ kind, word }) => kind === 'word' && !quoting.test(word)) && isTold(clause)

/** The clauses between the marks of some pieces. */
export const clausesOf = (tokens: readonly Token[]): readonly (readonly Token[])[] => {
  const clauses: Token[][] = [[]]
  for (const token of tokens) {
    if (token.kind === 'mark') clauses.push([])
    else clauses.at(-1)?.push(token)
  }
  return clauses.filter((clause) => clause.length > 0)
}
