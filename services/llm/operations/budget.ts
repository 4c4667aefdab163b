import { operation, z } from '@nimbus/kernel/define'
import { loadSettings } from '../config/load-settings.ts'
import { budgetPanel } from '../spending/budget-panel.ts'
import { budgetText } from '../spending/budget-text.ts'
import { BudgetLine, budgetLines } from '../spending/budget-view.ts'

/**
 * Shows every budget and rate limit as it stands: the limit, what is spent, what is set aside for calls under way, when
 * it begins anew, and what becomes of a call that does not fit.
 *
 * Without a budget it shows what was spent today and this month.
 */
export default operation({
  id: 'llm.budget',
  summary: 'Show the budgets of models and what is left of them',
  effect: 'read',
  input: z.object({}),
  output: z.object({
    at: z.string().describe('When this was asked, ISO 8601'),
    timeZone: z.string().describe('Where days and months begin'),
    type: z
      .enum(['soft', 'hard'])
      .describe('Whether a call that does not fit a budget is made with a warning, or refused'),
    thresholdPercent: z.number().describe('The share at which a warning comes'),
    lines: z.array(BudgetLine),
  }),
  routes: [{ method: 'GET', path: '/api/llm/budget' }],
  examples: [{ title: 'What is left for today?', input: {} }],
  phrases: [
    'what is left of the budget',
    'how much may models still cost today',
    'show the llm budget',
    'how much model budget is left',
    'budgets of models',
    'remaining budget',
    'how much can i still spend on models',
    'am i over budget',
    'budget',
    'what remains of the budgets',
    'llm budget',
  ],

  target: () => ({ resources: ['nimbus:records/llm-usage'] }),
  async run(_input, ctx) {
    const settings = await loadSettings(ctx)
    const { timeZone, limit } = settings.policies
    const lines = await budgetLines(ctx, settings)
    return { at: ctx.now().toISOString(), timeZone, ...limit, lines }
  },
  text: (report, _input, columns) => (columns === undefined ? budgetText(report) : budgetPanel(report, columns)),
})
