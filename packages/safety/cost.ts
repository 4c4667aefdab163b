import { type CatalogEntry, type Finding, member, type PlanStep, type TaskStep } from '@nimbus/kernel'

/** Nanodollars of a dollar: amounts of money are integers, so that sums are exact. */
export const nanodollars = 1_000_000_000

/** Money in US dollars; `unknown` is never taken for nothing. */
export type Spent = number | 'unknown'

type Costing = Pick<CatalogEntry, 'openWorld' | 'effect' | 'output'>

const saysCost = ({ output }: Costing): boolean => output.properties?.cost !== undefined

/** Whether calling an operation may cost money: it says what it cost, or it changes something outside this machine. */
export const mayCost = (entry: Costing): boolean => saysCost(entry) || (entry.openWorld && entry.effect !== 'read')

/** What a call has cost, as its result says. */
export const costOf = (entry: Costing, data: unknown): Spent => {
  if (!mayCost(entry)) return 0
  const said: unknown = member(data, 'cost')
  return saysCost(entry) && typeof said === 'number' ? said / nanodollars : 'unknown'
}

/** What the steps of a task that were begun have cost, as far as their results say. */
export const spentSoFar = (
  steps: readonly Pick<PlanStep, 'id' | 'operation'>[],
  entryOf: (operation: string) => Costing | undefined,
  standing: (step: string) => Pick<TaskStep, 'status' | 'data'> | undefined,
): Spent =>
  steps.reduce<Spent>((sum, { id, operation }) => {
    const [entry, step] = [entryOf(operation), standing(id)]
    if (!entry || !step || ['waiting', 'running', 'skipped'].includes(step.status)) return sum
    const cost = costOf(entry, step.data)
    return sum === 'unknown' || cost === 'unknown' ? 'unknown' : sum + cost
  }, 0)

/** Holds an amount against a cap. An unknown amount does not pass one. */
export const withinCost = (cap: number | undefined, amount: Spent, what: string): Finding[] => {
  if (cap === undefined)
    return amount === 'unknown'
      ? [{ status: 'unknown', code: 'cost', message: `${what} is not known, and not limited` }]
      : []
  if (amount === 'unknown')
    return [{ status: 'fail', code: 'cost-unknown', message: `${what} is not known, and a limit of $${cap} is set` }]
  return amount > cap
    ? [{ status: 'fail', code: 'over-cost', message: `${what} is $${amount}, and the limit is $${cap}` }]
    : [{ status: 'pass', code: 'cost', message: `${what} is $${amount} of at most $${cap}` }]
}
