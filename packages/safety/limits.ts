import { invalid } from '@nimbus/kernel'

/** What is counted of tasks, each in the unit that a person thinks in. */
export const measures = ['changes', 'deletions', 'costUsd', 'minutes'] as const
export type Measure = (typeof measures)[number]

/** How much of each there may be. What is absent is not limited. */
export interface Amounts {
  /** Resources that may be changed in all. */
  changes?: number
  /** Resources that may be deleted or replaced. */
  deletions?: number
  /** US dollars. */
  costUsd?: number
  /** Minutes from its beginning; of a day, of all its steps together. */
  minutes?: number
}

/** How far one task may go, and all tasks of a day together. */
export interface Limits extends Amounts {
  perDay?: Amounts
}

const settings: Readonly<Record<Measure, string>> = {
  changes: 'safety.max_changes',
  deletions: 'safety.max_deletions',
  costUsd: 'safety.max_cost_usd',
  minutes: 'safety.max_minutes',
}

/** The limits that the configuration sets. Raises `invalid-setting` (exit 2) for one that is no number. */
export const limitsFrom = async (value: (key: string) => Promise<unknown>): Promise<Limits> => {
  const read = async (suffix: '' | '_per_day'): Promise<Amounts> => {
    const amounts: Amounts = {}
    for (const measure of measures) {
      const key = `${settings[measure]}${suffix}`
      const found = await value(key)
      const text = (typeof found === 'string' ? found : (JSON.stringify(found) ?? '')).trim()
      // A limit that cannot be read must not become none.
      if (text !== '' && !(Number(text) >= 0))
        throw invalid('invalid-setting', `${key}: ${text} is no amount`, {
          at: key,
          next: 'set a number, such as 10 or 0.10, or nothing for no limit',
        })
      if (text !== '') amounts[measure] = Number(text)
    }
    return amounts
  }
  return { ...(await read('')), perDay: await read('_per_day') }
}
