import { isContent } from '../tokens/request-tokens.ts'
import type { Token } from '../tokens/token.ts'
import { conceptOf } from '../words/concepts.ts'
import { orderVerbs } from '../words/verbs.ts'
import type { Segment } from './segments.ts'

const good =
  '(?:fine|good|great|ok|okay|right|clean|correct|green|clear|approved|approve|reviewed|accepted|agreed|signoff|signed off|checked|confirmed|as expected)'

/** That something was looked at and may go ahead: `looks fine`, `has been approved`, `is all good`. */
const verdict = new RegExp(
  `^(?:(?:is|was|are|were|looks?|looked|seems?|has|have|had|been|got|to|me|us|all|both|now|just|already|very|really|and) )*${good}(?: (?:to|by|for|with|me|us|now|everybody|everyone|the|team|boss|lead|both|all|sides))*$`,
)

/** Words that speak of all of it, before a verdict that names nothing. */
const heads =
  /^(?:(?:ok|okay|so|yes|yep|right|great|good|cool|nice|well|alright|the|that|this|it|all|everything|both|plan|plans|changes?|review|approval|we|have|get|got|is|are|was) )*/

/** Words that make a condition or a doubt of it. */
const doubtful =
  /^(?:if|when|once|until|unless|after|not|never|no|nothing|nobody|isn't|wasn't|maybe|should|would|as|soon)$/

/** What a deletion is ordered with: it is ordered by itself, whatever was found good. */
const deletes = new Set(['delet', 'destroy'])

const textOf = (tokens: readonly Token[]): string => tokens.map(({ word }) => word).join(' ')

/** Words beside the name of a thing that only say what it is. */
const kinds = /^(?:the|our|my|that|this|saved|terraform|tf|plan|file|with|id|number|of|from)$/

/** An order with what was found good ahead of it: `terraform plan t_m4n5 looks fine, apply it`. */
export const withVerdict = (first: Segment, next: Segment): readonly Token[] | undefined => {
  const { tokens, asks } = first
  if (asks || tokens.some(({ word }) => doubtful.test(word))) return undefined
  if (next.tokens.some(({ stem }) => deletes.has(conceptOf(stem)))) return undefined
  const at = tokens.findIndex(({ kind, word }) => kind === 'record' || (kind === 'path' && word.endsWith('plan')))
  const thing = tokens[at]
  if (!thing && tokens.some(({ kind }) => kind !== 'word')) return undefined
  if (!thing) return verdict.test(textOf(tokens).replace(heads, '')) ? next.tokens : undefined
  const named = tokens.slice(0, at).every(({ word }) => kinds.test(word))
  if (!named || !verdict.test(textOf(tokens.slice(at + 1)))) return undefined
  const it = next.tokens.findIndex(({ kind, word }) => kind === 'word' && /^(?:it|that|this)$/.test(word))
  if (it >= 0) return next.tokens.with(it, thing)
  const [verb, ...more] = next.tokens.filter(isContent)
  return verb && more.length === 0 && orderVerbs.has(conceptOf(verb.stem)) ? [...next.tokens, thing] : undefined
}
