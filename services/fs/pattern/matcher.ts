import { parsePattern } from './parse.ts'
import { type Assertion, type CharacterSet, classes, holds, type Pattern, PatternError } from './syntax.ts'

/** The largest program: with it a line of 64 KiB takes about a second at the very worst. */
const mostSteps = 2000

type Step =
  | { kind: 'set'; set: CharacterSet }
  | { kind: 'assert'; assertion: Assertion }
  | { kind: 'split'; first: number; second: number }
  | { kind: 'jump'; to: number }
  | { kind: 'match' }

const compile = (pattern: Pattern): Step[] => {
  const steps: Step[] = []
  const emit = (step: Step): number => {
    if (steps.length >= mostSteps) throw new PatternError('the pattern is too large', 1)
    return steps.push(step) - 1
  }
  const optional = (body: () => void): void => {
    const at = emit({ kind: 'jump', to: 0 })
    body()
    steps[at] = { kind: 'split', first: at + 1, second: steps.length }
  }
  const write = (node: Pattern): void => {
    if (node.kind === 'set' || node.kind === 'assert') emit(node)
    else if (node.kind === 'sequence') node.parts.forEach(write)
    else if (node.kind === 'choice') {
      const ends: number[] = []
      node.options.forEach((option, i) => {
        if (i === node.options.length - 1) return write(option)
        const at = emit({ kind: 'jump', to: 0 })
        write(option)
        ends.push(emit({ kind: 'jump', to: 0 }))
        steps[at] = { kind: 'split', first: at + 1, second: steps.length }
      })
      for (const end of ends) steps[end] = { kind: 'jump', to: steps.length }
    } else {
      // What takes no step is as good once as a thousand times, and within each other those would be a billion.
      for (let i = 0, before = -1; i < node.least && steps.length > before; i++) {
        before = steps.length
        write(node.part)
      }
      if (node.most !== Number.POSITIVE_INFINITY) {
        const nested = (left: number): void => {
          if (left > 0)
            optional(() => {
              write(node.part)
              nested(left - 1)
            })
        }
        nested(node.most - node.least)
        return
      }
      const back = steps.length
      optional(() => {
        write(node.part)
        emit({ kind: 'jump', to: back })
      })
    }
  }
  write(pattern)
  emit({ kind: 'match' })
  return steps
}

const isWord = (text: string, at: number): boolean => {
  const code = at < 0 ? undefined : text.codePointAt(at)
  return code !== undefined && classes.w !== undefined && holds(classes.w, code)
}

const asserted = (assertion: Assertion, text: string, at: number): boolean => {
  if (assertion === 'start') return at === 0
  if (assertion === 'end') return at === text.length
  return (isWord(text, at - 1) !== isWord(text, at)) === (assertion === 'boundary')
}

const caseless = (set: CharacterSet, code: number): boolean => {
  const letter = String.fromCodePoint(code)
  const spellings = [code, letter.toLowerCase().codePointAt(0) ?? code, letter.toUpperCase().codePointAt(0) ?? code]
  return set.negated ? spellings.every((each) => holds(set, each)) : spellings.some((each) => holds(set, each))
}

/** Finds where a line first matches: the index, or -1. */
export type Matcher = (line: string) => number

/**
 * Compiles a regular expression to a matcher whose time grows with the line, never exponentially: all ways to match
 * are followed at once (K. Thompson, "Regular Expression Search Algorithm", CACM 11(6), 1968; R. Cox, "Regular
 * Expression Matching: the Virtual Machine Approach", 2009). Raises `PatternError`.
 */
export const createMatcher = (source: string, options: { ignoreCase: boolean }): Matcher => {
  const steps = compile(parsePattern(source))
  const test = options.ignoreCase ? caseless : holds
  // The position at which each step was last queued, plus one: no step is queued twice for one position.
  const queued = new Int32Array(steps.length)

  return (line) => {
    queued.fill(0)
    let threads: { step: number; start: number }[] = []
    let found = -1
    const add = (list: typeof threads, step: number, start: number, at: number): void => {
      if (queued[step] === at + 1) return
      queued[step] = at + 1
      const what = steps[step]
      if (what?.kind === 'jump') add(list, what.to, start, at)
      else if (what?.kind === 'split') {
        add(list, what.first, start, at)
        add(list, what.second, start, at)
      } else if (what?.kind === 'assert') {
        if (asserted(what.assertion, line, at)) add(list, step + 1, start, at)
      } else list.push({ step, start })
    }
    for (let at = 0; ; ) {
      if (found < 0) add(threads, 0, at, at)
      const code = line.codePointAt(at)
      const after = at + (code !== undefined && code > 0xffff ? 2 : 1)
      const next: typeof threads = []
      for (const { step, start } of threads) {
        const what = steps[step]
        if (what?.kind === 'match') {
          // Threads are in order of their start: the rest begin later.
          found = start
          break
        }
        if (what?.kind === 'set' && code !== undefined && test(what.set, code)) add(next, step + 1, start, after)
      }
      threads = next
      if (code === undefined || (found >= 0 && threads.length === 0)) return found
      at = after
    }
  }
}
