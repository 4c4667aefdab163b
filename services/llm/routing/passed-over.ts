import type { Judgement } from './reaction.ts'
import type { Target } from './route.ts'

/** Who of a chain need not be asked any more, after what others answered. */
export interface PassedOver {
  /** Why a target is passed over; undefined when it may be asked. */
  why(target: Target): string | undefined
  /** Takes in why a target did not answer. */
  learn(target: Target, judgement: Judgement): void
}

const windowOf = (target: Target): number | undefined => target.facts?.contextWindow
const providerOf = (target: Target): string => (target.kind === 'model' ? target.provider : target.tool)

/** At first nobody is passed over. */
export const createPassedOver = (): PassedOver => {
  const left = new Set<string>()
  let outgrown: number | undefined
  return {
    why(target) {
      if (left.has(providerOf(target))) return 'its provider refused us or is gone'
      const window = windowOf(target)
      if (outgrown !== undefined && (window === undefined || window <= outgrown)) return 'its window is no larger'
      return undefined
    },
    learn(target, { reaction, hop }) {
      // Who cannot be reached twice cannot be reached for another model either.
      if (reaction === 'leave-provider' || hop.kind === 'network') left.add(providerOf(target))
      if (reaction === 'escalate') outgrown = Math.max(outgrown ?? 0, windowOf(target) ?? 0)
    },
  }
}
