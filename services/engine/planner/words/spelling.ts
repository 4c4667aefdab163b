import { numberOf } from '../tokens/numbers.ts'
import { occasions } from './occasions.ts'
import { otherWords } from './other-words.ts'
import { stemOf } from './stem.ts'

/** Edits between two words, a swap of neighbours being one. */
export const editsBetween = (a: string, b: string): number => {
  let before: number[] = []
  let last = Array.from({ length: b.length + 1 }, (_, j) => j)
  for (let i = 1; i <= a.length; i++) {
    const row = [i]
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1] ? 0 : 1
      const swap = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1] ? (before[j - 2] ?? 99) + 1 : 99
      row.push(Math.min((last[j] ?? 99) + 1, (row[j - 1] ?? 99) + 1, (last[j - 1] ?? 99) + same, swap))
    }
    before = last
    last = row
  }
  return last[b.length] ?? 99
}

const without = (word: string): readonly string[] =>
  Array.from({ length: word.length }, (_, at) => word.slice(0, at) + word.slice(at + 1))

const lettersOf = (word: string): string => word.split('').sort().join('')

const sameLetters = (a: string, b: string): boolean => lettersOf(a) === lettersOf(b)

/** Longer words are no mistyped ones. */
const longest = 24

/** Corrects words by those it knows: found by what is left when letters are missing, so that no list is walked. */
export class Spelling {
  private readonly words: ReadonlySet<string>
  private readonly order = new Map<string, number>()
  private shortenedWords: ReadonlyMap<string, readonly string[]> | undefined

  /** Takes the words that are spelled right, the likelier ones first. */
  constructor(words: readonly string[]) {
    this.words = new Set([...words, ...otherWords, ...occasions])
    for (const word of new Set(words)) this.order.set(word, this.order.size)
  }

  /** Words by what they are without one letter; made when the first word is not spelled right. */
  private get shortened(): ReadonlyMap<string, readonly string[]> {
    if (this.shortenedWords) return this.shortenedWords
    const made = new Map<string, string[]>()
    for (const word of this.order.keys())
      for (const short of new Set(without(word))) {
        const known = made.get(short)
        if (known) known.push(word)
        else made.set(short, [word])
      }
    this.shortenedWords = made
    return made
  }

  /** Whether a word, or one of its family, is spelled right. */
  knows(word: string): boolean {
    return this.words.has(word) || numberOf(word) !== undefined || this.families.has(stemOf(word))
  }

  /** The word that a mistyped one most likely is; undefined when it is spelled right or close to none. */
  correct(word: string): string | undefined {
    // What its family has in common is no word of it: `singapor`.
    if (word.length > 5 && !this.words.has(word) && this.words.has(`${word}e`)) return `${word}e`
    if (word.length < 3 || word.length > longest || !/^\p{L}+$/u.test(word) || this.knows(word)) return undefined
    const most = word.length < 4 ? 1 : word.length < 7 ? 1 : 2
    const near = without(word)
    const far = most > 1 ? near.flatMap(without) : []
    const found = new Set(
      [word, ...near, ...far].flatMap((short) => [
        ...(this.shortened.get(short) ?? []),
        ...(this.order.has(short) ? [short] : []),
      ]),
    )
    let best: { word: string; edits: number } | undefined
    for (const candidate of found) {
      if (candidate.length < 3 || (candidate[0] !== word[0] && candidate.slice(0, 2) !== `${word[1]}${word[0]}`))
        continue
      if (word.length === 3 && !sameLetters(word, candidate)) continue
      const doubled = word.replace(/(.)\1/, '$1') === candidate
      if (word.length < 5 && candidate.length < 4 && !doubled && !sameLetters(word, candidate)) continue
      const edits = editsBetween(word, candidate) - (sameLetters(word, candidate) ? 0.5 : 0)
      if (edits > most) continue
      const better =
        !best ||
        edits < best.edits ||
        (edits === best.edits && (this.order.get(candidate) ?? 0) < (this.order.get(best.word) ?? 0))
      if (better) best = { word: candidate, edits }
    }
    return (
      best?.word ??
      (word.length > 3 ? this.swapped.get(lettersOf(word))?.find((each) => editsBetween(word, each) === 1) : undefined)
    )
  }

  private swappedWords: ReadonlyMap<string, readonly string[]> | undefined

  /** General words by their letters, for those of which two were swapped. */
  private get swapped(): ReadonlyMap<string, readonly string[]> {
    this.swappedWords ??= Map.groupBy(otherWords, lettersOf)
    return this.swappedWords
  }

  private familiesOfWords: ReadonlySet<string> | undefined

  private get families(): ReadonlySet<string> {
    this.familiesOfWords ??= new Set([...this.words].map(stemOf))
    return this.familiesOfWords
  }
}
