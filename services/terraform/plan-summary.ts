import { forces, type PlannedChange } from './plan-changes.ts'

const counted = ['update', 'move', 'import', 'create', 'forget'] as const

/** How many resources a summary names one by one before it only counts them. */
const named = 5

const loud = (changes: readonly PlannedChange[], word: string): string[] => {
  if (changes.length === 0) return []
  const names = changes
    .slice(0, named)
    .map(({ address, reason, action }) => `${address}${reason && action === 'replace' ? ` (${reason})` : ''}`)
  const more = changes.length > named ? ` and ${changes.length - named} more` : ''
  return [`${changes.length} ${word} ${names.join(', ')}${more}`]
}

/** One line that leads with what is destroyed or replaced: `1 REPLACE aws_db_instance.main (storage_encrypted), 2 create`. */
export const summaryOf = (changes: readonly PlannedChange[]): string => {
  const of = (action: PlannedChange['action']) => changes.filter((change) => change.action === action)
  const parts = [
    ...loud(of('delete'), 'DESTROY'),
    ...loud(of('replace'), 'REPLACE'),
    ...counted.flatMap((action) => (of(action).length > 0 ? [`${of(action).length} ${action}`] : [])),
  ]
  return parts.length > 0 ? parts.join(', ') : 'no changes'
}

/** One change in words, for a preview: `replace (storage_encrypted)`. */
export const changeSummary = ({ action, reason, previousAddress }: PlannedChange): string => {
  if (previousAddress) return `${action} from ${previousAddress}`
  return reason ? `${action} (${reason})` : action
}

const symbol: Readonly<Record<PlannedChange['action'], string>> = {
  create: '+',
  update: '~',
  replace: '-/+',
  delete: '-',
  forget: '.',
  move: '>',
  import: '<',
}

const shown = (value: unknown): string =>
  value === undefined ? '' : typeof value === 'string' ? value : JSON.stringify(value)

/** Changes as lines for a terminal: a symbol, the address, why, and the attributes of what is updated or replaced. */
export const changeLines = (changes: readonly PlannedChange[]): string[] =>
  changes.flatMap((change) => [
    `${symbol[change.action].padStart(3)} ${change.address}${change.reason ? `  (${change.reason})` : ''}`,
    ...change.attributes.map(
      ({ path, before, after }) =>
        `      ${path}: ${shown(before)} → ${shown(after)}${forces(path, change.replacePaths) ? '   forces replacement' : ''}`,
    ),
  ])

/** `1 resource`, `2 resources`. */
export const countedResources = (count: number): string => `${count} resource${count === 1 ? '' : 's'}`
