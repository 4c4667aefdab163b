import type { Context, Ledger } from '@nimbus/kernel/define'
import { keptAccounts } from '../spending/accounts.ts'
import { onlyOnce } from '../spending/once.ts'

const dayMs = 86_400_000

/** A time so many days before another one, ISO 8601. */
const daysBefore = (days: number, now: Date): string => new Date(now.getTime() - days * dayMs).toISOString()

/** Deletes what is older than a time, and accounts whose period is long over; gives how many invocations. */
export const pruneBefore = ({ ledger, now }: Pick<Context, 'ledger' | 'now'>, before: string): Promise<number> =>
  ledger.prune(
    before,
    keptAccounts.map(({ prefix, days }) => ({ prefix, before: daysBefore(days, now()) })),
  )

/** The day, counted from 1970, on which this process last saw to it, by ledger. */
const prunedOn = new WeakMap<Ledger, number>()

/** Whether it is time to ask `pruneSometimes`. */
export const mayPrune = (ledger: Ledger, now: Date): boolean =>
  prunedOn.get(ledger) !== Math.floor(now.getTime() / dayMs)

/**
 * Deletes what is older than so many days, at most once a day for all processes of a home. Never rejects: nobody who
 * asked a model can do anything about it. It is waited for, since a command ends as soon as it has its answer.
 */
export const pruneSometimes = async (
  ctx: Pick<Context, 'ledger' | 'now' | 'log'>,
  retentionDays: number,
  id: string,
): Promise<void> => {
  const now = ctx.now()
  prunedOn.set(ctx.ledger, Math.floor(now.getTime() / dayMs))
  try {
    if (await onlyOnce(ctx.ledger, `pruned/${now.toISOString().slice(0, 10)}`, id))
      await pruneBefore(ctx, daysBefore(retentionDays, now))
  } catch (thrown) {
    ctx.log('warn', 'Old records of usage could not be deleted; it is tried again tomorrow', { why: String(thrown) })
  }
}
