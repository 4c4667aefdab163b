import { type Call, digestOf, type Finding } from '@nimbus/kernel'
import { type Checked, checked } from './checked.ts'
import { type Spent, withinCost } from './cost.ts'
import type { Limits } from './limits.ts'
import { type Taken, withinQuotas } from './quotas.ts'

/** The same call this often asks whether it is meant. */
export const mostRepeats = 3

/** What is known while a task runs, right before its next call. */
export interface During {
  /** Minutes since it began. */
  minutes: number
  spent: Spent
  /** Whether the next call may cost anything. */
  costs: boolean
  limits: Limits
  /** What all tasks have taken today, and what is to come of this one; the executor sets that aside step by step. */
  quotas?: { today: Taken; more: Taken }
  /** What its steps have done beyond what was shown, and nobody has answered for; see `unexpectedEffects`. */
  unexpected: readonly Finding[]
  /** Keys of the calls with an effect that were made, and of the next one; see `callKey`. */
  calls: readonly string[]
  next: string
}

/** What makes two calls the same. */
export const callKey = ({ operation, input }: Call): string => digestOf({ operation, input })

const ofTime = ({ minutes, limits }: During): Finding[] => {
  if (limits.minutes === undefined) return []
  const late = minutes > limits.minutes
  const message = `it runs for ${Math.round(minutes)} minutes, and may take ${limits.minutes}`
  return [{ status: late ? 'fail' : 'pass', code: late ? 'over-time' : 'time', message }]
}

const ofLoop = ({ calls, next }: During): Finding[] => {
  const times = calls.filter((each) => each === next).length + 1
  return times < mostRepeats
    ? [{ status: 'pass', code: 'calls', message: 'no call is made over and over' }]
    : [{ status: 'fail', code: 'same-call', message: `the same call is made for the ${times}. time` }]
}

const ofUnexpected = ({ unexpected }: During): readonly Finding[] =>
  unexpected.length > 0
    ? unexpected
    : [{ status: 'pass', code: 'as-shown', message: 'nothing was done beyond what was shown' }]

/** Whether a task may make its next call: time, money, nothing that was not shown, and no loop. */
export const duringCheck = (during: During): Checked =>
  checked([
    ...ofTime(during),
    ...(during.costs || during.spent !== 'unknown'
      ? withinCost(during.limits.costUsd, during.spent, 'what it has cost so far')
      : []),
    ...(during.quotas ? withinQuotas(during.limits.perDay, during.quotas.today, during.quotas.more) : []),
    ...ofUnexpected(during),
    ...ofLoop(during),
  ])
