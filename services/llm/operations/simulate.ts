import { type Context, File, invalid, operation, z } from '@nimbus/kernel/define'
import { shownPath, textFile } from '../chat/material.ts'
import { loadSettings } from '../config/load-settings.ts'
import { type TemplateName, templateNames, templates } from '../config/templates.ts'
import { settingsOfText } from '../simulation/policy-settings.ts'
import { readUsageLog } from '../simulation/read-usage-log.ts'
import { asIfReachable, replay } from '../simulation/replay.ts'
import { Savings, savingsOf } from '../simulation/savings.ts'
import { savingsText } from '../simulation/savings-text.ts'

const settingsFor = async (policy: string | undefined, template: TemplateName | undefined, ctx: Context) => {
  if (policy !== undefined && template !== undefined)
    throw invalid('two-policies', 'policy and template: one of them is the policy to replay', {
      at: 'template',
      next: 'leave one of them out',
    })
  if (template !== undefined)
    return settingsOfText({ text: templates[template], shown: `the template ${template}` }, ctx)
  return policy === undefined ? loadSettings(ctx) : settingsOfText(await textFile(policy, ctx.workspace), ctx)
}

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
  untrusted: true,
  input: z.object({
    log: File.describe('The calls, one JSON object a line'),
    policy: File.optional().describe('An llm.yaml to replay them through; the configuration in force by default'),
    template: z.enum(templateNames).optional().describe('A template of nimbus llm config init instead'),
  }),
  output: Savings,
  positional: ['log'],
  examples: [
    { title: 'What would a template have saved?', input: { log: 'usage.jsonl', template: 'cost-optimized' } },
    { title: 'What would the configuration have saved?', input: { log: 'usage.jsonl' } },
    { title: 'What would another policy save?', input: { log: 'usage.jsonl', policy: 'thrifty.yaml' } },
  ],
  phrases: [
    'what would {policy} have saved on {log}',
    'what would {log} have cost',
    'what would {log} have cost with {policy}',
    'simulate {log}',
    'simulate {policy} on {log}',
    'how much could we save on models',
    'simulate {log} with {policy}',
    'simulate {log} with the {template} template',
    'replay {log} through {policy}',
    'what would the {template} template have saved on {log}',
    'what would have been saved on {log}',
    'what could have been saved on {log} with {policy}',
    'would {template} have been cheaper on {log}',
    'would {policy} have been cheaper on {log}',
    'how much cheaper would {log} have been with {policy}',
    'would we have paid less with {policy} on {log}',
    'how much less would the calls in {log} have cost with {policy}',
    'what would the calls in {log} have cost with {policy}',
    'how much cheaper would the calls in {log} have been',
  ],
  words: {
    log: { kind: 'file', words: ['log {}', 'on {}', 'against {}'] },
    policy: {
      kind: 'file',
      words: [
        'with {}',
        'through {}',
        'under {}',
        'policy {}',
        'with the policy {}',
        'using {}',
        'by {}',
        'had we used {}',
        'if we used {}',
        'if we had used {}',
        'according to {}',
        'following {}',
      ],
    },
    template: {
      values: {
        'quick-start': ['quickstart'],
        'cost-optimized': ['cost optimised'],
        'claude-only': ['claude only', 'only claude', 'just claude', 'nothing but claude'],
      },
    },
  },

  target: ({ log, policy }) => ({
    resources: [log, policy].flatMap((file) => (file === undefined ? [] : [`file:${file}`])),
  }),
  async run({ log, policy, template }, ctx) {
    const lines = await readUsageLog(log, shownPath(log, ctx.workspace))
    const settings = asIfReachable(await settingsFor(policy, template, ctx), lines)
    return savingsOf(
      lines.map((line) => replay(line, settings)),
      settings.policies.preferCheaperUnderTokens,
    )
  },
  text: (output) => savingsText(output),
})
