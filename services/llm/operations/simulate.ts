import { relative } from 'node:path'
import { type Context, File, operation, z } from '@nimbus/kernel/define'
import { loadSettings } from '../config/load-settings.ts'
import type { Settings } from '../config/settings.ts'
import { settingsOfText } from '../simulation/policy-settings.ts'
import { readUsageLog } from '../simulation/read-usage-log.ts'
import { asIfReachable, replay } from '../simulation/replay.ts'
import { Savings, savingsOf } from '../simulation/savings.ts'
import { savingsText } from '../simulation/savings-text.ts'

const settingsFor = async (policy: string | undefined, ctx: Context): Promise<Settings> =>
  policy === undefined ? loadSettings(ctx) : settingsOfText(await Bun.file(policy).text(), ctx)

/**
 * Replays a log of model calls through a policy: what it costs now, what it would cost, and which calls would move.
 *
 * Savings from giving hard tasks to a cheaper model are shown apart and do not count. Prices are those of the catalogue
 * and the configuration; a call without one is counted as unknown and in no sum. Asks nobody, and needs no key.
 */
export default operation({
  id: 'llm.simulate',
  summary: 'Show what a policy would have saved on a log of calls',
  effect: 'read',
  input: z.object({
    log: File.describe('The calls, one JSON object a line'),
    policy: File.optional().describe('An llm.yaml to replay them through; the configuration in force by default'),
  }),
  output: Savings,
  positional: ['log'],
  examples: [
    { title: 'What would the configuration have saved?', input: { log: 'usage.jsonl' } },
    { title: 'What would another policy save?', input: { log: 'usage.jsonl', policy: 'thrifty.yaml' } },
  ],
  phrases: ['what would {policy} have saved on {log}', 'simulate {log}', 'how much could we save on models'],

  target: ({ log, policy }) => ({
    resources: [log, policy].flatMap((file) => (file === undefined ? [] : [`file:${file}`])),
  }),
  async run({ log, policy }, ctx) {
    const lines = await readUsageLog(log, relative(ctx.workspace, log))
    const settings = asIfReachable(await settingsFor(policy, ctx), lines)
    return savingsOf(lines.map((line) => replay(line, settings)))
  },
  text: (output) => savingsText(output),
})
