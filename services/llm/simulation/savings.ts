import { z } from '@nimbus/kernel/define'
import type { Replayed } from './replay.ts'

const Nanodollars = z.number().int().describe('Nanodollars (1e-9 US dollars)')
const Counts = z.object({ calls: z.number().int(), saved: Nanodollars })

/** What a policy would have saved on a log, and what that would have cost in quality. */
export const Savings = z.object({
  calls: z.number().int(),
  unknownPrice: z.number().int().describe('Calls without a known price, now or under the policy; in no sum'),
  unroutable: z.number().int().describe('Calls that the policy finds nobody for; they stay where they are'),
  costNow: Nanodollars,
  costUnderPolicy: Nanodollars.describe('With every call where the policy sends it'),
  saved: Nanodollars.describe('The savings that count: without those from hard tasks'),
  savedPercent: z.number().describe('Of what it costs now'),
  moved: z
    .array(
      Counts.extend({
        from: z.string(),
        to: z.string(),
        unknownPrice: z.number().int().describe('Of them, those without a known price; not in what is saved'),
        lines: z.array(z.number().int()).describe('Which they are: lines of the log, counted from 1'),
      }),
    )
    .describe('Calls that go elsewhere, most money first'),
  hard: z.object({
    labelled: z.number().int().describe('Calls that a person called hard'),
    kept: z.number().int().describe('Of them, those that stay or go to a dearer model'),
    keptPercent: z.number().nullable().describe('Null when no call is labelled hard'),
    short: z
      .object({ labelled: z.number().int(), kept: z.number().int() })
      .describe('The same of those short enough to be tempting: under prefer_cheaper_models_under_tokens'),
    downgraded: Counts.describe('Hard tasks sent to a cheaper model; their savings do not count'),
  }),
  moderate: z.object({ labelled: z.number().int(), downgraded: z.number().int() }),
  unlabelled: z.number().int().describe('Calls of which nobody said how hard they were'),
  judged: z
    .record(z.string(), z.record(z.string(), z.number().int()))
    .describe('What people said → what the features said → calls'),
})
export type Savings = z.output<typeof Savings>

const percent = (part: number, whole: number): number => (whole === 0 ? 0 : Math.round((part / whole) * 1000) / 10)

/** Whether a call goes to a model that costs less for it. */
const downgraded = ({ from, to, costNow, costThen }: Replayed): boolean =>
  from !== to && costNow !== undefined && costThen !== undefined && costThen < costNow

const isPriced = ({ costNow, costThen }: Replayed): boolean => costNow !== undefined && costThen !== undefined

const savingOf = ({ costNow, costThen }: Replayed): number =>
  costNow === undefined || costThen === undefined ? 0 : costNow - costThen

const total = (calls: readonly Replayed[]): number => calls.reduce((sum, call) => sum + savingOf(call), 0)

const movesOf = (calls: readonly Replayed[]): Savings['moved'] => {
  const groups = Map.groupBy(
    calls.filter(({ from, to }) => from !== to),
    ({ from, to }) => `${from}\n${to}`,
  )
  return [...groups.values()]
    .flatMap((group) => {
      const [first] = group
      if (!first) return []
      const unknownPrice = group.filter((call) => !isPriced(call)).length
      const lines = group.map(({ line }) => line.number)
      return [{ from: first.from, to: first.to, calls: group.length, saved: total(group), unknownPrice, lines }]
    })
    .toSorted((a, b) => b.saved - a.saved || (a.from + a.to < b.from + b.to ? -1 : 1))
}

const judgementsOf = (calls: readonly Replayed[]): Savings['judged'] => {
  const judged: Record<string, Record<string, number>> = {}
  for (const { line, complexity } of calls) {
    if (line.difficulty === undefined) continue
    const row = (judged[line.difficulty] ??= {})
    row[complexity.level] = (row[complexity.level] ?? 0) + 1
  }
  return judged
}

/**
 * Adds up what was replayed. Savings that come from giving hard work to a cheaper model stand apart; `shortUnder` tokens
 * of input are a short call.
 */
export const savingsOf = (calls: readonly Replayed[], shortUnder: number): Savings => {
  const priced = calls.filter(isPriced)
  const costNow = priced.reduce((sum, call) => sum + (call.costNow ?? 0), 0)
  const costUnderPolicy = priced.reduce((sum, call) => sum + (call.costThen ?? 0), 0)
  const hard = calls.filter(({ line }) => line.difficulty === 'hard')
  const given = hard.filter(downgraded)
  const short = hard.filter(({ inputTokens }) => inputTokens < shortUnder)
  const moderate = calls.filter(({ line }) => line.difficulty === 'moderate')
  const saved = costNow - costUnderPolicy - total(given)
  return {
    calls: calls.length,
    unknownPrice: calls.length - priced.length,
    unroutable: calls.filter(({ refused }) => refused !== undefined).length,
    costNow,
    costUnderPolicy,
    saved,
    savedPercent: percent(saved, costNow),
    moved: movesOf(calls),
    hard: {
      labelled: hard.length,
      kept: hard.length - given.length,
      keptPercent: hard.length === 0 ? null : percent(hard.length - given.length, hard.length),
      short: { labelled: short.length, kept: short.filter((call) => !downgraded(call)).length },
      downgraded: { calls: given.length, saved: total(given) },
    },
    moderate: { labelled: moderate.length, downgraded: moderate.filter(downgraded).length },
    unlabelled: calls.filter(({ line }) => line.difficulty === undefined).length,
    judged: judgementsOf(calls),
  }
}
