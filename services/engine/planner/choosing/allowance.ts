import { isOrderVerb } from '../clauses/looking.ts'
import { isContent } from '../tokens/request-tokens.ts'
import { operationToken, type Token } from '../tokens/token.ts'
import { choose } from './choose.ts'
import type { FillContext } from './fill.ts'

/** Words with which somebody asks whether he may do what follows. */
const allowance = new RegExp(
  `^(?:(?:so|and|hey|hi|wait|just) )*(?:${[
    '(?:am i|are we|is (?:one|anyone|anybody|everyone|everybody)|would (?:i|we) be|will (?:i|we) be) (?:\\w+ )?(?:allowed|permitted|authori[sz]ed)(?: \\w+)? to',
    'is it (?:\\w+ )?(?:allowed|permitted|forbidden) to',
    '(?:do|would) (?:i|we) have (?:the )?(?:permission|permissions|rights?) to',
    '(?:does|do|would|will) (?:the |our )?(?:policy|policies|rules) (?:\\w+ )?(?:let|allow|permit) (?:me|us|anyone|anybody)(?: to)?',
    'may (?:i|we)(?: even| really| still| just)?',
  ].join('|')}) (?!(?:please )?(?:run|see|have|get|look|ask|know)\\b)`,
)

/** How well an operation has to fit for it to be the one that is asked about. */
const plain = 0.6

/** What somebody asks whether he may do it, with the operation by its id in place of its words: `may I fs.remove a.md`. */
export const withAllowance = (tokens: readonly Token[], scene: Omit<FillContext, 'tokens'>): readonly Token[] => {
  const [said] = allowance.exec(tokens.map(({ word }) => word).join(' ')) ?? []
  const from = said?.trim().split(' ').length ?? 0
  const inner = tokens.slice(from)
  if (said === undefined || inner.some(({ kind }) => kind === 'operation')) return tokens
  const lead = inner.find(isContent)
  if (!lead || !isOrderVerb(lead, scene.vocabulary.verbs)) return tokens
  const [best] = choose({ ...scene, tokens: inner }, 'order')
  const [first] = best?.alignment?.words ?? []
  if (!best || first === undefined || best.meant < plain) return tokens
  const words = new Set(best.alignment?.words)
  return tokens.flatMap((token, at) =>
    at === from + first ? [operationToken(best.subject.id, token)] : words.has(at - from) ? [] : [token],
  )
}
