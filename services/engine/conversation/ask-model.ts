import { NimbusError } from '@nimbus/kernel/define'
import type { Message, Part } from './messages.ts'
import type { ToolCall } from './run-tool.ts'
import { note, say, type Talk } from './talk.ts'
import { tools } from './tools.ts'

/** One answer of a model. */
export interface Answer {
  text: string
  toolCalls: readonly ToolCall[]
}

/** How often a model is asked again whose answer could not be used. */
const mostRepeats = 2

/** Faults of an answer rather than of who gives it: the next one may be whole. */
const unusable: ReadonlySet<string> = new Set(['provider-malformed', 'answer-broken-off'])

const once = async (system: string, messages: readonly Message[], talk: Talk): Promise<Answer> => {
  const { ctx, so, model, justification } = talk
  const { text, toolCalls, cost, ...rest } = await ctx.call(
    'llm.chat-tools',
    {
      messages: [...messages],
      system,
      tools,
      stream: true,
      ...(model ? { model } : {}),
      ...(justification ? { justification } : {}),
    },
    {
      onEvent({ type, data }) {
        if (type === 'chunk' && typeof data === 'string') say(talk, data)
      },
    },
  )
  so.model = rest.model
  if (cost === undefined) so.unpriced += 1
  else so.cost = (so.cost ?? 0) + cost
  for (const warning of rest.warnings) note(talk, warning)
  return { text, toolCalls }
}

/**
 * Asks the model, streaming what it says. An answer that breaks off or cannot be read is asked for again, twice at most;
 * nothing of half an answer is ever called. Raises what `llm.chat-tools` raises.
 */
export const askModel = async (system: string, messages: readonly Message[], talk: Talk): Promise<Answer> => {
  for (let repeats = 0; ; repeats += 1) {
    try {
      return await once(system, messages, talk)
    } catch (thrown) {
      if (!(thrown instanceof NimbusError) || !unusable.has(thrown.data.code) || repeats === mostRepeats) throw thrown
      if (talk.so.answer !== '' && !talk.so.answer.endsWith('\n')) say(talk, '\n')
      note(talk, `${thrown.data.message}; asking again`)
    }
  }
}

/** An answer as a message of the conversation. */
export const answerMessage = ({ text, toolCalls }: Answer): Message => ({
  role: 'assistant',
  content: [
    // Providers take no message that says nothing.
    ...(text || toolCalls.length === 0 ? [{ type: 'text' as const, text: text || '(no answer)' }] : []),
    ...toolCalls.map(({ id, name, input }): Part => ({ type: 'tool-call', id, name, input: input ?? {} })),
  ],
})
