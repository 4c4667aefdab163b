import { z } from '@nimbus/kernel/define'
import { dollars } from '@nimbus/money'
import { alignedRows, drawPanel } from '@nimbus/text-table'
import type { Settings } from '../config/settings.ts'
import { estimateFor } from './expected-cost.ts'
import type { Route, Target } from './route.ts'
import { targetName } from './target-name.ts'
import type { Task } from './task.ts'

/** A target of a chain as it is shown. */
const Step = z.object({
  target: z.string().describe('`provider/model`, or `program:model`'),
  cost: z.number().int().optional().describe('Nanodollars expected for this task; absent when the price is unknown'),
})

/** A decision of the router, in words and figures. */
export const Explanation = z.object({
  chosen: z.string().describe('Who would be asked first'),
  reasons: z.array(z.string()).describe('Why, in the order in which it was decided'),
  chain: z.array(Step).describe('Who is asked in turn; the first is the chosen one'),
  rejected: z.array(z.object({ target: z.string(), reason: z.string() })),
  complexity: z.object({
    level: z.enum(['simple', 'moderate', 'hard', 'unknown']),
    score: z.number().describe('0 to 1'),
    features: z.record(z.string(), z.number()).describe('0 to 1 each'),
  }),
  estimate: z.object({
    inputTokens: z.number().int(),
    outputTokens: z.number().int(),
    cost: z.number().int().optional().describe('Nanodollars; absent when the price is unknown'),
  }),
  classifier: z.string().optional().describe('The model that would be asked how hard it is; not asked here'),
})
export type Explanation = z.infer<typeof Explanation>

const stepOf = (target: Target, task: Task) => {
  const { cost } = estimateFor(target, task)
  return { target: targetName(target), ...(cost === undefined ? {} : { cost }) }
}

/** A route as data for whoever asks why. */
export const explanationOf = (route: Route, task: Task, settings: Settings, classifier?: string): Explanation => ({
  chosen: route.chain[0] ? targetName(route.chain[0]) : '',
  reasons: [...route.reasons],
  chain: route.chain.map((target) => stepOf(target, task)),
  rejected: [...route.rejected],
  complexity: { ...route.complexity, features: { ...route.complexity.features } },
  estimate: route.estimate,
  ...(classifier === undefined || settings.models[classifier] === undefined ? {} : { classifier }),
})

const priceText = (cost: number | undefined): string =>
  cost === undefined ? 'price unknown' : `about ${dollars(cost)}`

/** How wide the margin is. */
const margin = 10

/** Lines under a heading in the margin. */
const section = (heading: string, lines: readonly string[]): string[] =>
  lines.map((line, index) => `${(index === 0 ? heading : '').padEnd(margin)}${line}`)

const featureText = (features: Readonly<Record<string, number>>): string =>
  Object.entries(features)
    .filter(([, value]) => value > 0)
    .toSorted(([, a], [, b]) => b - a)
    .map(([name, value]) => `${name} ${Math.round(value * 100) / 100}`)
    .join(', ')

/** The answer first, then why, what it takes, who comes next and who was left out. */
const parts = (explanation: Explanation): string[][] => {
  const { chosen, reasons, chain, rejected, complexity, estimate, classifier } = explanation
  const shown = featureText(complexity.features)
  return [
    [`${chosen} would answer, ${priceText(estimate.cost)}`],
    section('why', reasons),
    [
      ...section('task', [
        `${complexity.level}, score ${complexity.score}${shown ? ` (${shown})` : ''}`,
        ...(classifier ? [`${classifier} would be asked how hard it is`] : []),
      ]),
      ...section('takes', [`about ${estimate.inputTokens} tokens in, ${estimate.outputTokens} out`]),
    ],
    section('then', alignedRows(chain.slice(1).map(({ target, cost }) => [target, priceText(cost)]))),
    section('left out', alignedRows(rejected.map(({ target, reason }) => [target, reason]))),
  ]
}

/** An explanation as plain lines, or framed where it is for so many columns of a terminal. */
export const explanationText = (explanation: Explanation, columns?: number): string =>
  columns === undefined
    ? parts(explanation).flat().join('\n')
    : drawPanel({ title: 'route', sections: parts(explanation), hang: margin }, columns)
