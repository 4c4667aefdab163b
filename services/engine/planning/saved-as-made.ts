import { type Context, member, redacted } from '@nimbus/kernel/define'

/** A step as it was planned. */
export interface MadeStep {
  id: string
  operation: string
  input: unknown
  dependsOn: readonly string[]
}

/** Whether a value is saved as it was made; a secret is saved, and shown as a mark. */
const isSame = (made: unknown, saved: unknown): boolean => {
  if (saved === redacted) return made !== undefined
  if (made === null || typeof made !== 'object' || saved === null || typeof saved !== 'object') return made === saved
  const [mine, theirs] = [Object.entries(made), Object.entries(saved)]
  return mine.length === theirs.length && mine.every(([name, value]) => isSame(value, member(saved, name)))
}

const isStep = (made: MadeStep, { id, operation, input, dependsOn }: MadeStep): boolean =>
  isSame([made.id, made.operation, made.input, made.dependsOn], [id, operation, input, dependsOn])

/**
 * Holds the plan that is saved against what was planned, step by step: what saving gives back, and the digest that a
 * saved plan carries, only say that it is what was saved.
 */
export const heldAgainstSaved = async (
  plan: { id: string; digest: string },
  made: readonly MadeStep[],
  ctx: Pick<Context, 'call'>,
): Promise<{ status: 'pass' | 'fail'; message: string }> => {
  const no = (message: string) => ({ status: 'fail' as const, message })
  const saved = await ctx.call('nimbus.plan-show', { plan: plan.id, format: 'json' })
  const { steps } = saved.plan
  const other = made.find((step, i) => !steps[i] || !isStep(step, steps[i]))
  if (other) return no(`${plan.id} is saved, and its step ${other.id} is not what was planned`)
  if (saved.digest !== plan.digest || steps.length !== made.length)
    return no(`${plan.id} is saved, and is not what was planned`)
  return { status: 'pass', message: `${plan.id} is saved as it was made` }
}
