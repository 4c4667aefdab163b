import type { Plan } from '@nimbus/kernel'

/** What a precondition of a step is called in its plan. */
export const preconditionName = ({ steps }: Pick<Plan, 'steps'>, step: string, name: string): string =>
  steps.length > 1 ? `${step}/${name}` : name

/** The preconditions of one step, by their own names. */
export const groundOf = ({ steps, preconditions }: Plan, step: string): Record<string, string> => {
  const own = preconditionName({ steps }, step, '')
  const named = Object.entries(preconditions).filter(([name]) => name.startsWith(own))
  return Object.fromEntries(named.map(([name, value]) => [name.slice(own.length), value]))
}
