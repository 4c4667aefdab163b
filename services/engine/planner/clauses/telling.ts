import type { Token } from '../tokens/token.ts'

/** Who, or what, something is told of: `I`, `the build`, `a colleague of mine`, `nightly runs`. */
const teller = "(?:(?:the|a|an|my|our|his|her|their|this|these|some|another) )?(?:[\\w./'-]+ ){1,4}?"

/** Verbs that do not end as verbs do. */
const happened =
  'is|are|was|were|has|had|have|gets|got|goes|went|came|comes|broke|fell|froze|ran|runs|made|makes|left|lost|found|took|takes|began|begins|keeps|kept|looks|seems|feels|felt|starts|stops|withdrew|grew|sent|built|forgot|did|failed|triggers|drops|needs'

/** What only the words around it tell from a plural: `the pipeline mounts it`. */
const does =
  "(?:the|a|an|my|our|his|her|their|this|some|another) (?:[\\w'-]+ ){1,2}?[a-z]{3,}s (?:it|them|the|a|an|my|our|us|me|this|that|on|to|for|in|from)"

/** What was done, without whom: `forked from upstream`. What something is made by is no such thing: `based on main`. */
const having =
  '(?:just |already )?(?!based|limited|named|called|sorted|grouped|filtered|restricted|compared|tagged|related|need|included|excluded)[a-z]{2,}ed (?:from|by|the|it|a|an|my|our|on|in|with|everything|too)'

/** What somebody is at: `switching to another ticket`. */
const doing =
  "(?!staging|pending|outstanding|remaining|existing|missing|including|excluding|using|starting|ending|failing|during|nothing|everything|anything|something|counting|limiting|following|incoming|upcoming)[a-z]{3,}ing [\\w'-]+"

/** A clause that tells of something: it has whom it is of, and a verb: `the vendor withdrew the API`. */
const telling = new RegExp(
  `^(?:so |well |ok |hi |hey |sorry )*(?:${teller}(?:just |already |also |all |now )?(?:${happened}|[a-z]{2,}ed)|(?:i'm|we're|he's|she's|it's|they're|i've|we've|they've)|${does}|${having}|${doing})(?: |$)`,
)

/** What somebody said or wants may be the order itself, or turn it down. */
const quoting =
  /^(?:says?|said|saying|tells?|told|writes?|wrote|asks?|asked|asking|reads?|typed|ordered|wants?|wanted|needs|wishes|needed|requires|required|suggested|suggests|insists|allowed|approved|agreed|decided|refused|declined|rejected|frozen|locked|forbidden|waiting|wait|postponed|cancelled|canceled|supposed|going|about)$/

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
