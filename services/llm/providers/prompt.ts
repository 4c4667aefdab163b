import type { LanguageModelV4Message, LanguageModelV4Prompt } from '@ai-sdk/provider'
import { invalid } from '@nimbus/kernel/define'
import type { Message, Part } from '../conversation/messages.ts'

type Content<Role extends LanguageModelV4Message['role']> = Exclude<
  Extract<LanguageModelV4Message, { role: Role }>['content'],
  string
>
type UserPart = Content<'user'>[number]
type AssistantPart = Content<'assistant'>[number]
type ToolPart = Content<'tool'>[number]

const misplaced = (part: Part, role: Message['role'], index: number) =>
  invalid('misplaced-part', `messages.${index}: a message of the role ${role} cannot hold a part ${part.type}`, {
    at: `messages.${index}.content`,
    why: {
      text: 'text is for system, user and assistant',
      image: 'images are for user',
      'tool-call': 'tool calls are for assistant',
      'tool-result': 'tool results are for tool and user',
    }[part.type],
    next: 'move it to a message of its own',
  })

const partsOf = ({ content }: Message): readonly Part[] =>
  typeof content === 'string' ? [{ type: 'text', text: content }] : content

const imageOf = ({ mediaType, data }: Extract<Part, { type: 'image' }>): UserPart => ({
  type: 'file',
  mediaType,
  data: /^https:\/\//i.test(data) ? { type: 'url', url: new URL(data) } : { type: 'data', data },
})

const resultOf = ({ id, name, output, isError }: Extract<Part, { type: 'tool-result' }>): ToolPart => {
  const head = { type: 'tool-result' as const, toolCallId: id, toolName: name }
  if (output === undefined || typeof output === 'string')
    return { ...head, output: { type: isError ? 'error-text' : 'text', value: output ?? '' } }
  // It came as JSON, over the wire or from a file.
  const value = output as Parameters<typeof JSON.stringify>[0]
  return { ...head, output: { type: isError ? 'error-json' : 'json', value } }
}

/** What one message says, as messages of the specification: a user's tool results come before what the user says. */
const messageOf = (message: Message, index: number): LanguageModelV4Message[] => {
  const user: UserPart[] = []
  const assistant: AssistantPart[] = []
  const results: ToolPart[] = []
  for (const part of partsOf(message)) {
    const place = `${message.role} ${part.type}`
    if (part.type === 'text' && message.role === 'user') user.push(part)
    else if (part.type === 'text' && message.role === 'assistant') assistant.push(part)
    else if (part.type === 'image' && message.role === 'user') user.push(imageOf(part))
    else if (part.type === 'tool-call' && message.role === 'assistant')
      assistant.push({ type: 'tool-call', toolCallId: part.id, toolName: part.name, input: part.input ?? {} })
    else if (part.type === 'tool-result' && /^(tool|user) /.test(place)) results.push(resultOf(part))
    else throw misplaced(part, message.role, index)
  }
  return [
    ...(results.length > 0 ? [{ role: 'tool' as const, content: results }] : []),
    ...(user.length > 0 ? [{ role: 'user' as const, content: user }] : []),
    ...(assistant.length > 0 ? [{ role: 'assistant' as const, content: assistant }] : []),
  ]
}

const instructionsOf = (message: Message, index: number): string =>
  partsOf(message)
    .map((part) => {
      if (part.type !== 'text') throw misplaced(part, 'system', index)
      return part.text
    })
    .join('')

/**
 * A conversation in the form of the language-model specification.
 *
 * All instructions become one system message at the start, since not every provider takes them elsewhere and a
 * conversation has to mean the same to whoever answers it. Raises `misplaced-part` (exit 2).
 */
export const promptOf = (messages: readonly Message[]): LanguageModelV4Prompt => {
  const instructions = messages.flatMap((each, i) => (each.role === 'system' ? [instructionsOf(each, i)] : []))
  const rest = messages.flatMap((each, i) => (each.role === 'system' ? [] : messageOf(each, i)))
  return instructions.length > 0 ? [{ role: 'system', content: instructions.join('\n\n') }, ...rest] : rest
}
