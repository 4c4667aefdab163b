import type { Token } from './token.ts'

/** How many pieces may be named to leave them out. */
const longest = 6

/** Verbs with which something is left out, where their particle stands behind it: `leave kubernetes out of it`. */
const leaving = /^(?:leave|leaving|keep|keeping)$/
const particles = /^(?:out|away|aside)$/

/** What it is left out of, which says nothing more: `out of it`, `out of the picture`. */
const outOf = /^of (?:(?:it|this|that|scope)|(?:the|this) (?:scope|picture|plan|mix|set|stack|lot|list))\b/

const without = (token: Token): Token => ({ ...token, word: 'without', stem: 'without' })
const except = (token: Token): Token => ({ ...token, word: 'except', stem: 'except' })

/** Words for the whole of something, out of which `but` takes a part. */
const whole = /^(?:everything|anything|all|every|each)$/

/** Words behind `but` with which it takes nothing out, and goes on. */
const goingOn =
  /^(?:i|we|you|they|he|she|it|only|just|not|no|don't|do|please|first|for|in|with|without|keep|leave|skip|be|is|are|make|use|that|this|then|also|nothing|never)$/

const exceptBut = (tokens: readonly Token[]): readonly Token[] =>
  tokens.map((token, at) => {
    const [next] = tokens.slice(at + 1)
    const before = tokens.slice(Math.max(0, at - 3), at)
    const said = before.slice(before.findLastIndex(({ kind }) => kind === 'mark') + 1)
    // Right behind the whole, or with one word for what there is of it: `every part but the database`.
    const isWhole =
      said.slice(-2).some(({ word }) => whole.test(word)) || /^(?:all|every) (?:of )?\w+$/.test(textOf(said))
    return token.kind === 'word' &&
      token.word === 'but' &&
      isWhole &&
      next &&
      next.kind !== 'mark' &&
      !goingOn.test(next.word)
      ? except(token)
      : token
  })

const textOf = (tokens: readonly Token[]): string => tokens.map(({ word }) => word).join(' ')

/** Pieces in which what is taken out of something stands behind one word that says so, whatever verb was split around it. */
export const withExcepted = (tokens: readonly Token[]): readonly Token[] => {
  const result = [...exceptBut(tokens)]
  for (const [at, verb] of result.entries()) {
    if (verb.kind !== 'word' || !leaving.test(verb.word)) continue
    const end = result.findIndex(({ kind }, i) => i > at && kind === 'mark')
    const inside = result.slice(at + 1, Math.min(end < 0 ? result.length : end, at + 1 + longest))
    const particle = inside.findIndex(({ kind, word }) => kind === 'word' && particles.test(word))
    if (particle < 1) continue
    const [of] = outOf.exec(textOf(result.slice(at + particle + 2))) ?? []
    // What something is left out of may be a place, and then it is no list that is spoken of.
    if (of === undefined && /^(?:of|to|on|in)$/.test(result[at + particle + 2]?.word ?? '')) continue
    result[at] = without(verb)
    result.splice(at + 1 + particle, 1 + (of?.split(' ').length ?? 0))
  }
  return result
}
