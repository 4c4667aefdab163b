import { basename } from 'node:path'
import { missing } from '@nimbus/kernel/define'
import { costOf } from '../catalogue/cost.ts'
import { ModelFailure } from '../providers/failure.ts'
import type { ModelTarget } from '../routing/resolve-model.ts'
import type { Task } from '../routing/task.ts'
import type { Invocation } from '../telemetry/invocation.ts'
import type { Chunk, TokenUsage } from './messages.ts'
import { callModel } from './neighbours.ts'
import type { ChatRequest, ChatResult } from './request.ts'
import type { Thread } from './thread.ts'

/** One attempt at one target of a route. */
export interface Attempt {
  request: ChatRequest
  task: Task
  thread: Thread
  /** Filled with what a person should know. */
  warnings: string[]
  deliver: ((chunk: Chunk) => void) | undefined
  /** The place in the chain and why, for the record. */
  route: string
}

/** An answer, before it is known what became of the rest of the chain. */
export type Answer = Omit<ChatResult, 'reasons' | 'warnings'>

const money = ({ facts }: ModelTarget, usage: TokenUsage | undefined): Pick<Invocation, 'cost' | 'metering'> => {
  if (!facts.price) return { metering: 'unknown-price' }
  return { metering: 'metered', ...(usage ? { cost: costOf(facts.price, usage) } : {}) }
}

const outcomeOf = (thrown: unknown, signal: AbortSignal): Invocation['outcome'] => {
  if (signal.aborted) return 'cancelled'
  return thrown instanceof ModelFailure ? thrown.kind : 'failed'
}

/**
 * Asks one model: authorises the spending, calls, and settles what it took, whatever became of it. A call that failed
 * without its provider saying what it used gives its reservation back and is recorded all the same.
 */
export const attempt = async (target: ModelTarget, options: Attempt): Promise<Answer> => {
  const { request, task, thread, deliver } = options
  const { ctx, signal, settings, spending } = thread
  const provider = settings.providers[target.provider]
  if (!provider) throw missing('no-provider', `There is no provider ${target.provider}`)
  const project = request.project ?? basename(ctx.workspace)
  const whose = {
    ...(request.agent === undefined ? {} : { agent: request.agent }),
    ...(request.taskType === undefined ? {} : { taskType: request.taskType }),
    project,
  }
  // In the order of time, so that records of one instant keep their order.
  const id = Bun.randomUUIDv7()
  const authorised = await spending.authorise({
    id,
    provider: target.provider,
    model: target.model,
    ...whose,
    ...(target.facts.price ? { price: target.facts.price } : {}),
    inputTokens: task.inputTokens,
    ...(request.maxTokens === undefined ? {} : { maxTokens: request.maxTokens }),
    ...(target.facts.maxOutput === undefined ? {} : { maxOutput: target.facts.maxOutput }),
    ...(request.force === undefined ? {} : { force: request.force }),
    ...(request.justification === undefined ? {} : { justification: request.justification }),
  })
  options.warnings.push(...authorised.warnings)

  const at = ctx.now().toISOString()
  const started = performance.now()
  const full = settings.policies.privacy.mode === 'full'
  const record = (usage: TokenUsage | undefined, rest: Pick<Invocation, 'outcome' | 'firstTokenMs' | 'response'>) =>
    spending.settle(authorised, {
      id,
      run: ctx.run,
      at,
      ...whose,
      provider: target.provider,
      model: target.model,
      route: options.route,
      ...(usage ? { usage } : {}),
      ...money(target, usage),
      latencyMs: performance.now() - started,
      ...(full ? { request: JSON.stringify(request.messages) } : {}),
      ...rest,
    })

  const answer = await callModel(provider, target.facts, request, {
    signal,
    ...(deliver ? { onChunk: deliver } : {}),
  }).catch(async (thrown: unknown) => {
    await record(undefined, { outcome: outcomeOf(thrown, signal) })
    throw thrown
  })
  const { firstTokenMs, usage, text } = answer
  const latencyMs = performance.now() - started
  await record(usage, {
    outcome: 'ok',
    ...(firstTokenMs === undefined ? {} : { firstTokenMs }),
    ...(full ? { response: text } : {}),
  })
  const { cost } = money(target, usage)
  return {
    ...answer,
    provider: target.provider,
    model: target.model,
    ...(cost === undefined ? {} : { cost }),
    latencyMs,
  }
}
