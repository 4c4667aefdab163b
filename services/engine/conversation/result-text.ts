import type { Envelope } from '@nimbus/kernel/define'
import { visible } from '@nimbus/view'

/** The most lines of one result that are shown: all of it is in the history. */
const mostLines = 200

const record = (value: unknown): value is Record<string, unknown> =>
  value !== null && typeof value === 'object' && !Array.isArray(value)

const flat = (value: unknown): string => (typeof value === 'string' ? value : (JSON.stringify(value) ?? ''))

const rows = (values: readonly unknown[]): string[] =>
  values.map((value) =>
    record(value)
      ? Object.values(value)
          .filter((each) => each !== undefined && each !== '')
          .map(flat)
          .join('  ')
      : flat(value),
  )

/** A result as lines: longer texts and lists below their names, everything else beside it. */
const linesOf = (data: unknown): string[] => {
  if (Array.isArray(data)) return rows(data)
  if (!record(data)) return flat(data).split('\n')
  return Object.entries(data).flatMap(([name, value]) => {
    if (value === undefined || value === '' || (Array.isArray(value) && value.length === 0)) return []
    if (typeof value === 'string' && value.includes('\n'))
      return [
        `${name}:`,
        ...value
          .trimEnd()
          .split('\n')
          .map((line) => `  ${line}`),
      ]
    if (Array.isArray(value)) return [`${name}:`, ...rows(value).map((line) => `  ${line}`)]
    if (record(value)) return [`${name}:`, ...linesOf(value).map((line) => `  ${line}`)]
    return [`${name}: ${flat(value)}`]
  })
}

/** Why a call failed, as a piece of an answer in Markdown. */
export const errorText = ({ message, why, next }: NonNullable<Envelope['error']>): string =>
  `${[`**${message}**`, why, next].filter(Boolean).join('\n')}\n\n`

/** What a call gave, as a piece of an answer in Markdown. Text of others stays inside its fence. */
export const resultText = (data: unknown, printed = ''): string => {
  const lines = printed.trim() === '' ? linesOf(data) : visible(printed).trimEnd().split('\n')
  const more = lines.length > mostLines ? [`… ${lines.length - mostLines} more lines`] : []
  const shown = [...lines.slice(0, mostLines), ...more].join('\n')
  // Longer than any that the text holds, so that nothing in it ends the fence.
  const longest = Math.max(2, ...(shown.match(/`+/g) ?? []).map(({ length }) => length))
  const fence = '`'.repeat(longest + 1)
  return `${fence}\n${shown}\n${fence}\n\n`
}
