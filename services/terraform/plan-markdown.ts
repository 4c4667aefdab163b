import { headline, type Pins } from './pins.ts'
import type { PlannedChange } from './plan-changes.ts'
import { changeLines } from './plan-summary.ts'

/** Texts come from configurations and states: nothing in them may become markup or a mention. */
const plain = (text: string): string =>
  text
    .replace(/[\\`|<>*_[\]]/g, '\\$&')
    .replaceAll('@', '@\u200b')
    .replaceAll('\n', ' ')

/** A fence longer than any row of backticks inside. */
const fenced = (text: string): string => {
  const longest = Math.max(2, ...[...text.matchAll(/`+/g)].map(([row]) => row.length))
  const fence = '`'.repeat(longest + 1)
  return `${fence}diff\n${text}\n${fence}`
}

/** GitHub refuses comments over 65,536 characters (https://docs.github.com/en/rest/issues/comments, 2025). */
const longestDetail = 50_000

/** A plan as a comment on a pull request; the first line lets a bot find and replace its own comment. */
export const planMarkdown = (plan: {
  directory: string
  id?: string
  pins: Pins
  summary: string
  changes: readonly PlannedChange[]
}): string => {
  const { directory, id, pins, summary, changes } = plan
  const rows = changes.map(
    ({ action, address, reason }) =>
      `| ${action === 'replace' || action === 'delete' ? `**${action}**` : action} | ${plain(address)} | ${plain(reason ?? '')} |`,
  )
  const detail = changeLines(changes).join('\n')
  const cut = detail.length > longestDetail ? `${detail.slice(0, longestDetail)}\n… cut here` : detail
  return [
    `<!-- nimbus terraform plan ${directory.replaceAll('--', '')} -->`,
    `### Terraform plan for \`${directory.replaceAll('`', '')}\``,
    '',
    `**${plain(summary)}**`,
    '',
    plain(headline(pins)),
    ...(rows.length > 0 ? ['', '| action | resource | why |', '|---|---|---|', ...rows] : []),
    ...(cut === '' ? [] : ['', '<details><summary>Attributes</summary>', '', fenced(cut), '', '</details>']),
    ...(id ? ['', `Apply with \`nimbus terraform apply ${id}\``] : []),
    '',
  ].join('\n')
}
