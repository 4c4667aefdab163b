import { asSaid } from './as-said.ts'
import type { Account, Outcome } from './asking/outcome.ts'
import { ratherAsked } from './asking/rather-asked.ts'
import { whoDoesIt } from './asking/who-does-it.ts'
import { byRules } from './by-rules.ts'
import { asHanded } from './clauses/handed-work.ts'
import { heardWhole } from './heard-whole.ts'
import { orderedApart } from './ordered-apart.ts'
import type { Leaning, Planned } from './planned.ts'
import { shellReading } from './shell/shell-frames.ts'
import type { World } from './surroundings.ts'
import { requestTokens } from './tokens/request-tokens.ts'
import type { Token } from './tokens/token.ts'
import { withoutAsides } from './without-asides.ts'
import type { Vocabulary } from './words/vocabulary.ts'

/** Makes a plan, a question or a refusal of one request. Pure: the same request in the same surroundings gives the same. */
export const planRequest = (said: string, world: World, vocabulary: Vocabulary, leaning?: Leaning): Planned => {
  const request = asHanded(said, world)
  const planned = byRules(request, world, vocabulary, leaning)
  // Where something was planned already, it was one of several orders.
  if (planned.outcome.kind === 'plan' || leaning) return planned
  const { tokens, ofOthers } = requestTokens(request, vocabulary, world)
  const scene = { request, world, vocabulary }
  const alone = (rest: string, antecedent: Token | undefined) => planOfRest(rest, world, vocabulary, antecedent)
  // A doubt about what was only told is none about what was ordered.
  const isShell = shellReading(request, vocabulary, world) !== undefined
  const whole = () => (ofOthers.length === 0 && !isShell ? heardWhole(tokens, scene, planned) : undefined)
  // Where something was planned already, it was one of several orders, or looked like one.
  if (planned.made.length > 0) return whole() ?? planned
  const apart = ofOthers.length === 0 ? orderedApart(tokens, scene, alone) : undefined
  if (apart) return apart
  if (planned.firm) return (ofOthers.length === 0 && withoutAsides(tokens, scene, alone, 'told')) || whole() || planned
  const looked = ofOthers.length === 0 && (asSaid(tokens, scene) ?? withoutAsides(tokens, scene, alone) ?? whole())
  if (looked || planned.outcome.kind !== 'refuse') return looked || planned
  const wanted = whoDoesIt(tokens, world, vocabulary) ?? ratherAsked(tokens, scene)
  return wanted ? { ...planned, outcome: { kind: 'ask', ...wanted, ...accountOf(planned.outcome) } } : planned
}

/** What is made of the part of a request that is wanted: by rules, or else the look that people want who say it so. */
const planOfRest = (rest: string, world: World, vocabulary: Vocabulary, antecedent: Token | undefined): Planned => {
  const planned = byRules(rest, world, vocabulary, antecedent && { earlier: [], antecedent })
  if (planned.outcome.kind === 'plan' || planned.firm || planned.made.length > 0) return planned
  const { tokens } = requestTokens(rest, vocabulary, world)
  return asSaid(tokens, { request: rest, world, vocabulary }) ?? planned
}

const accountOf = ({ understood, assumed, ignored }: Outcome): Account => ({ understood, assumed, ignored })
