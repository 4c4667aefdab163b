import { type TestWorkspace, workspace } from '@nimbus/testkit'
import { defaultPolicies } from '../config/defaults.ts'
import type { Agent, Policies } from '../config/settings.ts'
import type { Invocation } from '../telemetry/invocation.ts'
import type { Authorised } from './authorise.ts'
import type { SpendingCall } from './call.ts'
import { createSpending } from './spending.ts'

/** Policies without any limit, whose budgets would hold, and which trade for nothing cheaper. */
export const freePolicies: Policies = {
  ...defaultPolicies,
  limit: { type: 'hard', thresholdPercent: 80 },
  costOptimization: { enabled: false },
}

/** Three dollars for a million tokens of input, fifteen for a million of output. */
export const aPrice = { input: 3, output: 15, source: 'a test' }

let ids = 0

/** A call of 1,000 tokens whose answer is unknown: with `aPrice` and 512 tokens of output $0.01068 are set aside. */
export const aCall = (changes: Partial<SpendingCall> = {}): SpendingCall => ({
  id: `call-${++ids}`,
  provider: 'anthropic',
  model: 'large',
  price: aPrice,
  project: 'shop',
  inputTokens: 1000,
  ...changes,
})

/** The record of a call that took 1,000 and 200 tokens, at `aPrice` $0.006. */
export const anInvocation = ({ call }: Pick<Authorised, 'call'>, changes: Partial<Invocation> = {}): Invocation => {
  const { agent, taskType, provider } = call
  return {
    id: `i-${call.id}`,
    run: 'r_1',
    at: '2026-03-10T12:00:00.000Z',
    ...(agent === undefined ? {} : { agent }),
    ...(taskType === undefined ? {} : { taskType }),
    ...(provider === undefined ? {} : { provider }),
    model: call.model,
    route: 'the first of the chain',
    project: call.project,
    outcome: 'ok',
    usage: { input: 1000, cachedRead: 0, cachedWrite: 0, output: 200, reasoning: 0 },
    cost: 6_000_000,
    metering: 'metered',
    latencyMs: 1200,
    firstTokenMs: 300,
    ...changes,
  }
}

/** A place to spend money in: a ledger of its own and a clock that stands still until it is moved. */
export interface Till extends AsyncDisposable {
  place: TestWorkspace
  at(moment: string): void
  ctx: Parameters<typeof createSpending>[0]
  spending(policies?: Partial<Policies>, agents?: Record<string, Partial<Agent>>): ReturnType<typeof createSpending>
  /** What is spent and set aside on an account. */
  balance(account: string): Promise<{ spent: number; reserved: number }>
}

const agentOf = ([name, agent]: [string, Partial<Agent>]): [string, Agent] => [
  name,
  { name, fallbackChain: [], ownChain: false, taskTypes: {}, ...agent },
]

/** Nothing is lost without a word in a test. */
export const complain = (_level: string, message: string): never => {
  throw new Error(message)
}

/** Opens a till on 10 March 2026 at noon. */
export const till = async (): Promise<Till> => {
  const place = await workspace()
  const { ports } = await place.host()
  let moment = new Date('2026-03-10T12:00:00.000Z')
  const ctx = { ledger: ports.ledger('llm', 'local'), now: () => moment, log: complain }
  return {
    place,
    ctx,
    at: (text) => void (moment = new Date(text)),
    spending: (policies = {}, agents = {}) =>
      createSpending(ctx, {
        policies: { ...freePolicies, ...policies },
        agents: Object.fromEntries(Object.entries(agents).map(agentOf)),
      }),
    async balance(account) {
      const [found] = await ctx.ledger.balances([account])
      return { spent: found?.spent ?? 0, reserved: found?.reserved ?? 0 }
    },
    [Symbol.asyncDispose]: () => place[Symbol.asyncDispose](),
  }
}
