import { type Choice, choose } from './choose.ts'
import type { FillContext } from './fill.ts'
import { isContent, tokenConcept } from './request-tokens.ts'
import type { Segment } from './segments.ts'
import { type Stance, stanceOf } from './stance.ts'
import type { Token } from './token.ts'

/** A request with what surrounds it. */
export type Scene = Omit<FillContext, 'tokens'>

/** A segment with what it may order. */
export interface Judged extends Segment {
  stance: Stance
  choices: readonly Choice[]
  /** It orders something by itself. */
  stands: boolean
}

/** Verbs that may mean to delete, to put away or to make neat. */
const vagueVerbs: ReadonlySet<string> = new Set(
  'cleanup ridof reset nuk wip purg kill empty obliterat zap trash clear tidy clean startover scrap ditch axe raz wipeout'.split(
    ' ',
  ),
)

/** From how well a choice fits on a segment stands for itself. */
const standing = 0.55

const isOrderVerb = (token: Token, { vocabulary }: Scene): boolean =>
  token.kind === 'word' && vocabulary.verbs.has(tokenConcept(token))

/** The word with which a segment begins in earnest: content, or a verb. */
export const leadOf = (tokens: readonly Token[], scene: Scene): number =>
  tokens.findIndex((token) => isContent(token) || isOrderVerb(token, scene))

/** Whether a segment begins with an order. */
export const beginsWithOrder = (tokens: readonly Token[], scene: Scene): boolean => {
  const lead = tokens[leadOf(tokens, scene)]
  return lead !== undefined && isOrderVerb(lead, scene)
}

const leads = (choice: Choice, tokens: readonly Token[], scene: Scene): boolean =>
  beginsWithOrder(tokens, scene) || (choice.alignment?.words.includes(leadOf(tokens, scene)) ?? false)

/** Whether a segment could mean a deletion and does not say so. */
export const isVague = ({ tokens, choices, stance }: Pick<Judged, 'tokens' | 'choices' | 'stance'>): boolean => {
  const verb = tokens.find(isContent)
  const vague = tokens.find(
    (token, at) => token.kind === 'word' && vagueVerbs.has(token.stem) && (token === verb || at <= 4),
  )
  if (!vague || stance === 'negated' || stance === 'question') return false
  const [best] = choices
  return !(best && best.fit > 0.7 && best.alignment?.words.some((at) => tokens[at] === vague))
}

const pronouns = new Set(['it', 'that', 'them', 'this', 'these', 'those', 'him'])

/** Pieces with what a pronoun stands for in its place. */
const pointedOut = (tokens: readonly Token[], antecedent: Token | undefined): readonly Token[] | undefined => {
  const at = tokens.findIndex(({ kind, word }) => kind === 'word' && pronouns.has(word))
  if (at < 0 || !antecedent) return undefined
  return tokens.map((token, i) => (i === at ? { ...antecedent, start: token.start, end: token.end } : token))
}

const usesAsText = ({ subject, readings }: Choice, antecedent: Token): boolean =>
  subject.fields.some(
    ({ name, kind }) =>
      kind === 'text' && readings.get(name)?.some(({ value }) => String(value).includes(antecedent.text)),
  )

/** Looks at a segment: how it is said, what it may order, whether it does so by itself. */
export const judge = (segment: Segment, scene: Scene, isFirst: boolean, antecedent: Token | undefined): Judged => {
  const stance = stanceOf(segment.tokens, segment.asks)
  let { tokens } = segment
  let choices = choose({ ...scene, tokens }, stance)
  const replaced = pointedOut(tokens, antecedent)
  if (replaced && antecedent) {
    const other = choose({ ...scene, tokens: replaced }, stance)
    const [best] = other
    if (best && best.fit > (choices[0]?.fit ?? 0) + 0.02 && !usesAsText(best, antecedent)) {
      tokens = replaced
      choices = other
    }
  }
  const [best] = choices
  const strong = segment.joint !== 'weak' || isFirst
  const stands =
    best !== undefined &&
    best.meant >= (strong ? standing - 0.1 : standing) &&
    best.ranked.recall >= 0.5 &&
    (strong || stance === 'question' || leads(best, tokens, scene))
  return { ...segment, tokens, stance, choices, stands }
}
