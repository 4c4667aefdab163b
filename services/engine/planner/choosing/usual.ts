import { isTold } from '../clauses/telling.ts'
import type { Choice } from './choose.ts'
import type { Frame } from './frame.ts'

/** How likely an operation has to be by how people say it to be what they usually say so. */
const usual = 0.7

/** Whether people order something in just such words. */
export const isLikely = ({ like }: Choice): boolean => (like ?? 0) >= usual

/** The same for what changes something: people order it so, and nothing else. */
const certain = { like: 0.9, explained: 0.8, other: 0.05 }

const isSeldom = ({ like }: Choice): boolean => (like ?? 1) < certain.other

/**
 * Whether people look at something in just such words, and every one of them was heard: then a doubtful fit is enough,
 * unless what only lacks something would fit better, and may be what was meant. An order that changes something, and
 * deletes nothing, has to be no story, to name what it is about and to be as good as certain, and nothing else near.
 */
export const isUsual = ({ choice, near, tokens }: Frame): boolean => {
  const { subject, stance, leftover, explained, like, readings } = choice
  if (leftover.length > 0) return false
  if (subject.effect === 'read')
    return (
      isLikely(choice) &&
      near.every((other) => other.meant === other.fit || other.meant <= choice.meant || isSeldom(other))
    )
  if (
    subject.effect === 'delete' ||
    stance !== 'order' ||
    isTold(tokens) ||
    readings.size === 0 ||
    explained < certain.explained
  )
    return false
  return (like ?? 0) >= certain.like && near.every((other) => other === choice || isSeldom(other))
}
