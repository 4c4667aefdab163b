import { z } from '@nimbus/kernel/define'
import { oneLine } from '../one-line.ts'

/** A problem as it is shown. */
export const ProblemView = z.object({
  message: z.string(),
  at: z.string().optional().describe('file:line:column'),
  why: z.string().optional(),
  next: z.string().optional(),
})
export type ProblemView = z.infer<typeof ProblemView>

/** A problem without its code, which is for programs that raise it. */
export const problemView = ({ message, at, why, next }: ProblemView): ProblemView => ({
  message,
  ...(at === undefined ? {} : { at }),
  ...(why === undefined ? {} : { why }),
  ...(next === undefined ? {} : { next }),
})

/** A problem as lines for a terminal, behind a sign. */
export const problemLines = (sign: '✗' | '!', { message, at, why, next }: ProblemView): string[] => [
  `${sign} ${oneLine(message)}`,
  ...(at === undefined ? [] : [`  at   ${at}`]),
  ...(why === undefined ? [] : [`  why  ${oneLine(why)}`]),
  ...(next === undefined ? [] : [`  next ${oneLine(next)}`]),
]

/** Something that an untrusted workspace set in vain. */
export const IgnoredView = z.object({ file: z.string(), setting: z.string(), reason: z.string() })

/** What was ignored, as lines for a terminal. */
export const ignoredLines = (ignored: readonly z.infer<typeof IgnoredView>[]): string[] => [
  ...ignored.map(({ file, setting, reason }) => `! ${oneLine(setting)} is ignored: ${reason}  ${file}`),
  ...(ignored.length > 0 ? ['  the workspace is not trusted; trust it with: nimbus trust'] : []),
]
