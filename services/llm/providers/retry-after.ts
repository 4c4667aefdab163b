const milliseconds = (text: string, unit: number): number | undefined => {
  const value = Number(text)
  return text.trim() !== '' && Number.isFinite(value) && value >= 0 ? Math.round(value * unit) : undefined
}

/** A header of seconds or an HTTP date, after RFC 9110 §10.2.3. */
const fromHeader = (text: string, now: number): number | undefined => {
  const seconds = milliseconds(text, 1000)
  if (seconds !== undefined) return seconds
  // `Date.parse` takes much that is no HTTP date, such as -5.
  const date = text.endsWith(' GMT') ? Date.parse(text) : Number.NaN
  return Number.isNaN(date) ? undefined : Math.max(0, date - now)
}

/** Google puts it into the body: `google.rpc.RetryInfo` with a delay such as `31s`. OpenAI puts it into the words. */
const fromBody = (body: string): number | undefined => {
  const [, google] = /"retryDelay"\s*:\s*"([\d.]+)s"/.exec(body) ?? []
  if (google) return milliseconds(google, 1000)
  const [, count, unit] = /try again in ([\d.]+)(ms|s)\b/i.exec(body) ?? []
  return count ? milliseconds(count, unit === 'ms' ? 1 : 1000) : undefined
}

/**
 * How long a provider asked to be left alone, in milliseconds; undefined when it did not say.
 *
 * `retry-after-ms` is OpenAI's: https://github.com/openai/openai-node (read 2026-11).
 */
export const retryAfterOf = (
  headers: Readonly<Record<string, string>> | undefined,
  body: string,
  now = Date.now(),
): number | undefined => {
  const exact = headers?.['retry-after-ms']
  const header = headers?.['retry-after']
  return (
    (exact === undefined ? undefined : milliseconds(exact, 1)) ??
    (header === undefined ? undefined : fromHeader(header, now)) ??
    fromBody(body)
  )
}
