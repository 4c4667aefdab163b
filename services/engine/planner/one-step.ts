import { givenIn } from './asking/heard.ts'
import { argumentsOf } from './choosing/arguments.ts'
import { borrower } from './choosing/borrowing.ts'
import type { Frame } from './choosing/frame.ts'
import type { Scene } from './choosing/judge.ts'
import type { Planned } from './planned.ts'
import { StepList } from './steps.ts'

/** A plan of the one step that a frame comes to, with what it left out; undefined where an argument of it is missing. */
export const oneStep = (
  frame: Frame,
  ignored: readonly string[],
  { world, vocabulary }: Scene,
): Planned | undefined => {
  const { choice, tokens } = frame
  const borrowed = borrower({ frame, next: [], made: [], earlier: [], aside: [], world })
  const steps = argumentsOf(choice, { world, tokens, borrowed, fresh: () => false })
  if ('question' in steps || steps.length > 1) return undefined
  const list = new StepList(vocabulary)
  for (const step of steps) list.add(choice.subject, step, 'start', choice.subject.summary)
  return {
    outcome: {
      kind: 'plan',
      steps: list.steps,
      understood: [choice.subject.id, ...steps.flatMap((step) => givenIn(choice.subject, step))],
      assumed: steps.flatMap(({ assumed }) => assumed),
      ignored,
    },
    made: list.made,
    last: choice,
    pending: undefined,
  }
}
