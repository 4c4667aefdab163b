/** What stands where a secret stood. */
export const redacted = '‹redacted›'

/** Well-known shapes of secrets, each after its issuer's published format. */
const patterns: readonly RegExp[] = [
  /\b(?:AKIA|ASIA)[0-9A-Z]{16}\b/g,
  /\bgh[pousr]_[A-Za-z0-9]{36,}\b/g,
  /\bgithub_pat_[A-Za-z0-9_]{22,}\b/g,
  /\bglpat-[A-Za-z0-9_-]{20,}\b/g,
  /\bsk-(?:ant-|proj-)?[A-Za-z0-9_-]{20,}\b/g,
  /\bxox[abprs]-[A-Za-z0-9-]{10,}\b/g,
  /\bAIza[0-9A-Za-z_-]{35}\b/g,
  /\beyJ[A-Za-z0-9_-]{8,}\.eyJ[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_-]{8,}\b/g,
  /-----BEGIN [A-Z ]*PRIVATE KEY-----[\s\S]*?-----END [A-Z ]*PRIVATE KEY-----/g,
]

/** The password in a URL, and values after the usual names; the name stays readable. */
const labelled: readonly RegExp[] = [
  /(\b[a-z][a-z0-9+.-]*:\/\/[^\s:/@]+:)[^\s@/]+(?=@)/gi,
  /(\b(?:aws_secret_access_key|aws_session_token|client_secret|secret_key|api_?key|password|passwd|token)\b["']?\s*[:=]\s*["']?)[^\s"',;}]{8,}/gi,
  /(\bauthorization:\s*(?:bearer|basic)\s+)[^\s"']+/gi,
]

/** Shorter values would blank out ordinary words. */
const shortestSecret = 6

/** Removes secrets from texts and values: known ones first in all their spellings, then by pattern. */
export interface Redactor {
  /** A value that is secret from now on. */
  add(value: string): void
  text(text: string): string
  value<T>(value: T): T
}

const spellings = (value: string): string[] => {
  const base64 = btoa(String.fromCharCode(...new TextEncoder().encode(value)))
  // The padding and the last character depend on what follows in a longer text.
  const url = encodeURIComponent(value)
  const json = JSON.stringify(value).slice(1, -1)
  return [...new Set([value, base64, base64.replace(/=+$/, ''), url, json])]
}

/** A redactor that knows no value yet. */
export const createRedactor = (): Redactor => {
  const known = new Set<string>()
  let longestFirst: string[] = []

  const text = (input: string): string => {
    let output = input
    for (const value of longestFirst) if (output.includes(value)) output = output.replaceAll(value, redacted)
    if (output.length < 12) return output
    for (const pattern of patterns) output = output.replace(pattern, redacted)
    for (const pattern of labelled) output = output.replace(pattern, `$1${redacted}`)
    return output
  }

  const walk = (value: unknown): unknown => {
    if (typeof value === 'string') return text(value)
    if (Array.isArray(value)) return value.map(walk)
    if (value === null || typeof value !== 'object') return value
    return Object.fromEntries(Object.entries(value).map(([key, inner]) => [text(key), walk(inner)]))
  }

  return {
    add(value) {
      if (value.length < shortestSecret || known.has(value)) return
      for (const spelling of spellings(value)) known.add(spelling)
      longestFirst = [...known].sort((a, b) => b.length - a.length)
    },
    text,
    // The walk keeps the shape, which the type system cannot see.
    value: <T>(value: T): T => walk(value) as T,
  }
}
