import { dollars } from '@nimbus/money'
import type { TokenUsage } from '../../conversation/messages.ts'

/** What is told of an answer beside it. */
export interface AnswerFacts {
  tool: string
  model?: string | undefined
  usage?: TokenUsage | undefined
  cost?: number | undefined
  metering: 'metered' | 'unknown-price' | 'not-metered'
  latencyMs: number
  warnings: readonly string[]
  written?: { file: string } | undefined
}

const tokensText = (usage: TokenUsage | undefined): string => {
  if (!usage) return 'tokens unknown'
  const { input, cachedRead, cachedWrite, output, reasoning } = usage
  return `${input + cachedRead + cachedWrite} tokens in, ${output + reasoning} out`
}

const costText = ({ metering, cost }: AnswerFacts): string => {
  if (metering === 'not-metered') return 'not metered'
  return cost === undefined ? 'cost unknown' : dollars(cost)
}

/** One line on who answered and what it took, after a line for every warning. */
export const answerNote = (facts: AnswerFacts): string => {
  const who = facts.model ? `${facts.tool} (${facts.model})` : facts.tool
  const { latencyMs } = facts
  const seconds = latencyMs < 1000 ? `${Math.round(latencyMs)} ms` : `${(latencyMs / 1000).toFixed(1)} s`
  const wrote = facts.written ? [`written to ${facts.written.file}`] : []
  const said = [who, tokensText(facts.usage), costText(facts), seconds, ...wrote].join(' · ')
  return [...facts.warnings.map((warning) => `! ${warning}`), said].join('\n')
}
