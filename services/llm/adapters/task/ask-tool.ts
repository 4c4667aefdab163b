import { basename } from 'node:path'
import type { Context } from '@nimbus/kernel/define'
import type { Settings } from '../../config/settings.ts'
import type { TokenUsage } from '../../conversation/messages.ts'
import { estimateTokens } from '../../routing/token-estimate.ts'
import { createSpending } from '../../spending/spending.ts'
import type { Invocation } from '../../telemetry/invocation.ts'
import { type FoundTool, isMetered, runTool } from '../run-tool.ts'
import { type Candidate, toolModel } from './candidates.ts'
import type { TaskRequest } from './task-request.ts'
import { costFor, priceOf } from './tool-cost.ts'
import { neverStarted, outcomeOf } from './tool-outcome.ts'

/** What somebody answered, and what it took. */
export interface TaskAnswer {
  text: string
  tool: string
  model?: string
  usage?: TokenUsage
  /** Nanodollars; absent when unknown or not metered. */
  cost?: number
  metering: Invocation['metering']
  latencyMs: number
  warnings: readonly string[]
}

/**
 * Asks an agent program a task, within the limits that hold for it, and records what it took, whatever became of it.
 *
 * Raises what `runTool` raises, and what forbids the spending (exit 4).
 */
export const askTool = async (
  candidate: Candidate,
  found: FoundTool,
  request: TaskRequest,
  ctx: Context<string>,
  settings: Settings,
  onText: ((text: string) => void) | undefined,
): Promise<TaskAnswer> => {
  const { tool } = found
  const { agent, taskType, force, justification, prompt, system } = request
  const project = request.project ?? basename(ctx.workspace)
  const model = candidate.model === undefined ? undefined : toolModel(tool, candidate.model, settings)
  const price = priceOf(settings, candidate.model)
  const spending = createSpending(ctx, settings)
  const id = Bun.randomUUIDv7()
  const whose = { ...(agent ? { agent } : {}), ...(taskType ? { taskType } : {}), project }
  const authorised = await spending.authorise({
    id,
    model: candidate.model ?? tool.name,
    ...whose,
    ...(price ? { price } : {}),
    ...(isMetered(tool, ctx.env) ? {} : { notMetered: true }),
    inputTokens: estimateTokens([{ role: 'user', content: (system ?? '') + prompt }]),
    ...(force ? { force } : {}),
    ...(justification ? { justification } : {}),
  })
  const at = ctx.now().toISOString()
  const started = performance.now()
  const full = settings.policies.privacy.mode === 'full'
  const record = (rest: Pick<Invocation, 'outcome' | 'metering' | 'usage' | 'cost' | 'response'>) =>
    spending.settle(authorised, {
      id,
      run: ctx.run,
      at,
      ...whose,
      tool: tool.name,
      ...(candidate.model === undefined ? {} : { model: candidate.model }),
      route: candidate.why,
      latencyMs: performance.now() - started,
      ...(full ? { request: prompt } : {}),
      ...rest,
    })
  const asked = { prompt, workspace: ctx.workspace, ...(system ? { system } : {}), ...(agent ? { agent } : {}) }
  const answer = await ctx
    .step(`Ask ${tool.name}`, () =>
      runTool(found, { ...asked, ...(model ? { model } : {}) }, ctx, {
        ...(request.timeoutMs ? { timeoutMs: request.timeoutMs } : {}),
        ...(onText ? { onText } : {}),
      }),
    )
    .catch(async (thrown: unknown) => {
      if (neverStarted(thrown)) await spending.release(authorised)
      else
        await record({
          outcome: outcomeOf(thrown, ctx.signal),
          metering: isMetered(tool, ctx.env) ? 'unknown-price' : 'not-metered',
        })
      throw thrown
    })
  const spent = costFor(answer, price)
  const usage = answer.usage ? { usage: answer.usage } : {}
  await record({ outcome: 'ok', ...usage, ...spent, ...(full ? { response: answer.text } : {}) })
  return {
    text: answer.text,
    tool: tool.name,
    ...(candidate.model === undefined ? {} : { model: candidate.model }),
    ...usage,
    ...spent,
    latencyMs: answer.latencyMs,
    warnings: authorised.warnings,
  }
}
