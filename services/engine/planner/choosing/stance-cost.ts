import type { Stance } from '../clauses/stance.ts'
import type { Alignment } from './align.ts'
import type { Filled } from './fill.ts'

/** Words with which something is asked. */
const interrogative = new Set(
  'what which who where when why how is are does do did has am may would anything any'.split(' '),
)

/** Whether a phrase asks, by its first word or behind a verb of seeing: `show me what would change`. */
const asks = ({ pattern }: Alignment): boolean => {
  const first = pattern.find((part) => !('word' in part && (part.look || part.word === 'me')))
  return first !== undefined && 'concept' in first && interrogative.has(first.concept)
}

/** What it costs an operation that something was not said as an order, from 0 to 1. */
export const stanceCost = ({ subject, alignment }: Filled, stance: Stance): number => {
  if (stance === 'order') return 0
  if (subject.effect === 'delete') return 1
  if (stance === 'permission') return subject.effect === 'read' ? 0 : 0.5
  if (subject.effect === 'read') return 0
  // Where something is asked, it only looks.
  if (stance === 'question' && subject.fields.some(({ asked }) => asked)) return 0
  return alignment && asks(alignment) ? 0.02 : 1
}
