import { type Context, denied, failed, missing, NimbusError } from '@nimbus/kernel/define'
import type { Settings } from '../../config/settings.ts'
import type { ChatRequest } from '../../conversation/request.ts'
import { findTool } from '../run-tool.ts'
import { ToolFailure } from '../tool-failure.ts'
import { askTool, type TaskAnswer } from './ask-tool.ts'
import { apiTool, barredText, type Candidate, isBarred } from './candidates.ts'
import type { TaskRequest } from './task-request.ts'

/** Why somebody did not answer. */
interface Passed {
  tool: string
  kind: 'absent' | 'refused' | 'failed'
  why: string
  next?: string
}

const absent = ({ tool }: Candidate, settings: Settings): Passed => {
  const install = settings.tools[tool]?.install
  return { tool, kind: 'absent', why: `${tool} is not installed here`, ...(install ? { next: install } : {}) }
}

/** Bad input is bad for everybody; only what is too long for one may fit the next. */
const isBadInput = ({ data }: NimbusError, left: number): boolean =>
  data.exit === 2 && (data.code !== 'prompt-too-long' || left === 0)

/** What became of somebody who did not answer; raises what the next one, if any are left, would meet as well. */
const passedBy = ({ tool }: Candidate, thrown: unknown, signal: AbortSignal, left: number): Passed => {
  if (signal.aborted) throw thrown
  if (thrown instanceof ToolFailure) {
    const { why, next } = thrown.detail
    const said = why ? `${thrown.message}: ${why}` : thrown.message
    return { tool, kind: thrown.kind === 'missing' ? 'absent' : 'failed', why: said, ...(next ? { next } : {}) }
  }
  if (!(thrown instanceof NimbusError) || isBadInput(thrown, left) || thrown.data.exit === 130) throw thrown
  const { message, why, next, exit } = thrown.data
  const kind = exit === 5 ? 'absent' : exit === 4 ? 'refused' : 'failed'
  return { tool, kind, why: why ? `${message}: ${why}` : message, ...(next ? { next } : {}) }
}

/** Whether somebody was asked too often, whoever says so. */
const isLimit = (thrown: unknown): boolean =>
  (thrown instanceof ToolFailure && thrown.kind === 'rate-limited') ||
  (thrown instanceof NimbusError && thrown.data.code === 'rate-limited')

/** One error for all: forbidden, if that is what stood in the way of one; else failed; else nobody is here. */
const nobodyLeft = (passed: readonly Passed[]): NimbusError => {
  const worst =
    passed.find(({ kind }) => kind === 'refused') ?? passed.find(({ kind }) => kind === 'failed') ?? passed[0]
  const parts = {
    at: passed.map(({ tool }) => tool).join(' → '),
    why: passed.map(({ why }) => why).join('; '),
    next: worst?.next ?? 'see who can be asked with: nimbus llm tool list',
  }
  if (worst?.kind === 'refused') return denied('not-allowed', 'Nobody who may be asked is left', parts)
  if (worst?.kind === 'failed') return failed('nobody-answered', 'Nobody who was asked has answered', parts)
  return missing('nobody-left', 'Nobody is left who could be asked', parts)
}

const askApi = async (
  { model, beforePrograms }: Candidate,
  request: TaskRequest,
  ctx: Context<string>,
  onText: ((text: string) => void) | undefined,
): Promise<TaskAnswer> => {
  // Loaded only here: an agent program needs nothing of the router and the providers.
  const { converse } = await import('../../conversation/converse.ts')
  const { prompt, agent, taskType, project, force, justification } = request
  const chat: ChatRequest = {
    messages: [{ role: 'user', content: prompt }],
    ...(model ? { model } : {}),
    ...(agent ? { agent } : {}),
    ...(beforePrograms ? { beforePrograms } : {}),
    ...(taskType ? { taskType } : {}),
    ...(project ? { project } : {}),
    ...(force ? { force } : {}),
    ...(justification ? { justification } : {}),
  }
  const onChunk = onText && ((chunk: unknown) => typeof chunk === 'string' && onText(chunk))
  const result = await ctx.step('Ask a model', () => converse(chat, ctx as Context, onChunk ? { onChunk } : {}))
  const { text, usage, cost, latencyMs, warnings } = result
  return {
    text,
    tool: apiTool,
    model: `${result.provider}/${result.model}`,
    usage,
    ...(cost === undefined ? {} : { cost }),
    metering: cost === undefined ? 'unknown-price' : 'metered',
    latencyMs,
    warnings,
  }
}

/**
 * Asks one after the other until somebody answers; who was passed over, and why, is among the warnings.
 *
 * The answer is passed on as it is written only when nobody stands behind: what has been shown cannot be taken back.
 * A limit ends the chain where `auto_fallback_on_rate_limit` is off. Raises one error when nobody is left: `nobody-left` (exit 5), `nobody-answered` (exit 1), `not-allowed` (exit 4).
 */
export const askInTurn = async (
  candidates: readonly Candidate[],
  request: TaskRequest,
  ctx: Context<string>,
  settings: Settings,
  onText: (text: string) => void,
): Promise<TaskAnswer & { streamed: boolean }> => {
  const passed: Passed[] = []
  for (const [index, candidate] of candidates.entries()) {
    let streamed = false
    const left = candidates.length - 1 - index
    const follow = (text: string) => {
      streamed = true
      onText(text)
    }
    if (isBarred(candidate, settings)) {
      passed.push({ tool: candidate.tool, kind: 'refused', why: barredText(candidate.tool) })
      continue
    }
    const tool = settings.tools[candidate.tool]
    const found = tool && candidate.tool !== apiTool ? findTool(tool, ctx.env) : undefined
    try {
      if (candidate.tool !== apiTool && !found) {
        passed.push(absent(candidate, settings))
        continue
      }
      const answer = found
        ? await askTool(candidate, found, request, ctx, settings, left === 0 ? follow : undefined)
        : await askApi(candidate, request, ctx, left === 0 ? follow : undefined)
      const over = passed.map(({ why }) => `${why}; ${answer.tool} answered`)
      return { ...answer, warnings: [...over, ...answer.warnings], streamed }
    } catch (thrown) {
      passed.push(passedBy(candidate, thrown, ctx.signal, left))
      if (isLimit(thrown) && !settings.policies.autoFallbackOnRateLimit) break
      ctx.log('info', passed.at(-1)?.why ?? '', { tool: candidate.tool })
    }
  }
  throw nobodyLeft(passed)
}
