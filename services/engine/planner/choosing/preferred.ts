import { isContent } from '../tokens/request-tokens.ts'
import type { Choice } from './choose.ts'
import type { Frame } from './frame.ts'

const related = (choice: Choice, frame: Frame | undefined): boolean =>
  frame?.choice.subject.service === choice.subject.service ||
  (choice.subject.fields.some(({ kind }) => kind === 'root' || kind === 'code') &&
    (frame?.choice.subject.fields.some(({ kind, name }) => kind === 'root' && frame.choice.readings.has(name)) ??
      false))

const most = (one: Choice, other: Choice): Pick<Choice, 'fit' | 'meant'> => ({
  fit: Math.max(one.fit, other.fit),
  meant: Math.max(one.meant, other.meant),
})

/** Of operations that fit a few words alike, the one that has to do with what is ordered beside it. */
export const preferred = (frame: Frame, next: Frame | undefined, before: Frame | undefined): Choice => {
  const short = frame.tokens.filter(isContent).length <= 1
  const beside = next?.joint === 'weak' || next?.joint === 'then' ? next : before
  if (!short || !beside || related(frame.choice, beside)) return frame.choice
  const found = frame.near.find((each) => related(each, beside))
  // What stands beside it says as much as the words that fit the other a little better.
  return found && found.explained === 1 ? { ...found, ...most(found, frame.choice) } : (found ?? frame.choice)
}
