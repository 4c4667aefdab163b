import type { Judged } from '../choosing/judge.ts'
import type { Token } from '../tokens/token.ts'

/** How the title of a ticket goes: what it is and what it is for, `export for the spreadsheet`. */
const title =
  /^(?:(?:the|a|an|new|weekly|daily|monthly) )*[a-z-]+(?: [a-z-]+)? for (?:(?:the|our|my|a|an) )?[a-z-]+(?: [a-z-]+)?$/

/**
 * Whether the first of several orders is only the title of a ticket: its number, what it is for, and the order itself on
 * the lines below. What gives an argument is no title, for it says what is wanted.
 */
export const isTitled = (
  all: readonly Token[],
  frames: readonly { head: Judged; parts: readonly Judged[] }[],
): boolean => {
  const [first, next] = frames
  if (!first || !next || first.parts.length !== 1 || all[0]?.kind !== 'mark' || all[0].text !== '—') return false
  const { head } = first
  const [best] = head.choices
  const alone = all[head.to]?.text === '\n' && head.from <= 2
  const given =
    best?.subject.fields.some(
      ({ name, kind }) =>
        kind !== 'text' && !(kind === 'choice' && best.subject.effect === 'read') && best.readings.has(name),
    ) ?? true
  return alone && !given && title.test(head.tokens.map(({ word }) => word).join(' '))
}
