import { failed, invalid, missing, NimbusError } from '@nimbus/kernel/define'
import type { Hop } from './reaction.ts'

const seconds = (ms: number): string => `${Math.ceil(ms / 1000)} s`

/** What became of every attempt; who was asked again and said the same is told of once. */
const story = (hops: readonly Hop[]): string =>
  [...new Set(hops.map(({ target, message }) => `${target}: ${message}`))].join('; ')

/** The answer stopped in its middle. Asking again could give the caller two different halves, so nobody is asked. */
export const brokenOff = (hop: Hop, characters: number, cause: unknown): NimbusError =>
  failed('answer-broken-off', `${hop.target} stopped in the middle of its answer, after ${characters} characters`, {
    why: hop.message,
    next: 'ask again; what came before is not complete',
    cause,
  })

const waitText = ({ retryAfterMs }: Hop): string =>
  retryAfterMs === undefined ? 'try again in a moment' : `try again in ${seconds(retryAfterMs)}`

const byKind = (hop: Hop, why: string, cause: unknown): NimbusError => {
  switch (hop.kind) {
    case 'invalid-request':
      return invalid('refused-request', `${hop.target} does not take this request`, {
        why,
        next: 'change what the provider names, or take another model',
        cause,
      })
    case 'unknown-model':
      return invalid('refused-request', `${hop.target} is not there`, {
        why,
        next: `see what there is with: nimbus llm models ${hop.target.split('/', 1)[0]}`,
        cause,
      })
    case 'context-overflow':
      return invalid(
        'prompt-too-long',
        `The prompt does not fit ${hop.target}, and nobody with a larger window is left`,
        {
          why,
          next: 'shorten it, or put a model with a larger window in the fallback chain',
          cause,
        },
      )
    case 'auth':
      return missing('key-refused', `${hop.target}: the provider refuses the key`, {
        why,
        next: `set a valid key, or store one with: nimbus credentials set ${hop.target.split('/', 1)[0]} -`,
        cause,
      })
    case 'network':
      return missing('provider-unreachable', `${hop.target} cannot be reached`, {
        why,
        next: 'check its base_url and that it runs: nimbus llm config show',
        cause,
      })
    case 'rate-limited':
      return failed('provider-rate-limited', `${hop.target} takes no more requests for now`, {
        why,
        next: waitText(hop),
        cause,
      })
    case 'resting':
      return missing('providers-resting', `${hop.target} has just failed several times and is left alone`, {
        why,
        next: 'try again in a moment',
        cause,
      })
    case 'malformed':
      return failed('provider-malformed', `${hop.target} gave no answer that can be used`, {
        why,
        next: 'ask again, or take another model',
        cause,
      })
    default:
      return failed(`provider-${hop.kind}`, `${hop.target} did not answer`, { why, next: waitText(hop), cause })
  }
}

/** What does not get better by itself: asking the same again is no use. */
const lasting: ReadonlySet<Hop['kind']> = new Set([
  'unknown-model',
  'context-overflow',
  'auth',
  'missing-key',
  'unknown-price',
  'not-supported',
  'over-budget',
])

/** Who may be asked again first; who named no time may answer in a moment. */
const soonest = ([first, ...others]: readonly [Hop, ...Hop[]]): Hop =>
  others.reduce((best, hop) => ((hop.retryAfterMs ?? 0) < (best.retryAfterMs ?? 0) ? hop : best), first)

/** Several targets failed, each in its last word. */
const noneOf = (last: readonly [Hop, ...Hop[]], telling: Hop, why: string, cause: unknown): NimbusError => {
  const message = `None of ${last.length} models answered`
  const alike = last.every(({ kind, by }) => kind === telling.kind && by === 'provider')
  const said = byKind(alike ? soonest(last) : telling, why, cause)
  if (alike && (telling.kind === 'rate-limited' || telling.kind === 'context-overflow'))
    return new NimbusError({ ...said.data, message }, { cause })
  const ofItsKind = said.data.next ?? ''
  if (last.every(({ kind }) => ['auth', 'network', 'resting', 'missing-key'].includes(kind)))
    return missing('nobody-answers', message, { why, next: ofItsKind })
  const [first, ...others] = last.filter(({ kind }) => !lasting.has(kind))
  const next = alike || !first ? ofItsKind : waitText(soonest([first, ...others]))
  return failed('nobody-answers', message, { why, next, cause })
}

/**
 * The one error of a chain in which nobody answered: its kind is that of the first target, because that is the one
 * that was wanted; `why` tells of all. Where several failed alike, it says what one alone would. When the last word was
 * our own refusal, that is raised as it was.
 */
export const nobodyAnswered = (hops: readonly Hop[], lastThrown: unknown): NimbusError => {
  const tried = hops.filter(({ kind }) => kind !== 'passed-over')
  const [first, ...others] = new Map(tried.map((hop) => [hop.target, hop])).values()
  if (!first)
    return missing('no-model', 'There is no model to ask', { next: 'see who could be with: nimbus llm route explain' })
  // Nobody was asked: our own refusal says all there is to say.
  if (lastThrown instanceof NimbusError && tried.every(({ by }) => by === 'us')) return lastThrown
  const telling = tried.findLast(({ kind }) => kind === 'invalid-request' || kind === 'context-overflow') ?? first
  if (others.length === 0 || telling.kind === 'invalid-request') return byKind(telling, story(tried), lastThrown)
  return noneOf([first, ...others], telling, story(tried), lastThrown)
}
