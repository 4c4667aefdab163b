import type { Message } from '../conversation/messages.ts'

const textOf = ({ content }: Message): string =>
  typeof content === 'string'
    ? content
    : content.flatMap((part) => (part.type === 'text' ? [part.text] : [])).join('\n')

/**
 * What is being asked: the text of the last message of the user. Instructions and earlier turns are left out, because
 * they are the same for easy and hard questions and would drown the difference.
 */
export const taskText = (messages: readonly Message[]): string => {
  const last = messages.findLast(({ role }) => role === 'user')
  return last ? textOf(last) : ''
}
