import { fenceAfter } from './code-fence.ts'
import type { CallMade, Head, Turn } from './record.ts'

/** A conversation as it is shown. */
export type Shown = Omit<Head, 'owner' | 'turns'> & { turns: readonly Omit<Turn, 'messages'>[] }

/** Text of others as a quotation, so that it cannot pass as a heading or a call of ours. */
const quoted = (text: string): string =>
  text
    .trimEnd()
    .split('\n')
    .map((line) => `> ${line}`.trimEnd())
    .join('\n')

/** An answer as it was written; code that broke off in the middle is closed, so that what follows is not in it. */
const closed = (answer: string): string => {
  const lines = answer.trimEnd().split('\n')
  const open = lines.reduce<string | undefined>(fenceAfter, undefined)
  return (open === undefined ? lines : [...lines, open]).join('\n')
}

const endText = ({ ended, why }: Pick<Turn, 'ended' | 'why'>): string =>
  ended === 'open' ? 'not ended: it goes on, or its process was killed' : `${ended}${why ? `: ${why}` : ''}`

const callLine = ({ operation, effect, outcome, run, plan }: CallMade): string =>
  `- \`${operation}\` (${effect}): ${outcome}${run ? `, ${run}` : ''}${plan ? `, waits for approval as ${plan}` : ''}`

const turnText = ({ n, at, said, answer, mode, model, calls, ended, why }: Shown['turns'][number]): string =>
  [
    `## ${n}. ${at.slice(0, 16).replace('T', ' ')}`,
    quoted(said),
    ...(calls.length > 0 ? [calls.map(callLine).join('\n')] : []),
    ...(answer.trim() ? [closed(answer)] : []),
    ...(ended === 'answered' ? [] : [`*${endText({ ended, why })}*`]),
    `*${mode === 'model' ? (model ?? 'no model answered') : 'offline planner'}*`,
  ].join('\n\n')

/** A conversation as Markdown: what the person said as quotations, calls as lists, answers as they were written. */
export const markdownOf = ({ id, title, startedAt, persona, turns }: Shown): string =>
  [
    `# ${title.replaceAll('\n', ' ')}`,
    `${id}, begun ${startedAt.slice(0, 16).replace('T', ' ')} UTC, persona ${persona}`,
    ...turns.map(turnText),
    '',
  ].join('\n\n')
