import { type Redactor, redacted } from '@nimbus/kernel'

/** Well-known shapes of secrets, each after its issuer's published format. */
const patterns: readonly RegExp[] = [
  /\b(?:AKIA|ASIA)[0-9A-Z]{16}\b/g,
  /\bgh[pousr]_[A-Za-z0-9]{36,}\b/g,
  /\bgithub_pat_[A-Za-z0-9_]{22,}\b/g,
  /\bglpat-[A-Za-z0-9_-]{20,}\b/g,
  /\bsk-(?:ant-|proj-)?[A-Za-z0-9_-]{20,}\b/g,
  /\bxox[abprs]-[A-Za-z0-9-]{10,}\b/g,
  /\bAIza[0-9A-Za-z_-]{35}\b/g,
  // Not inside a longer word: on a run of them every start would look to its end.
  /(?<![\w-])eyJ[A-Za-z0-9_-]{8,}\.eyJ[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_-]{8,}\b/g,
  // The body holds no dash, so that a key without an end is found as well, and a thousand of them in no time.
  /-----BEGIN [A-Z ]{0,30}PRIVATE KEY-----(?:\s*[A-Za-z-]+: [^\n]*\n)*[A-Za-z0-9+/=\s\\]*(?:-----END [A-Z ]{0,30}PRIVATE KEY-----)?/g,
]

/** The password in a URL, and values after the usual names; the name stays readable. */
const labelled: readonly RegExp[] = [
  // To the last @: people forget to encode one, and a slash, which is none of a path when no port stands before it.
  /(\b[a-z][a-z0-9+.-]{0,20}:\/\/[^\s:/@[]*:)(?:(?!\d+\/|\$\{|[:{<]|%[sd])[^\s"'<>]{1,200}|[^\s/]+)(?=@)/gi,
  /(\b(?:aws_secret_access_key|aws_session_token|client_secret|secret_key|api_?key|password|passwd|token)\b["']?\s*[:=]\s*["']?)[^\s"',;}]{8,}/gi,
  /(\bauthorization:\s*(?:bearer|basic)\s+)[^\s"']+/gi,
]

/**
 * Where code and configuration only say where a secret comes from: a variable, a reference of Terraform, a look into the
 * environment. To mask that would turn good code into code with a password in it, for whoever is asked to review it. A
 * variable with a default is none: the default may be the secret.
 */
const reference =
  /(?:\$\{\w[\w.]*\}|\$\{\{ *[\w.]+ *\}\}|\$[A-Z_][A-Z0-9_]*|(?:var|local|data|module|each|self|secrets|(?:aws|azurerm|google|random|tls|vault|kubernetes)_\w+)(?:\.[A-Za-z_][\w-]*|\[[\w."*-]*\])+)(?=[\s"',;)}\]@]|$)|(?:os\.environ|os\.getenv|process\.env|System\.getenv|Deno\.env|ENV)(?=[.[(])|\$\(/y

/** Masks a value after its label, unless it only refers to one. */
const maskLabelled = (whole: string, label: string, at: number, all: string): string => {
  reference.lastIndex = at + label.length
  return reference.test(all) ? whole : `${label}${redacted}`
}

/** What every one of the patterns needs somewhere: most texts have none of it, and need not be looked at nine times. */
const telling =
  /A[KS]IA|gh[pousr]_|github_pat_|glpat-|sk-|xox|AIza|eyJ|-----BEGIN|:\/\/|key|client_secret|passw|token|authorization/i

/** Texts that were found to hold no secret: the names of fields and the reasons of rules come with every call. */
const mostRemembered = 500
const longestRemembered = 120

/** An id comes with one call only; to remember it would push out what comes with every one. */
const isNew = (text: string): boolean => text.length === 22 && text[1] === '_'

/** Shorter values would blank out ordinary words. */
const shortestSecret = 6

/** Lines of a secret that are shorter are ordinary words. */
const shortestLine = 12

/** The base64 of a text wherever it stands in a longer one: the characters that no neighbour decides. */
const base64Parts = (value: string): string[] =>
  [0, 1, 2].flatMap((before) => {
    const bytes = Buffer.concat([Buffer.alloc(before), Buffer.from(value)])
    const whole = bytes.toString('base64')
    const part = whole.slice(Math.ceil((before * 8) / 6), Math.floor((bytes.length * 8) / 6))
    return [...(before === 0 ? [whole] : []), part, part.replaceAll('+', '-').replaceAll('/', '_')]
  })

const spellings = (value: string): string[] => {
  const whole = value.toWellFormed()
  const url = encodeURIComponent(whole)
  const json = JSON.stringify(value).slice(1, -1)
  const lower = url.replace(/%../g, (hex) => hex.toLowerCase())
  const form = new URLSearchParams({ v: whole }).toString().slice(2)
  // Go's JSON, as Terraform prints it, escapes these as well.
  const go = json.replace(/[<>&]/g, (char) => `\\u00${char.charCodeAt(0).toString(16)}`)
  // Programs print a key of several lines line by line.
  const lines = value.split(/\r?\n/).filter((line) => line.length >= shortestLine)
  return [value, ...base64Parts(value), url, lower, form, json, go, ...lines]
}

/** A redactor that knows no value yet. */
export const createRedactor = (): Redactor => {
  const known = new Set<string>()
  let longestFirst: string[] = []
  let every: RegExp | undefined

  // Cleared whenever there is a new secret to look for.
  const clean = new Set<string>()

  /** Whether a known value stands in a text. Most texts are shorter than most spellings, and those need no look. */
  const holdsKnown = (input: string): boolean => {
    for (let i = longestFirst.length - 1; i >= 0; i--) {
      const value = longestFirst[i] ?? ''
      if (value.length > input.length) return false
      if (input.includes(value)) return true
    }
    return false
  }

  const text = (input: string): string => {
    // The names of most fields are shorter than any secret.
    if (input.length < shortestSecret) return input
    const isShort = input.length <= longestRemembered
    if (isShort && clean.has(input)) return input
    const output = byPattern(every && holdsKnown(input) ? input.replace(every, redacted) : input)
    if (output === input && isShort && !isNew(input)) {
      if (clean.size >= mostRemembered) clean.clear()
      clean.add(input)
    }
    return output
  }

  const byPattern = (input: string): string => {
    let output = input
    if (output.length < 12 || !telling.test(output)) return output
    for (const pattern of patterns) output = output.replace(pattern, redacted)
    for (const pattern of labelled) output = output.replace(pattern, maskLabelled)
    return output
  }

  const walk = (value: unknown): unknown => {
    if (typeof value === 'string') return text(value)
    if (value === null || typeof value !== 'object') return value
    if (Array.isArray(value)) return value.map(walk)
    // A copy even of what is clean: it is written later, and whoever gave it may change it until then.
    const copy: Record<string, unknown> = { ...value }
    let hidden = false
    for (const key in copy) {
      const inner = copy[key]
      const shown = walk(inner)
      if (shown !== inner) copy[key] = shown
      hidden ||= text(key) !== key
    }
    return hidden ? Object.fromEntries(Object.entries(copy).map(([key, inner]) => [text(key), inner])) : copy
  }

  return {
    add(value) {
      if (value.length < shortestSecret || known.has(value)) return
      for (const spelling of spellings(value)) if (spelling.length >= shortestSecret) known.add(spelling)
      longestFirst = [...known].sort((a, b) => b.length - a.length)
      // One pass, in which the mark stands for itself: no secret is looked for inside a mark.
      clean.clear()
      every = new RegExp([redacted, ...longestFirst].map((each) => RegExp.escape(each)).join('|'), 'g')
    },
    text,
    // The walk keeps the shape, which the type system cannot see.
    value: <T>(value: T): T => walk(value) as T,
  }
}
