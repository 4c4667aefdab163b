import type { Choice } from './choose.ts'
import type { Frame } from './frame.ts'

/** How likely an operation has to be by how people say it to be what they usually say so. */
const usual = 0.7

/** Whether people order something in just such words. */
export const isLikely = ({ like }: Choice): boolean => (like ?? 0) >= usual

/**
 * Whether people look at something in just such words, and every one of them was heard: then a doubtful fit is enough,
 * unless what only lacks something would fit better, and may be what was meant.
 */
export const isUsual = ({ choice, near }: Frame): boolean =>
  choice.subject.effect === 'read' &&
  isLikely(choice) &&
  choice.leftover.length === 0 &&
  near.every(({ fit, meant }) => meant === fit || meant <= choice.meant)
