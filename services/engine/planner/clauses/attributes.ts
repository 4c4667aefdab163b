import type { Frame } from '../choosing/frame.ts'
import { isContent } from '../tokens/request-tokens.ts'
import type { Token } from '../tokens/token.ts'
import { lightWords } from '../words/light-words.ts'

/** Words behind which stands with what, whose, or where to something is to be done. */
const leading = /^(?:with|using|via|by|of|from|in|into|on|onto|at|through|under)$/

/** Behind `to` a thing begins with one of these; else it may be a verb. */
const article = /^(?:the|an?|my|our|your|his|her|their)$/

/** How many small words may stand before the thing. */
const reach = 4

/** What is here and now anyway, or says how much it is meant. */
const atHand =
  /^(?:moment|computer|laptop|notebook|box|machine|pc|mac|host|workstation|repo|repository|codebase|project|workspace|checkout|nimbus|terminal|console|shell|cli|screen|team|company|office|name|form|format|way|manner|detail|details|full|whole|total|general|short|brief|particular|recent|latest|front|hand|step|line|mistake|accident|error|order|case|turn|place|advance|meantime|hurry|mind|fact|end|beginning|first|question|care|caution|attention|love|pleasure|thanks|regards|respect|help|luck|course|view|sight|reality|world|internet|today|now)s?$/

/** Whether a part only says with what something is to be done: `with sudo`. */
export const isAttribute = (part: readonly Token[]): boolean => {
  const [first, ...rest] = part.filter(({ kind }) => kind !== 'mark')
  const content = rest.filter(isContent)
  return (
    /^(?:with|using|via|through)$/.test(first?.word ?? '') &&
    content.length > 0 &&
    content.length < 4 &&
    content.every(({ kind, word }) => kind === 'word' && !atHand.test(word))
  )
}

/**
 * Words that say with what, whose or where to something is to be done, of which no argument heard anything and which
 * the operation is not about: `with sudo`, `to the clipboard`, `of bob`. What stands before the order tells of
 * somebody's day, and `this` points at what is here.
 */
export const attributesUnheard = ({ choice, tokens }: Pick<Frame, 'choice' | 'tokens'>): readonly Token[] => {
  const { taken, leftover, around, alignment } = choice
  const order = Math.min(...(alignment?.words ?? [tokens.length]))
  return tokens.flatMap((token, at) => {
    const next = tokens[at + 1]
    const leads = leading.test(token.word) || (token.word === 'to' && article.test(next?.word ?? ''))
    if (token.kind !== 'word' || !leads || at < order || next?.word === 'this') return []
    const to = tokens.findIndex((each, i) => i > at && (isContent(each) || each.kind === 'mark' || taken.has(i)))
    const said = tokens[to]
    if (!said || to > at + reach || !leftover.includes(said) || around.includes(said)) return []
    return said.kind === 'word' && atHand.test(said.word) ? [] : [token, said]
  })
}

/** Words behind which a noun begins, with what is said of it. */
const determiner = /^(?:the|my|our|your|all|every|each|any|both|a|an|me|these|those)$/

/** What only says what kind of thing a name is: `the word timeout`. */
const kindOfText = /^(?:word|words|token|term|string|text|phrase|pattern|keyword|ticket|nimbus)$/

/**
 * Words that say which of the things an operation is about are meant, of which no argument heard anything: `show the
 * blue tasks`.
 */
export const qualitiesUnheard = ({ choice, tokens }: Pick<Frame, 'choice' | 'tokens'>): readonly Token[] => {
  const { leftover, around } = choice
  const isHeard = (token: Token | undefined): boolean =>
    token?.kind === 'word' && isContent(token) && !leftover.includes(token) && !around.includes(token)
  return tokens.filter(
    (token, at) =>
      token.kind === 'word' &&
      leftover.includes(token) &&
      !around.includes(token) &&
      !lightWords.has(token.stem) &&
      !kindOfText.test(token.word) &&
      determiner.test(tokens[at - 1]?.word ?? '') &&
      isHeard(tokens[at + 1]),
  )
}
