import { deleting } from './asking/deletions.ts'
import type { Scene } from './choosing/judge.ts'
import { entityKinds, namedIn } from './clauses/antecedents.ts'
import { clausesOf, tellsOf } from './clauses/telling.ts'
import type { Planned } from './planned.ts'
import { isContent, tokenConcept } from './tokens/request-tokens.ts'
import { type Token, textOf } from './tokens/token.ts'

/** Words that make an order hang on something, put it off, or weaken it. */
const bearing =
  /^(?:if|unless|only|except|but|until|till|once|when|while|before|after|then|keep|keeps|stay|stays|wait|maybe|perhaps|should|would|could|might|may|must|instead|rather|sure|unclear|unknown|pending|fail|fails|failed|failing|red|broken|later|todo|fixme|reminder|remember|asked|said|says|told|wrote|writes|written|posted|typed|mailed|sent|printed|heard|read|saw|seen|found|never)$/

/** Words with which somebody says that it is allowed already: no text approves anything. */
const authority =
  /^(?:approv\w*|grant\w*|authori[sz]\w*|permi\w*|allow\w*|confirm\w*|overrid\w*|system|admin\w*|root|policy)$/

/** Words between what is told and what is ordered because of it. */
const hence = /^(?:so|therefore|thus|hence|and|please|now)$/

/** Words with which an order points at what was spoken of. */
const pointing = /^(?:it|that|this|those|them|its)$/

/** A thing with a name, as one tells of it. */
const withPronoun = (token: Token): Token =>
  entityKinds.has(token.kind) ? { ...token, kind: 'word', text: 'it', word: 'it', stem: 'it' } : token

/** A clause without what says that a thing is of no use, which is a reason as others are: `is not needed`. */
const withoutUseless = (clause: readonly Token[]): readonly Token[] =>
  clause.filter(({ word }, at) => word !== 'needed' || !/^(?:not|longer)$/.test(clause[at - 1]?.word ?? ''))

/** Whether a clause tells of something, and neither weakens an order nor speaks of what is deleted. */
const isBackdrop = (clause: readonly Token[]): boolean =>
  clause.every(
    (token) => !bearing.test(token.word) && !authority.test(token.word) && !deleting.has(tokenConcept(token)),
  ) && tellsOf(withoutUseless(clause).map(withPronoun))

/** Whether a piece names something that may be deleted. */
const isNamed = (token: Token, scene: Scene): boolean => namedIn([token], scene) !== undefined

/**
 * A deletion that is ordered by a part of its own, behind what only tells why: `add-vpc got merged, so delete that
 * branch`. What is told speaks of nothing else that has a name, and sets no condition; the order is complete by itself,
 * or points at the one thing that was told of.
 */
export const orderedApart = (
  tokens: readonly Token[],
  scene: Scene,
  plan: (request: string, antecedent: Token | undefined) => Planned,
): Planned | undefined => {
  // What stands behind a colon may be quoted.
  for (const [at, mark] of tokens.entries()) {
    if (mark.text === ':') return undefined
    if (mark.kind !== 'mark' || !/^[,.;!\n–—-]$/.test(mark.text)) continue
    const told = tokens.slice(0, at)
    let from = at + 1
    while (tokens[from]?.kind === 'mark' || hence.test(tokens[from]?.word ?? '')) from++
    const order = tokens.slice(from)
    const start = tokens[from]?.start
    if (start === undefined || !told.some(isContent)) continue
    if (!clausesOf(told).every(isBackdrop)) continue
    const things = new Set(told.filter((token) => isNamed(token, scene)).map(({ text }) => text))
    if (things.size > 1) continue
    const antecedent = order.some(({ word }) => pointing.test(word)) ? namedIn(told, scene) : undefined
    const planned = plan(scene.request.slice(start), antecedent)
    const { outcome, made } = planned
    if (outcome.kind !== 'plan' || made.length !== 1 || outcome.steps[0]?.effect !== 'delete') continue
    const ordered = `${JSON.stringify(outcome.steps[0].input)} ${textOf(order)}`
    if (![...things].every((thing) => ordered.includes(thing))) continue
    return { ...planned, outcome: { ...outcome, ignored: [...outcome.ignored, textOf(told)] } }
  }
  return undefined
}
