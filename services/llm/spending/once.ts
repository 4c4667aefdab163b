import type { Ledger } from '@nimbus/kernel/define'

/** What this process knows to be said, by ledger: it need not ask again. */
const known = new WeakMap<Ledger, Set<string>>()

/**
 * Whether something is due that happens once for all processes of a home, such as the warning of a period. True for
 * one caller only, and only while `isDue` says so, which is not asked when it was done before. Who asks has it done at
 * once: a process killed in between leaves it to the next.
 */
export const onlyOnce = async (
  ledger: Ledger,
  name: string,
  id: string,
  isDue: () => Promise<boolean> = () => Promise.resolve(true),
): Promise<boolean> => {
  const done = known.get(ledger) ?? new Set<string>()
  known.set(ledger, done)
  if (done.has(name)) return false
  const account = `said/${name}`
  const [balance] = await ledger.balances([account])
  if (!(balance && balance.spent > 0) && !(await isDue())) return false
  done.add(name)
  if (balance && balance.spent > 0) return false
  const reservation = `${id}/${account}`
  const { refusal } = await ledger.reserve(reservation, [{ account, amount: 1, limit: 1 }])
  if (refusal) return false
  await ledger.settle(reservation, [{ account, amount: 1 }])
  return true
}
