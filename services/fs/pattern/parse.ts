import {
  type Assertion,
  anything,
  type CharacterSet,
  classes,
  controls,
  only,
  type Pattern,
  PatternError,
} from './syntax.ts'

const highest = 0x10ffff
const mostRepeats = 1000

/** Groups within groups, and repeats of repeats in all of them: deeper ones would exhaust the stack of whatever walks them. */
const deepest = 200
const assertions: Readonly<Record<string, Assertion>> = { b: 'boundary', B: 'no-boundary', A: 'start', z: 'end' }

/** The complement of some ranges, as ranges. */
const complement = (ranges: readonly (readonly [number, number])[]): (readonly [number, number])[] => {
  const gaps: [number, number][] = []
  let from = 0
  for (const [low, high] of [...ranges].sort((a, b) => a[0] - b[0])) {
    if (low > from) gaps.push([from, low - 1])
    from = Math.max(from, high + 1)
  }
  return from <= highest ? [...gaps, [from, highest]] : gaps
}

class Reader {
  at = 0
  /** Groups that are open. */
  depth = 0
  /** Repeats of repeats so far. */
  stacked = 0
  readonly characters: readonly string[]

  constructor(source: string) {
    this.characters = Array.from(source)
  }

  get next(): string | undefined {
    return this.characters[this.at]
  }

  take(): string {
    const character = this.characters[this.at]
    if (character === undefined) throw this.error('the pattern ends too early')
    this.at += 1
    return character
  }

  takeIf(text: string): boolean {
    if (this.characters.slice(this.at, this.at + text.length).join('') !== text) return false
    this.at += text.length
    return true
  }

  error(message: string): PatternError {
    return new PatternError(message, this.at + 1)
  }
}

const escaped = (reader: Reader): CharacterSet | Assertion => {
  const letter = reader.take()
  const known = classes[letter] ?? assertions[letter]
  if (known) return known
  const control = controls[letter]
  if (control) return only(control.charCodeAt(0))
  if (/[0-9A-Za-z]/.test(letter)) {
    const what = /[1-9k]/.test(letter) ? 'references to groups need backtracking' : `\\${letter} is not known here`
    throw reader.error(what)
  }
  return only(letter.codePointAt(0) ?? 0)
}

const single = (reader: Reader): CharacterSet => {
  const character = reader.take()
  if (character !== '\\') return only(character.codePointAt(0) ?? 0)
  const set = escaped(reader)
  if (typeof set === 'string') throw reader.error('a class holds characters, not positions')
  return set
}

const bracketed = (reader: Reader): CharacterSet => {
  const negated = reader.takeIf('^')
  const ranges: (readonly [number, number])[] = []
  for (let first = true; first || reader.next !== ']'; first = false) {
    if (reader.next === '[') throw reader.error('write \\[ for a bracket inside a class')
    const low = single(reader)
    const [[from, to] = [0, 0]] = low.ranges
    const isRange = reader.next === '-' && reader.characters[reader.at + 1] !== ']' && from === to && !low.negated
    if (!isRange) {
      ranges.push(...(low.negated ? complement(low.ranges) : low.ranges))
      continue
    }
    reader.take()
    const [[high, last] = [0, 0]] = single(reader).ranges
    if (high !== last || high < from) throw reader.error('the range of a class runs backwards')
    ranges.push([from, high])
  }
  reader.take()
  return { ranges, negated }
}

const group = (reader: Reader): Pattern => {
  if (reader.takeIf('?')) {
    const isName = reader.takeIf('P<') || (reader.next === '<' && !/[=!]/.test(reader.characters[reader.at + 1] ?? ''))
    if (isName) while (reader.take() !== '>');
    else if (!reader.takeIf(':')) throw reader.error('looking ahead, looking back and flags inside are not known here')
  }
  if (++reader.depth > deepest) throw reader.error('groups lie too deep within each other')
  const inner = choice(reader)
  if (!reader.takeIf(')')) throw reader.error('a group is not closed')
  reader.depth -= 1
  return inner
}

const atom = (reader: Reader): Pattern => {
  const character = reader.take()
  if (character === '(') return group(reader)
  if (character === '[') return { kind: 'set', set: bracketed(reader) }
  if (character === '.') return { kind: 'set', set: anything }
  if (character === '^') return { kind: 'assert', assertion: 'start' }
  if (character === '$') return { kind: 'assert', assertion: 'end' }
  if ('*+?{'.includes(character)) {
    reader.at -= 1
    throw reader.error(`${character} has nothing to repeat; write \\${character} for the character`)
  }
  if (character !== '\\') return { kind: 'set', set: only(character.codePointAt(0) ?? 0) }
  const known = escaped(reader)
  return typeof known === 'string' ? { kind: 'assert', assertion: known } : { kind: 'set', set: known }
}

const counted = (reader: Reader): [number, number] => {
  let text = ''
  for (let character = reader.take(); character !== '}'; character = reader.take()) text += character
  const [, low, comma, high] = /^(\d{1,5})(,(\d{0,5}))?$/.exec(text) ?? []
  if (low === undefined) throw reader.error('a count looks like {2}, {2,} or {2,5}; write \\{ for the character')
  const least = Number(low)
  const most = comma === undefined ? least : high ? Number(high) : Number.POSITIVE_INFINITY
  if (most < least) throw reader.error('a count runs backwards')
  if (least > mostRepeats || (most !== Number.POSITIVE_INFINITY && most > mostRepeats))
    throw reader.error(`a count may be at most ${mostRepeats}`)
  return [least, most]
}

const repeated = (reader: Reader): Pattern => {
  let part = atom(reader)
  for (let times = 0; ; times++) {
    const range: [number, number] | undefined = reader.takeIf('*')
      ? [0, Number.POSITIVE_INFINITY]
      : reader.takeIf('+')
        ? [1, Number.POSITIVE_INFINITY]
        : reader.takeIf('?')
          ? [0, 1]
          : reader.takeIf('{')
            ? counted(reader)
            : undefined
    if (!range) return part
    if (times > 0 && ++reader.stacked > deepest) throw reader.error('repeats lie too deep within each other')
    // Whether it takes much or little changes what matched, not whether and where it starts.
    reader.takeIf('?')
    part = { kind: 'repeat', part, least: range[0], most: range[1] }
  }
}

const choice = (reader: Reader): Pattern => {
  const options: Pattern[] = []
  do {
    const parts: Pattern[] = []
    while (reader.next !== undefined && reader.next !== '|' && reader.next !== ')') parts.push(repeated(reader))
    options.push({ kind: 'sequence', parts })
  } while (reader.takeIf('|'))
  const [first] = options
  return options.length === 1 && first ? first : { kind: 'choice', options }
}

/**
 * Parses the part of regular expressions that needs no backtracking: characters, classes, groups, choices, counts,
 * `^ $ \b \B`. Raises `PatternError` for anything else, such as looking ahead and references to groups.
 */
export const parsePattern = (source: string): Pattern => {
  const reader = new Reader(source)
  const pattern = choice(reader)
  if (reader.next !== undefined) throw reader.error('a group is closed that was not opened')
  return pattern
}
