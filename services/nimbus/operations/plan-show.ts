import { hostOperation, z } from '@nimbus/kernel/define'
import { findPlan, mermaidOf } from '@nimbus/plan-graph'
import { diffsNow } from '../diffs-now.ts'
import { howToApply, PlanId, planTree, ShownPlan, shownPlan } from '../plan-view.ts'

/**
 * Shows a saved plan: its steps and what comes after what, what they would change, and what has become of it. Of files and
 * the like the lines that would change are shown as things are now.
 *
 * `--format json` prints the plan's document, which `nimbus plan save` takes back; `--format mermaid` a graph for
 * Markdown. Secrets in inputs are left out.
 */
export default hostOperation({
  id: 'nimbus.plan-show',
  summary: 'Show a saved plan',
  effect: 'read',
  untrusted: true,
  input: z.object({
    plan: PlanId,
    format: z.enum(['text', 'json', 'mermaid']).default('text').describe('A tree, the document, or a graph'),
  }),
  output: ShownPlan.extend({ mermaid: z.string().optional().describe('The graph, when that was asked for') }),
  positional: ['plan'],
  aliases: ['plan show'],
  examples: [
    { title: 'Look before approving', input: { plan: 'p_abcd' } },
    { title: 'As a graph for a pull request', input: { plan: 'p_abcd', format: 'mermaid' } },
  ],
  phrases: [
    'show plan {plan}',
    'draw plan {plan}',
    'let me go through {plan}',
    'i would like to go through {plan}',
    'show {plan}',
    'let me see plan {plan}',
    'what is in plan {plan}',
    'what would {plan} do',
    'steps of plan {plan}',
    'open the plan {plan}',
    'graph of plan {plan}',
    'show the plan',
    'what does {plan} do',
  ],
  words: {
    plan: { kind: 'plan' },
    format: {
      values: {
        mermaid: [
          'graph',
          'mermaid graph',
          'diagram',
          'drawing',
          'flow chart',
          'flowchart',
          'mermaid diagram',
          'as a picture',
          'chart',
        ],
        json: ['document', 'raw', 'as a document', 'document itself'],
        text: ['tree', 'as text', 'plain text'],
      },
    },
  },

  target: ({ plan }) => ({ resources: [`nimbus:records/plans/${plan}`] }),
  async run({ plan: prefix, format }, ctx) {
    const stored = await findPlan(prefix, ctx)
    const view = await shownPlan(stored, ctx)
    if (format === 'mermaid') return { ...view, mermaid: mermaidOf(stored.plan) }
    if (format === 'json') return view
    const diffs = await diffsNow(stored, ctx)
    return Object.keys(diffs).length > 0 ? { ...view, diffs } : view
  },
  text(view, { format }) {
    if (format === 'json') return JSON.stringify(view.plan, null, 2)
    return view.mermaid ?? planTree(view)
  },
  note: howToApply,
})
