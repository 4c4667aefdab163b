import { basename } from 'node:path'
import { missing, NimbusError, type Stop } from '@nimbus/kernel/define'
import { paidFor } from '../catalogue/cost.ts'
import { present } from '../present.ts'
import type { Ask, CalledAnswer } from '../providers/call-model.ts'
import { ModelFailure } from '../providers/failure.ts'
import type { ModelTarget } from '../routing/resolve-model.ts'
import type { Task } from '../routing/task.ts'
import type { SpendingCall } from '../spending/call.ts'
import type { Invocation } from '../telemetry/invocation.ts'
import type { Chunk, TokenUsage } from './messages.ts'
import type { ChatRequest, ChatResult } from './request.ts'
import type { Thread } from './thread.ts'

/** One attempt at one target of a route. */
export interface Attempt {
  request: ChatRequest
  task: Task
  thread: Thread
  /** Filled with what a person should know. */
  warnings: string[]
  deliver: ((chunk: Chunk, characters?: number) => void) | undefined
  ask: Ask
  /** The place in the chain and why, for the record. */
  route: string
}

/** An answer, before it is known what became of the rest of the chain. */
export type Answer = Omit<ChatResult, 'reasons' | 'warnings'>

const spendingCall = (id: string, target: ModelTarget, whose: Whose, { request, task }: Attempt): SpendingCall => {
  const { maxTokens, answers, force, justification } = request
  const { price, maxOutput } = target.facts
  const { provider, model } = target
  const call: SpendingCall = { ...whose, id, provider, model, inputTokens: task.inputTokens }
  // Field by field, as every call does it: to look which ones are there costs more than to set them.
  if (price !== undefined) call.price = price
  if (maxTokens !== undefined) call.maxTokens = maxTokens
  if (answers !== undefined) call.answers = answers
  if (maxOutput !== undefined) call.maxOutput = maxOutput
  if (force !== undefined) call.force = force
  if (justification !== undefined) call.justification = justification
  return call
}

type Whose = Pick<Invocation, 'agent' | 'taskType' | 'project'>

let latest = { workspace: '', name: '' }

/** The name of a workspace's folder: a server has one workspace, or few. */
const folderName = (workspace: string): string => {
  if (latest.workspace !== workspace) latest = { workspace, name: basename(workspace) }
  return latest.name
}

const whoseIs = ({ agent, taskType, project }: ChatRequest, workspace: string): Whose => {
  const whose: Whose = { project: project ?? folderName(workspace) }
  if (agent !== undefined) whose.agent = agent
  if (taskType !== undefined) whose.taskType = taskType
  return whose
}

const outcomeOf = (thrown: unknown, stop: Stop): Invocation['outcome'] => {
  if (stop.stopped) return 'cancelled'
  return thrown instanceof ModelFailure ? thrown.kind : 'failed'
}

/**
 * Asks one model: authorises the spending, calls, and settles what it took, whatever became of it.
 *
 * A call that failed before it answered takes nothing and is recorded all the same; one that was never sent leaves no
 * trace. Raises what authorising or calling raised.
 */
export const attempt = async (target: ModelTarget, options: Attempt): Promise<Answer> => {
  const { request, thread, deliver } = options
  const { ctx, stop, settings, spending } = thread
  const { facts, provider: name, model } = target
  const provider = settings.providers[name]
  if (!provider)
    throw missing('no-provider', `There is no provider ${name}`, { next: 'define it under providers in llm.yaml' })
  const whose = whoseIs(request, ctx.workspace)
  // In the order of time, so that records of one instant keep their order.
  const id = Bun.randomUUIDv7()
  const authorised = await spending.authorise(spendingCall(id, target, whose, options))
  options.warnings.push(...authorised.warnings)

  const full = settings.policies.privacy.mode === 'full'
  const at = ctx.now().toISOString()
  const started = performance.now()
  let firstTokenMs: number | undefined
  const onChunk =
    deliver &&
    ((chunk: Chunk, characters?: number) => {
      firstTokenMs ??= performance.now() - started
      deliver(chunk, characters)
    })
  const settled = async (outcome: Invocation['outcome'], usage?: TokenUsage, text?: string) => {
    const latencyMs = performance.now() - started
    const cost = facts.price && usage ? paidFor(facts.price, usage) : undefined
    const invocation: Invocation = {
      id,
      run: ctx.run,
      at,
      ...whose,
      provider: name,
      model,
      route: options.route,
      outcome,
      metering: facts.price ? 'metered' : 'unknown-price',
      latencyMs,
    }
    if (usage) invocation.usage = usage
    if (cost !== undefined) invocation.cost = cost
    if (firstTokenMs !== undefined) invocation.firstTokenMs = firstTokenMs
    if (full) Object.assign(invocation, present({ request: JSON.stringify(request.messages), response: text }))
    await spending.settle(authorised, invocation)
    return { latencyMs, cost }
  }

  let called: CalledAnswer
  try {
    called = await options.ask(provider, facts, request, onChunk ? { stop, onChunk } : { stop })
  } catch (thrown) {
    // Our own refusal: nothing was sent, so there is nothing to record.
    if (thrown instanceof NimbusError) await spending.release(authorised)
    else await settled(outcomeOf(thrown, stop))
    throw thrown
  }
  const { text, toolCalls, finish, usage, servedBy, unheeded } = called
  const { latencyMs, cost } = await settled('ok', usage, text)
  for (const what of unheeded) options.warnings.push(`${model}: ${what}`)
  const answer: Answer = { text, toolCalls, finish, servedBy, provider: name, model, latencyMs }
  if (usage) answer.usage = usage
  if (cost !== undefined) answer.cost = cost
  const firstMs = firstTokenMs ?? called.firstTokenMs
  if (firstMs !== undefined) answer.firstTokenMs = firstMs
  return answer
}
