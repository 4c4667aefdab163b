import { invalid } from './errors.ts'

/** A pattern without braces, with the literal texts around its wildcards: a text that lacks one cannot match. */
interface Plain {
  pattern: string
  /** What stands before the first wildcard, between two, and after the last; the whole pattern when there is none. */
  first: string
  inner: readonly string[]
  last: string | undefined
}

const plainOf = (pattern: string): Plain => {
  const [first = '', ...inner] = pattern.split(/\*\*\/|[*?]/)
  const last = inner.pop()
  return { pattern, first, inner, last }
}

/** How many plain patterns a pattern with braces may stand for: `{a,b}` thirty times over stands for a billion. */
const mostPlain = 1000

/** `{a,b}` written out, innermost first; a brace without its partner stands for itself. */
const writtenOut = (pattern: string): Plain[] => {
  const done: Plain[] = []
  const pending = [pattern]
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    const brace = /\{([^{}]*)\}/.exec(next)
    if (brace) {
      const [before, after] = [next.slice(0, brace.index), next.slice(brace.index + brace[0].length)]
      pending.push(...(brace[1] ?? '').split(',').map((option) => before + option + after))
      // Any folders within any folders are any folders.
    } else done.push(plainOf(next.replace(/(?:\*\*\/)+/g, '**/')))
    // Of one of them every character is a way to follow.
    if (done.length + pending.length > mostPlain || (done.at(-1)?.pattern.length ?? 0) > 4 * mostPlain)
      throw invalid('invalid-pattern', `${pattern.slice(0, 80)} is too long, or more than ${mostPlain} patterns`, {
        next: 'use fewer braces, or several rules',
      })
  }
  return done
}

const matchesPlain = ({ pattern, first, inner, last }: Plain, text: string): boolean => {
  if (last === undefined) return pattern === text
  if (pattern === '**') return true
  if (pattern === '*') return !text.includes('/')
  if (!text.startsWith(first) || !text.endsWith(last)) return false
  for (const literal of inner) if (!text.includes(literal)) return false
  return matchesPlaces(pattern, text)
}

const matchesPlaces = (pattern: string, text: string): boolean => {
  let places = new Set<number>()
  // A star may stand for nothing, so its place and the one behind it are reached together.
  const stay = (at: number): void => {
    places.add(at)
    if (pattern[at] === '*') enter(at + (pattern[at + 1] === '*' ? 2 : 1))
  }
  const enter = (at: number): void => {
    // `**/` also stands for nothing, so that `**/.env` finds one at the top.
    if (pattern.startsWith('**/', at)) enter(at + 3)
    if (!places.has(at)) stay(at)
  }
  enter(0)
  for (let i = 0; i < text.length && places.size > 0; i++) {
    const before = places
    places = new Set()
    for (const at of before) {
      const wanted = pattern[at]
      if (wanted === '*') {
        if (text[i] !== '/' || pattern[at + 1] === '*') stay(at)
      } else if (wanted === '?' ? text[i] !== '/' : wanted === text[i]) enter(at + 1)
    }
  }
  return places.has(pattern.length)
}

const cache = new Map<string, Plain[]>()

/**
 * Whether a text matches a pattern of `*` (within a segment), `**` (across), `?` and `{a,b}`.
 *
 * All ways are followed at once, so that no pattern of a hostile repository can take forever. Raises
 * `invalid-pattern` (exit 2) for one that is too long or stands for too many.
 */
export const globMatches = (pattern: string, text: string): boolean => {
  let plain = cache.get(pattern)
  if (!plain) {
    plain = writtenOut(pattern)
    // Patterns also come with calls, so that those of a server have no end.
    if (cache.size >= mostPlain) cache.clear()
    cache.set(pattern, plain)
  }
  // Every rule of every layer asks for every call: a function made for each would cost more than the look.
  for (const each of plain) if (matchesPlain(each, text)) return true
  return false
}
