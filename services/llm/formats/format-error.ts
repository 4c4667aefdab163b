import type { ErrorData } from '@nimbus/kernel/define'

/** What an error means to a client of another product. */
export type FaultKind =
  | 'invalid'
  | 'not-found'
  | 'authentication'
  | 'permission'
  | 'budget'
  | 'rate-limit'
  | 'too-large'
  | 'unavailable'
  | 'server'

const kindsOfCodes: Readonly<Record<string, FaultKind>> = {
  'token-needed': 'authentication',
  'unknown-model': 'not-found',
  'body-too-large': 'too-large',
  'over-budget': 'budget',
  'rate-limited': 'rate-limit',
  'provider-rate-limited': 'rate-limit',
  stopping: 'unavailable',
  // Whoever runs the server wrote it, not whoever asks.
  'invalid-llm-config': 'unavailable',
  'invalid-key': 'unavailable',
  'invalid-url': 'unavailable',
}

const kindsOfExits: Readonly<Record<number, FaultKind>> = {
  2: 'invalid',
  3: 'permission',
  4: 'permission',
  5: 'unavailable',
}

/** What kind of fault an error is: its code where that says more, else its exit code. */
export const faultKind = ({ code, exit }: ErrorData): FaultKind => kindsOfCodes[code] ?? kindsOfExits[exit] ?? 'server'

/** The four parts of an error as one text, for clients that show nothing else. */
export const faultText = ({ message, at, why, next }: ErrorData): string =>
  [`${message}${at && !message.startsWith(at) ? ` (${at})` : ''}`, why, next].filter(Boolean).join('. ')

/**
 * Headers for clients that try again by themselves, as both official ones do on 409, 429 and 5xx: asking again helps
 * when a minute is over or a provider was busy, and never against a budget or a missing key.
 */
export const retryHeaders = (error: ErrorData): Readonly<Record<string, string>> => {
  const [, count, unit] = /again in (\d+) (s|min)\b/.exec(error.next ?? '') ?? []
  if (faultKind(error) === 'rate-limit')
    return count ? { 'retry-after': String(Number(count) * (unit === 'min' ? 60 : 1)) } : {}
  return error.exit === 1 ? {} : { 'x-should-retry': 'false' }
}
