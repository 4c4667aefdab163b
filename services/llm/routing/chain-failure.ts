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

const byKind = (hop: Hop, why: string, cause: unknown): NimbusError => {
  const wait = hop.retryAfterMs === undefined ? 'try again in a moment' : `try again in ${seconds(hop.retryAfterMs)}`
  switch (hop.kind) {
    case 'invalid-request':
      return invalid('refused-request', `${hop.target} does not take this request`, {
        why,
        next: 'change what the provider names, or take another model',
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
      return failed('provider-rate-limited', `${hop.target} takes no more requests for now`, { why, next: wait, cause })
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
      return failed(`provider-${hop.kind}`, `${hop.target} did not answer`, { why, next: wait, cause })
  }
}

/**
 * The one error of a chain in which nobody answered: its kind is that of the first target, because that is the one
 * that was wanted; `why` tells of all. When the last word was our own refusal, that is raised as it was.
 */
export const nobodyAnswered = (hops: readonly Hop[], lastThrown: unknown): NimbusError => {
  const tried = hops.filter(({ kind }) => kind !== 'passed-over')
  const telling = tried.findLast(({ kind }) => kind === 'invalid-request' || kind === 'context-overflow') ?? tried[0]
  if (!telling) return missing('no-model', 'There is no model to ask')
  // Nobody was asked: our own refusal says all there is to say.
  if (lastThrown instanceof NimbusError && tried.every(({ by }) => by === 'us')) return lastThrown
  const targets = new Set(tried.map(({ target }) => target))
  if (targets.size === 1) return byKind(telling, story(tried), lastThrown)
  const unreachable = tried.every(({ kind }) => ['auth', 'network', 'resting', 'missing-key'].includes(kind))
  const message = `None of ${targets.size} models answered`
  if (telling.kind === 'invalid-request') return byKind(telling, story(tried), lastThrown)
  return unreachable
    ? missing('nobody-answers', message, { why: story(tried), next: byKind(telling, '', undefined).data.next ?? '' })
    : failed('nobody-answers', message, { why: story(tried), next: 'try again in a moment', cause: lastThrown })
}
