import type { Choice } from '../choosing/choose.ts'
import { beginsWithOrder, type Scene } from '../choosing/judge.ts'
import { isOrderVerb } from '../clauses/looking.ts'
import { isContent } from '../tokens/request-tokens.ts'
import type { Token } from '../tokens/token.ts'

/** What something is to be, from the word that wants it on: `should be gone`, `has to get the name`. */
const wanted =
  /^(?:should|shall|must|ought to|has to|have to|needs? to)(?: \w+ly| now| just| all)? (?:be|become|get|have|go|move|stop|end|run|continue|carry|bear|live|stand|sit)\b/

/** What is to be, and is only to be seen. */
const toBeSeen = /^\w+(?: to)? be (?:shown|listed|displayed|printed|seen|visible|checked|read|validated|verified)\b/

/** With what an order ends that wants a thing to be no more, whatever its verb is: `make it go away`. */
const vanishing =
  /\b(?<!\b(?:is|are|was|were|has|have) )(?:vanish|disappear|gone|go away)(?: please| now| again| for good| forever| completely)*$/

/** How a question begins about what is over. */
const overAlready = /^(?:has|have|had|was|were|did|who|when|why)$/

/** How a text goes on that states how something should be, and is not the text to write. */
const statement =
  /^(?:belongs?|needs?|should|shall|must|ought|has to|wants?|deserves?)\b|\b(?:should|shall|must|ought to) (?:be|have|get|become|go|carry|bear)\b/

/** Words that say how something is to be, before a text: `the reviewer should be removed`. */
const modal = /^(?:should|shall|must|to)$/

const said = (tokens: readonly Token[]): string =>
  tokens.flatMap(({ kind, word }) => (kind === 'word' ? [word] : kind === 'mark' ? [] : ['x'])).join(' ')

/** Whether a thing is to become something, which no look at it makes of it: `the branch hotfix should be gone`. */
const isWanted = ({ subject, stance, readings }: Choice, tokens: readonly Token[]): boolean =>
  subject.effect === 'read' &&
  stance === 'order' &&
  tokens.some((_, at) => {
    const rest = said(tokens.slice(at))
    // How it is to be shown is said to a look: `the output should be json`.
    return (
      wanted.test(rest) &&
      !toBeSeen.test(rest) &&
      ![...readings.values()].flat().some(({ from }) => from > at) &&
      !/^(?:i|we|you|what|which|who)$/.test(tokens[at - 1]?.word ?? '')
    )
  })

/** Words behind which a verb is the name of a thing: `in the stash I mean`. */
const naming = /^(?:the|this|that|in|of|about)$/

/** Whether an order wants a thing to be no more, and came to something that deletes nothing. */
export const vanishes = (choice: Choice, tokens: readonly Token[]): boolean =>
  choice.subject.effect !== 'delete' &&
  choice.stance === 'order' &&
  vanishing.test(said(tokens)) &&
  !endsAsText(choice, tokens)

/** Whether the end of an order is a text that it was given: `commit with message make the bug go away`. */
const endsAsText = ({ subject, readings }: Choice, tokens: readonly Token[]): boolean => {
  const lead = tokens.findIndex(isContent)
  return (
    !naming.test(tokens[lead - 1]?.word ?? '') &&
    subject.fields.some(
      ({ name, kind }) => kind === 'text' && readings.get(name)?.some(({ to }) => to === tokens.length),
    )
  )
}

/** Whether every verb of what would change something only names a thing. */
const onlyNamed = ({ subject, readings }: Choice, tokens: readonly Token[], { vocabulary }: Scene): boolean => {
  if (subject.effect === 'read') return false
  const given = subject.fields.some(
    ({ name, kind }) => readings.has(name) && !(kind === 'text' && readings.get(name)?.every(({ exact }) => !exact)),
  )
  if (given) return false
  const verbs = tokens.flatMap((token, at) => (isOrderVerb(token, vocabulary.verbs) ? [at] : []))
  return (
    verbs.some((at) => subject.id.split(/[.-]/).includes(tokens[at]?.word ?? '')) &&
    verbs.every((at) => naming.test(tokens[at - 1]?.word ?? ''))
  )
}

/** Whether what was done is asked for, and what would be done is looked at: `has staging been destroyed?` */
const isOver = ({ subject, stance, readings }: Choice, tokens: readonly Token[]): boolean => {
  if (stance !== 'question') return false
  const first = tokens.find(({ kind }) => kind === 'word')?.word ?? ''
  const plans = subject.fields.some(({ name, kind }) => kind === 'switch' && name === 'destroy' && readings.has(name))
  if (plans && overAlready.test(first)) return true
  // What somebody did is no word to look for: `which files did I delete?`
  return subject.fields.some(
    ({ name, kind }) =>
      kind === 'search' &&
      readings
        .get(name)
        ?.some(({ from, exact }) => !exact && /^(?:i|we|you|they|he|she)$/.test(tokens[from - 1]?.word ?? '')),
  )
}

/** Whether what would be written only states how something should be: `the file a.md should have the name b.md`. */
const writesStatement = ({ subject, readings }: Choice, tokens: readonly Token[], scene: Scene): boolean =>
  subject.effect !== 'read' &&
  !beginsWithOrder(tokens, scene) &&
  subject.fields.some(
    ({ name, kind }) =>
      kind === 'text' &&
      readings.get(name)?.some(({ from, to }) => {
        const text = tokens.slice(from, to)
        return (
          text.every((token) => token.kind !== 'quoted') &&
          (statement.test(said(text)) ||
            (modal.test(tokens[from - 1]?.word ?? '') && /^(?:be|have|get) /.test(said(text))))
        )
      }),
  )

/** Whether what would be is asked for, and what looks knows nothing of that: the log of commits says what was. */
const isSupposed = ({ subject, stance }: Choice, tokens: readonly Token[]): boolean =>
  stance === 'hypothetical' &&
  /\b(?:would|if)\b/.test(said(tokens)) &&
  subject.effect === 'read' &&
  ![
    ...subject.phrases,
    ...subject.fields.flatMap(({ cues, values }) => [...cues, ...values.flatMap(({ patterns }) => patterns)]),
  ].some((pattern) => pattern.some((part) => 'word' in part && /^(?:would|if|could|will|may|allowed)$/.test(part.word)))

/**
 * Whether what wants something changed came to a look, or what only asks to a change: neither is a plan that anybody
 * meant.
 */
export const isWrongWay = (choice: Choice, tokens: readonly Token[], scene: Scene): boolean =>
  isWanted(choice, tokens) ||
  onlyNamed(choice, tokens, scene) ||
  isOver(choice, tokens) ||
  isSupposed(choice, tokens) ||
  writesStatement(choice, tokens, scene)
