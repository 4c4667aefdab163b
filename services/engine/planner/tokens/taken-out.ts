import type { Token } from './token.ts'

/** Verbs that take something out of what was planned by themselves: `remove the cluster`. */
const removing = /^(?:remove|scrap|ditch|lose|forget|delete|exclude|eliminate)$/

/** Those that do with a particle before or behind what it is: `take off the cluster`, `take the cluster out`. */
const taking = /^(?:take|kick|cut|throw|pull|strike|cross|leave)$/
const particle = /^(?:out|off|away)$/

/** What it is taken out of, which says nothing more. */
const source = /^(?:of|from) (?:it|that|this|there|(?:the|this|that) (?:\w+ )?(?:plan|set|stack|lot|list|mix))$/

/** How many pieces may be named to take them out. */
const longest = 6

const textOf = (tokens: readonly Token[]): string => tokens.map(({ word }) => word).join(' ')

/** Pieces of what is said of a plan, in which what is to be taken out of it stands behind one word that says so. */
export const withTakenOut = (tokens: readonly Token[]): readonly Token[] => {
  const at = tokens.findIndex(({ kind, word }) => kind === 'word' && (removing.test(word) || taking.test(word)))
  const verb = tokens[at]
  if (!verb) return tokens
  const mark = tokens.findIndex(({ kind, word }, i) => i > at && (kind === 'mark' || word === 'but'))
  const end = mark < 0 ? tokens.length : mark
  const inside = tokens.slice(at + 1, end)
  const out = inside.findIndex(({ word }) => particle.test(word))
  if (!removing.test(verb.word) && (out < 0 || out > longest)) return tokens
  const left = inside.filter((_, i) => i !== out)
  const from = left.findIndex((_, i) => source.test(textOf(left.slice(i))))
  return [
    ...tokens.slice(0, at),
    { ...verb, word: 'without', stem: 'without' },
    ...(from < 0 ? left : left.slice(0, from)),
    ...tokens.slice(end),
  ]
}
