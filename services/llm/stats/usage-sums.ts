import type { LedgerEntry } from '@nimbus/kernel/define'
import { z } from '@nimbus/kernel/define'
import { exactDollars } from '@nimbus/money'
import { soundEntry } from '../telemetry/entry.ts'
import { type Dimension, valueIn } from './dimensions.ts'

const count = (text: string) => z.number().int().describe(text)

/** The usage of some calls. Sums are exact: integers, each token in one place. */
export const UsageSums = z.object({
  calls: count('How many calls'),
  failures: count('How many of them did not succeed; a call that was cancelled is none'),
  input: count('Input tokens, without what a cache held or took'),
  cachedRead: count('Input tokens that came from a cache'),
  cachedWrite: count('Input tokens that a cache took'),
  output: count('Output tokens, without reasoning'),
  reasoning: count('Reasoning tokens'),
  cost: count('Nanodollars (1e-9 US dollars) of the calls whose cost is known'),
  costUsd: z.string().describe('The same in US dollars, exact'),
  unknownCost: count('Calls that cost something that nobody knows: they are not in the sum'),
  notMetered: count('Calls on a seat at a flat rate: they are not in the sum'),
  unknownUsage: count('Calls that gave an answer, but not how many tokens it took: they are not in the sums'),
  cachedShare: z.number().optional().describe('The share of the input that came from a cache, 0 to 1'),
  latencyP50: z.number().int().optional().describe('Milliseconds that half of the calls kept to'),
  latencyP95: z.number().int().optional().describe('Milliseconds that 95 of 100 calls kept to'),
  firstTokenP50: z.number().int().optional().describe('Milliseconds to the first token that half of the calls kept to'),
  firstTokenP95: z.number().int().optional().describe('Milliseconds to the first token that 95 of 100 kept to'),
})
export type UsageSums = z.infer<typeof UsageSums>

const summed = ['input', 'cachedRead', 'cachedWrite', 'output', 'reasoning', 'cost'] as const

/** What calls are added up in. */
interface Tally {
  sums: Record<(typeof summed)[number] | 'calls' | 'failures' | 'unknownCost' | 'notMetered' | 'unknownUsage', number>
  latencies: number[]
  firstTokens: number[]
}

const emptyTally = (): Tally => ({
  sums: {
    calls: 0,
    failures: 0,
    input: 0,
    cachedRead: 0,
    cachedWrite: 0,
    output: 0,
    reasoning: 0,
    cost: 0,
    unknownCost: 0,
    notMetered: 0,
    unknownUsage: 0,
  },
  latencies: [],
  firstTokens: [],
})

const add = ({ sums, latencies, firstTokens }: Tally, { labels, amounts }: LedgerEntry): void => {
  const answered = labels.outcome === 'ok' || amounts.firstTokenMs !== undefined
  sums.calls += 1
  if (labels.outcome !== 'ok' && labels.outcome !== 'cancelled') sums.failures += 1
  if (labels.metering === 'not-metered') sums.notMetered += 1
  else if (amounts.cost === undefined) sums.unknownCost += 1
  if (answered && amounts.input === undefined) sums.unknownUsage += 1
  for (const name of summed) sums[name] += amounts[name] ?? 0
  // A call that failed at once says nothing about how long an answer takes.
  if (labels.outcome !== 'ok') return
  if (amounts.latencyMs !== undefined) latencies.push(amounts.latencyMs)
  if (amounts.firstTokenMs !== undefined) firstTokens.push(amounts.firstTokenMs)
}

/** The nearest-rank percentile of values in order; undefined of none. */
const percentile = (sorted: Float64Array, share: number): number | undefined =>
  sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)]

const times = <Half extends string, Most extends string>(values: readonly number[], half: Half, most: Most) => {
  const sorted = Float64Array.from(values).sort()
  const [p50, p95] = [percentile(sorted, 0.5), percentile(sorted, 0.95)]
  return p50 === undefined || p95 === undefined ? {} : { [half]: p50, [most]: p95 }
}

const sumsOf = ({ sums, latencies, firstTokens }: Tally): UsageSums => {
  const { input, cachedRead, cachedWrite, cost } = sums
  const read = input + cachedRead + cachedWrite
  return {
    ...sums,
    costUsd: exactDollars(cost),
    ...(read === 0 ? {} : { cachedShare: cachedRead / read }),
    ...times(latencies, 'latencyP50', 'latencyP95'),
    ...times(firstTokens, 'firstTokenP50', 'firstTokenP95'),
  }
}

/** The usage of calls that are alike in some dimensions. */
export interface UsageGroup {
  keys: Record<string, string>
  usage: UsageSums
}

/** Days in their order, everything else by what it cost; names decide between equals. */
const compare = (by: readonly Dimension[]) => (a: UsageGroup, b: UsageGroup) => {
  const time = by.find((each) => each === 'day' || each === 'month')
  const [before, after] = [time ? (a.keys[time] ?? '') : '', time ? (b.keys[time] ?? '') : '']
  if (before !== after) return before < after ? -1 : 1
  if (a.usage.cost !== b.usage.cost) return b.usage.cost - a.usage.cost
  if (a.usage.calls !== b.usage.calls) return b.usage.calls - a.usage.calls
  return Object.values(a.keys).join('\n') < Object.values(b.keys).join('\n') ? -1 : 1
}

/** Adds up entries of the ledger, all of them and by what they are told apart by; `date` gives the date of a moment. */
export const addUp = (
  entries: readonly LedgerEntry[],
  by: readonly Dimension[],
  date: (at: string) => string,
): { groups: UsageGroup[]; total: UsageSums } => {
  const total = emptyTally()
  const tallies = new Map<string, { keys: Record<string, string>; tally: Tally }>()
  for (const each of entries) {
    const entry = soundEntry(each)
    add(total, entry)
    if (by.length === 0) continue
    const values = by.map((dimension) => valueIn(dimension, entry, date))
    const name = values.join('\n')
    const found = tallies.get(name) ?? {
      keys: Object.fromEntries(by.map((dimension, n) => [dimension, values[n] ?? ''])),
      tally: emptyTally(),
    }
    tallies.set(name, found)
    add(found.tally, entry)
  }
  const groups = [...tallies.values()].map(({ keys, tally }) => ({ keys, usage: sumsOf(tally) }))
  return { groups: groups.sort(compare(by)), total: sumsOf(total) }
}
