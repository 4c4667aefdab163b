import { invalid, z } from '@nimbus/kernel/define'

/** The fields with which somebody says what became of a step of which nobody can tell. */
export const answerFields = {
  step: z.string().min(1).optional().describe('The step of which nobody could tell what became of it'),
  is: z
    .enum(['done', 'not-done'])
    .optional()
    .describe('What is so: whether it was done, or, where it was being taken back, whether that was done'),
}

/** What somebody says of a step, if they say anything. Raises `half-an-answer` (exit 2). */
export const answerOf = ({
  step,
  is,
}: {
  step?: string | undefined
  is?: 'done' | 'not-done' | undefined
}): { answer?: { step: string; is: 'done' | 'not-done' } } => {
  if ((step === undefined) !== (is === undefined))
    throw invalid('half-an-answer', 'step and is belong together', {
      at: step === undefined ? 'step' : 'is',
      next: 'give both, or neither',
    })
  return step !== undefined && is !== undefined ? { answer: { step, is } } : {}
}
