/** A word of a command line, or a flag with its value. */
export type Token =
  | { kind: 'positional'; value: string }
  | {
      kind: 'option'
      name: string
      /** The flag as it was typed, without its value. */
      rawName: string
      value: string | undefined
      /** Whether the value stood in the same word, after `=`. */
      inlineValue: boolean | undefined
    }

/** What is known of flags before they are sorted. */
export interface Spelling {
  /** Whether a flag takes the next word as its value. */
  takesValue: (name: string) => boolean
  /** The names that single letters stand for; others stand for themselves. */
  letters: Readonly<Record<string, string>>
}

/**
 * Splits a command line the way `parseArgs` of `node:util` does when it is not strict, which a test holds it against.
 * Loading that module takes longer than everything else that a command line needs.
 */
export const splitWords = (argv: readonly string[], { takesValue, letters }: Spelling): Token[] => {
  const tokens: Token[] = []
  const left = [...argv]
  const nameOf = (letter: string) => (Object.hasOwn(letters, letter) ? letters[letter] : undefined) ?? letter
  const bare = (name: string, rawName: string) => {
    const value = takesValue(name) ? left.shift() : undefined
    tokens.push({ kind: 'option', name, rawName, value, inlineValue: value === undefined ? undefined : false })
  }
  const joined = (name: string, rawName: string, value: string) =>
    tokens.push({ kind: 'option', name, rawName, value, inlineValue: true })
  for (let word = left.shift(); word !== undefined; word = left.shift()) {
    if (word === '--') {
      tokens.push(...left.splice(0).map((value): Token => ({ kind: 'positional', value })))
    } else if (/^--./.test(word)) {
      // A name has a letter at least, so that `--=` is one.
      const equals = word.indexOf('=', 3)
      if (equals < 0) bare(word.slice(2), word)
      else joined(word.slice(2, equals), word.slice(0, equals), word.slice(equals + 1))
    } else if (/^-[^-]/.test(word)) {
      for (let i = 1; i < word.length; i++) {
        const rawName = `-${word.charAt(i)}`
        const name = nameOf(word.charAt(i))
        const value = word.slice(i + 1)
        if (value === '' || !takesValue(name)) {
          bare(name, rawName)
          continue
        }
        joined(name, rawName, value)
        break
      }
    } else tokens.push({ kind: 'positional', value: word })
  }
  return tokens
}
