/** A set of code points: inclusive ranges, or everything but them. */
export interface CharacterSet {
  ranges: readonly (readonly [number, number])[]
  negated: boolean
}

/** What must hold between two characters: the start or end of the line, or a word boundary. */
export type Assertion = 'start' | 'end' | 'boundary' | 'no-boundary'

/** A parsed pattern. */
export type Pattern =
  | { kind: 'set'; set: CharacterSet }
  | { kind: 'assert'; assertion: Assertion }
  | { kind: 'sequence'; parts: readonly Pattern[] }
  | { kind: 'choice'; options: readonly Pattern[] }
  | { kind: 'repeat'; part: Pattern; least: number; most: number }

/** What is wrong with a pattern, and where it is, counted from 1. */
export class PatternError extends Error {
  constructor(
    message: string,
    readonly column: number,
  ) {
    super(message)
  }
}

const digit: CharacterSet = { ranges: [[48, 57]], negated: false }
const word: CharacterSet = {
  ranges: [
    [48, 57],
    [65, 90],
    [95, 95],
    [97, 122],
  ],
  negated: false,
}
const space: CharacterSet = {
  ranges: [
    [9, 13],
    [32, 32],
  ],
  negated: false,
}
const negate = (set: CharacterSet): CharacterSet => ({ ...set, negated: !set.negated })

/** What a backslash and a letter stand for. */
export const classes: Readonly<Record<string, CharacterSet>> = {
  d: digit,
  D: negate(digit),
  w: word,
  W: negate(word),
  s: space,
  S: negate(space),
}

/** What a backslash and a letter stand for when it is one character. */
export const controls: Readonly<Record<string, string>> = { t: '\t', f: '\f', v: '\v', n: '\n', r: '\r' }

/** Everything but a line break. */
export const anything: CharacterSet = { ranges: [[10, 10]], negated: true }

/** The set of one character. */
export const only = (code: number): CharacterSet => ({ ranges: [[code, code]], negated: false })

/** Whether a set holds a code point. */
export const holds = ({ ranges, negated }: CharacterSet, code: number): boolean =>
  ranges.some(([low, high]) => low <= code && code <= high) !== negated
