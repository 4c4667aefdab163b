import type { Message, Part } from './messages.ts'
import type { Turn } from './record.ts'

/** How much of earlier turns a model is sent, in characters; about 50,000 tokens. */
const mostEarlier = 200_000

/** How much is sent of what one call gave in an earlier turn: it can be looked at again. */
const mostOfResult = 2_000

const closing = /\n<\/data-[\da-f]{8}>$/

/** What was fenced stays fenced: an end that is cut off would let what stood in it run into what comes after. */
const shortened = (part: Part): Part => {
  if (part.type !== 'tool-result' || part.output.length <= mostOfResult) return part
  const end = closing.exec(part.output)?.[0] ?? ''
  return { ...part, output: `${part.output.slice(0, mostOfResult).toWellFormed()}\n(cut: this was longer)${end}` }
}

const withoutLength = ({ role, content }: Message): Message => ({
  role,
  content: typeof content === 'string' ? content : content.map(shortened),
})

/** A turn as messages. One that was stopped half-way has calls without results, which no provider takes. */
const messagesOf = ({ said, answer, ended, mode, messages }: Turn): readonly Message[] => {
  const whole = mode === 'model' && (ended === 'answered' || ended === 'asks')
  if (!whole)
    return [
      { role: 'user', content: said.toWellFormed() },
      // It may have been broken off in the middle of a character.
      { role: 'assistant', content: answer.toWellFormed() || '(no answer)' },
    ]
  const last = messages.at(-1)
  return [
    ...messages.map(withoutLength),
    ...(last?.role === 'assistant' ? [] : [{ role: 'assistant' as const, content: '(I stopped to ask.)' }]),
  ]
}

/** What a model is sent of earlier turns: the newest that fit, whole turns only. */
export const earlierMessages = (turns: readonly Turn[]): readonly Message[] => {
  const kept: Message[][] = []
  let left = mostEarlier
  for (const turn of turns.toReversed()) {
    const messages = [...messagesOf(turn)]
    left -= JSON.stringify(messages).length
    if (left < 0) break
    kept.unshift(messages)
  }
  return kept.flat()
}
