import { NimbusError } from '@nimbus/kernel/define'
import { costOf } from '../catalogue/cost.ts'
import { factsOf } from '../catalogue/facts-of.ts'
import type { Settings } from '../config/settings.ts'
import type { TokenUsage } from '../conversation/messages.ts'
import { chooseRoute } from '../routing/choose-route.ts'
import { complexityFrom, complexityOf } from '../routing/complexity.ts'
import type { Complexity, Target } from '../routing/route.ts'
import type { Task } from '../routing/task.ts'
import type { LoggedCall, UsageLine } from './usage-line.ts'

/** What a policy would have done with one call of a log. Costs in nanodollars; absent when a price is unknown. */
export interface Replayed {
  line: LoggedCall
  complexity: Complexity
  inputTokens: number
  /** `provider/model`. */
  from: string
  /** The same as `from` when the policy finds nobody, and then `refused` says why. */
  to: string
  costNow?: number
  costThen?: number
  refused?: string
}

const usageOf = (line: UsageLine): TokenUsage => ({
  input: line.input_tokens,
  cachedRead: line.cached_tokens,
  cachedWrite: line.cached_write_tokens,
  output: line.output_tokens,
  reasoning: line.reasoning_tokens,
})

const complexityOfLine = ({ prompt, features, tools }: UsageLine): Complexity => {
  if (features) return complexityFrom(features)
  return complexityOf(prompt ?? '', { tools })
}

const taskOfLine = (line: UsageLine, complexity: Complexity, settings: Settings): Task => ({
  inputTokens: line.input_tokens + line.cached_tokens + line.cached_write_tokens,
  // The router does not know the length of the answer either.
  outputTokens: settings.policies.defaultOutputTokens,
  needs: { tools: line.tools > 0, vision: false },
  complexity,
  ...(line.agent !== undefined && Object.hasOwn(settings.agents, line.agent) ? { agent: line.agent } : {}),
  ...(line.task_type === undefined ? {} : { taskType: line.task_type }),
  answeredBy: 'models',
})

const priced = (settings: Settings, provider: string, model: string, usage: TokenUsage): number | undefined => {
  const price = factsOf(settings, provider, model)?.price
  return price && costOf(price, usage)
}

const firstOf = (task: Task, settings: Settings): Target | { refused: string } => {
  try {
    const [first] = chooseRoute(task, settings).chain
    return first ?? { refused: 'nobody' }
  } catch (thrown) {
    if (thrown instanceof NimbusError) return { refused: thrown.data.code }
    throw thrown
  }
}

/**
 * Routes a call of a log under some settings. Its tokens are taken over as they are: another model might have written
 * more or less, which no log can say.
 */
export const replay = (line: LoggedCall, settings: Settings): Replayed => {
  const usage = usageOf(line)
  const complexity = complexityOfLine(line)
  const from = `${line.provider}/${line.model}`
  const costNow = priced(settings, line.provider, line.model, usage)
  const task = taskOfLine(line, complexity, settings)
  const now = { line, complexity, inputTokens: task.inputTokens, from, ...(costNow === undefined ? {} : { costNow }) }
  const target = firstOf(task, settings)
  if ('refused' in target)
    return { ...now, to: from, refused: target.refused, ...(costNow === undefined ? {} : { costThen: costNow }) }
  if (target.kind === 'tool') return { ...now, to: from, refused: 'program' }
  const costThen = priced(settings, target.provider, target.model, usage)
  return { ...now, to: `${target.provider}/${target.model}`, ...(costThen === undefined ? {} : { costThen }) }
}

/** Settings under which every provider that a log or the configuration uses could be asked: a replay asks nobody. */
export const asIfReachable = (settings: Settings, lines: readonly UsageLine[]): Settings => {
  const used = new Set([
    ...lines.map(({ provider }) => provider),
    ...Object.values(settings.models).map(({ provider }) => provider),
  ])
  const providers = Object.entries(settings.providers).map(
    ([name, provider]) =>
      [name, used.has(name) ? { ...provider, apiKey: provider.apiKey ?? 'assumed' } : provider] as const,
  )
  return { ...settings, providers: Object.fromEntries(providers) }
}
