import type { Provider } from '../config/settings.ts'

/** How a breaker behaves. Times in milliseconds. */
export interface BreakerOptions {
  /** So many failures in a row open it. */
  failures: number
  /** So long nothing is sent; then one call is let through to see. */
  restMs: number
  now: () => number
}

/**
 * Keeps calls from a provider that keeps failing (M. Nygard, "Release It!", circuit breaker): closed, open after
 * consecutive failures, half open after a rest, when a single call decides.
 */
export interface Breaker {
  /** Whether no provider has failed and not answered since: then there is nobody to ask about. */
  readonly isCalm: boolean
  /** Whether a call may go there now. A yes in the half-open state holds the place of the one trial. */
  admits(provider: string): boolean
  /** When the rest of an open provider ends, in milliseconds of the clock; undefined when it is not open. */
  closedUntil(provider: string): number | undefined
  succeeded(provider: string): void
  failed(provider: string): void
  /** The call ended without saying anything about the provider: cancelled, or refused before it was sent. */
  left(provider: string): void
}

interface Trouble {
  failures: number
  /** Set while open. */
  until?: number
  trial: boolean
}

/** Makes a breaker with no failure on record. Providers that answer take no memory. */
export const createBreaker = ({ failures: limit, restMs, now }: BreakerOptions): Breaker => {
  const troubled = new Map<string, Trouble>()
  return {
    get isCalm() {
      return troubled.size === 0
    },
    admits(provider) {
      const trouble = troubled.get(provider)
      if (trouble?.until === undefined) return true
      if (trouble.trial || now() < trouble.until) return false
      trouble.trial = true
      return true
    },
    closedUntil(provider) {
      const until = troubled.get(provider)?.until
      return until !== undefined && now() < until ? until : undefined
    },
    succeeded: (provider) => void troubled.delete(provider),
    failed(provider) {
      const trouble = troubled.get(provider) ?? { failures: 0, trial: false }
      trouble.failures += 1
      if (trouble.trial || trouble.failures >= limit) trouble.until = now() + restMs
      trouble.trial = false
      troubled.set(provider, trouble)
    },
    left(provider) {
      const trouble = troubled.get(provider)
      if (trouble) trouble.trial = false
    },
  }
}

/**
 * What a breaker knows a provider by. Several providers behind one gateway fail each for itself, and a provider that got
 * another address has not failed there.
 */
export const circuitOf = ({ name, baseUrl }: Pick<Provider, 'name' | 'baseUrl'>): string => `${name} ${baseUrl}`

/** The breaker of this process: a server remembers between calls, a command has nothing to remember. */
export const processBreaker = createBreaker({ failures: 5, restMs: 30_000, now: () => performance.now() })
