import { dollars } from '@nimbus/money'
import type { TokenUsage } from '../conversation/messages.ts'
import type { ChatOutput } from './chat-fields.ts'

const count = (tokens: number): string => tokens.toLocaleString('en-US')

const seconds = (ms: number): string => (ms < 1000 ? `${Math.round(ms)} ms` : `${(ms / 1000).toFixed(1)} s`)

const inputText = ({ input, cachedRead, cachedWrite }: TokenUsage): string => {
  const apart = [
    ...(cachedRead > 0 ? [`${count(cachedRead)} cached`] : []),
    ...(cachedWrite > 0 ? [`${count(cachedWrite)} cached now`] : []),
  ]
  return `${count(input + cachedRead + cachedWrite)} in${apart.length > 0 ? ` (${apart.join(', ')})` : ''}`
}

const outputText = ({ output, reasoning }: TokenUsage): string =>
  `${count(output + reasoning)} out${reasoning > 0 ? ` (${count(reasoning)} reasoning)` : ''}`

const stoppedText = ({ finish }: ChatOutput): string[] => {
  if (finish === 'length') return ['the answer was cut off at its longest; give a larger --max-tokens']
  if (finish === 'content-filter') return ["the provider's filter ended the answer"]
  return []
}

/** What a chat took, in one line, and below it what a person should know. */
export const chatNote = (output: ChatOutput): string => {
  const { provider, model, usage, cost, latencyMs } = output
  const tokens = usage ? [inputText(usage), outputText(usage)] : ['tokens unknown']
  const unknown = usage ? 'price unknown' : 'cost unknown'
  const price = cost === undefined ? unknown : dollars(cost)
  const line = [`${model} (${provider})`, ...tokens, price, seconds(latencyMs)].join(' · ')
  return [line, ...[...output.warnings, ...stoppedText(output)].map((warning) => `! ${warning}`)].join('\n')
}

/** An answer with the calls that the model asks for, each as a line of JSON. */
export const chatText = ({ text, toolCalls }: ChatOutput): string =>
  [...(text ? [text] : []), ...toolCalls.map((call) => JSON.stringify(call))].join('\n')

/**
 * Whether an answer comes piece by piece, where nothing is said `byDefault`. One that must fit a schema comes whole: only
 * then is it known to fit.
 */
export const isStreamed = (
  { stream, schema }: { stream?: boolean; schema?: unknown },
  byDefault: 'stream' | 'whole',
): boolean => (stream ?? byDefault === 'stream') && schema === undefined

/** What is left to print of an answer that was streamed: the end of its last line. */
export const streamedText = ({ text }: ChatOutput): string => (text === '' || text.endsWith('\n') ? '' : '\n')
