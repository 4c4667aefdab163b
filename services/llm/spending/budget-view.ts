import { type Context, type LedgerBalance, z } from '@nimbus/kernel/define'
import type { Settings } from '../config/settings.ts'
import { budgetAccounts, rateAccounts, type SpendingAccount } from './accounts.ts'
import { endOf, periodsAt } from './periods.ts'
import { limitedScopes } from './scopes.ts'

const amount = (text: string) => z.number().int().describe(text)

/** One limit, or a period without one, as it stands. */
export const BudgetLine = z.object({
  scope: z.string().describe('Whose: global, project:<name>, agent:<name> or model:<name>'),
  unit: z.enum(['usd', 'requests', 'tokens']).describe('What is counted; amounts of usd are nanodollars, 1e-9 USD'),
  period: z.enum(['minute', 'day', 'month']),
  limit: amount('The limit').optional(),
  spent: amount('What was spent or made in this period'),
  reserved: amount('What is set aside for calls under way'),
  unsettled: amount(
    'What was spent of that and could not be written yet; it is tried again with every call',
  ).optional(),
  left: amount('What is left of the limit; negative when it was passed').optional(),
  percent: z.number().describe('Spent and set aside, in percent of the limit').optional(),
  resets: z.string().describe('When the period ends, ISO 8601'),
  beyond: z.enum(['refuses', 'warns']).optional().describe('What happens to a call that does not fit'),
  setting: z.string().describe('Where the limit is, or would be, in the configuration'),
})
export type BudgetLine = z.infer<typeof BudgetLine>

const lineOf = (
  { scope, unit, period, limit, setting }: SpendingAccount,
  { spent, reserved, unsettled }: LedgerBalance,
  resets: Date,
  beyond: BudgetLine['beyond'],
): BudgetLine => ({
  scope: scope.key,
  unit,
  period,
  spent,
  reserved,
  ...(unsettled === undefined ? {} : { unsettled }),
  resets: resets.toISOString(),
  setting,
  ...(limit === undefined
    ? {}
    : {
        limit,
        left: limit - spent - reserved,
        // Of nothing nothing is left, from the start.
        percent: limit === 0 ? 100 : Math.round(((spent + reserved) / limit) * 1000) / 10,
        ...(beyond ? { beyond } : {}),
      }),
})

/** Every limit as it stands, and the day and the month of everything together also without one. */
export const budgetLines = async (
  { ledger, now }: Pick<Context, 'ledger' | 'now'>,
  settings: Pick<Settings, 'policies' | 'agents'>,
): Promise<BudgetLine[]> => {
  const { timeZone, limit } = settings.policies
  const at = now()
  const scopes = limitedScopes(settings)
  const periods = periodsAt(at, timeZone)
  const accounts = [...budgetAccounts(scopes, periods), ...rateAccounts(scopes, periods)].filter(
    (account) => account.limit !== undefined || account.scope.kind === 'global',
  )
  const ends = {
    minute: endOf('minute', at, timeZone),
    day: endOf('day', at, timeZone),
    month: endOf('month', at, timeZone),
  }
  const balances = await ledger.balances(accounts.map(({ name }) => name))
  return accounts.map((account, n) => {
    const balance = balances[n] ?? { account: account.name, spent: 0, reserved: 0 }
    const beyond = account.unit === 'usd' && limit.type === 'soft' ? 'warns' : 'refuses'
    return lineOf(account, balance, ends[account.period], beyond)
  })
}
