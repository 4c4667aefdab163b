import { effectMarks, shortly } from '@nimbus/plan-graph'
import { hanging } from '@nimbus/text-table'

interface ShownStep {
  id: string
  operation: string
  input: unknown
  effect: string
}

interface Decided {
  step: string
  decide: string
}

/** What `nimbus plan` came to, as it is printed. */
export interface Planned {
  understood: readonly string[]
  assumed: readonly string[]
  ignored: readonly string[]
  notes: readonly string[]
  plan?: { id: string; steps: readonly ShownStep[]; decisions: readonly Decided[]; expires: string } | undefined
  commands: readonly string[]
  question?: string | undefined
  candidates: readonly string[]
  refused?: string | undefined
  nearest: readonly string[]
}

const listed = (words: readonly string[]): string => (words.length === 0 ? '–' : words.join(', '))

const nearestText = (operation: string): string => `  nearest: nimbus ${operation.replace('.', ' ')} --help`

const plural = (count: number, what: string): string => `${count} ${what}${count === 1 ? '' : 's'}`

const argumentsText = (input: unknown): string =>
  typeof input === 'object' && input !== null
    ? Object.entries(input)
        .map(([name, value]) => `${name}=${shortly(value)}`)
        .join(' ')
    : ''

/** How a plan is applied: one that policy allows as it is needs nobody's approval. */
const toApply = (id: string, asks: number): string =>
  asks === 0
    ? `apply it with: nimbus apply ${id}`
    : `approve and apply it with: nimbus approve ${id} && nimbus apply ${id}`

/** A plan, a question or a refusal for a terminal, folded to columns; commands stay whole, to be copied. */
export const planningText = (
  { plan, question, candidates, refused, nearest, commands, notes, ...words }: Planned,
  columns?: number,
): string => {
  const account = [
    hanging('understood  ', listed(words.understood), columns),
    hanging('assumed     ', listed(words.assumed), columns),
    hanging('ignored     ', listed(words.ignored), columns),
  ].join('\n')
  const noted = notes.map((note) => hanging('! ', note, columns))
  if (question !== undefined)
    return [account, ...noted, hanging('? ', question, columns), ...candidates.map((each) => `  ${each}`)].join('\n')
  if (!plan) return [account, ...noted, hanging('✗ ', refused ?? '', columns), ...nearest.map(nearestText)].join('\n')
  const destructive = plan.steps.filter(({ effect }) => effect === 'delete').length
  const asks = plan.decisions.filter(({ decide }) => decide === 'ask' || decide === 'plan').length
  const wide = Math.max(...plan.steps.map(({ operation }) => operation.length))
  return [
    account,
    ...noted,
    hanging(
      'Plan ',
      `${plan.id} — ${plural(plan.steps.length, 'step')}, ${destructive} destructive, cost unknown (no price table), ${plural(asks, 'approval')}`,
      columns,
    ),
    ...plan.steps.map(({ id, operation, input, effect }) =>
      hanging(
        `${id.padStart(2)}  ${effectMarks[effect] ?? '?'} ${effect.padEnd(6)}  ${operation.padEnd(wide)}  `,
        argumentsText(input),
        columns,
      ).trimEnd(),
    ),
    `by hand: ${commands.join(' && ')}`,
    `nothing has been done; ${toApply(plan.id, asks)}`,
  ].join('\n')
}
