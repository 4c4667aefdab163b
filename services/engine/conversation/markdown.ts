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

const callLine = ({ operation, effect, outcome, run, plan }: CallMade): string =>
  `- \`${operation}\` (${effect}): ${outcome}${run ? `, ${run}` : ''}${plan ? `, waits for approval as ${plan}` : ''}`

const turnText = ({ n, at, said, answer, mode, model, calls, ended, why }: Shown['turns'][number]): string =>
  [
    `## ${n}. ${at.slice(0, 16).replace('T', ' ')}`,
    quoted(said),
    ...(calls.length > 0 ? [calls.map(callLine).join('\n')] : []),
    ...(answer.trim() ? [answer.trimEnd()] : []),
    ...(ended === 'answered' ? [] : [`*${ended}${why ? `: ${why}` : ''}*`]),
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
