import type { Message, Part, ToolDefinition } from '../conversation/messages.ts'
import type { ChatRequest } from '../conversation/request.ts'
import { present } from '../present.ts'
import type { ChatInput } from './chat-fields.ts'
import { contextText, imagePart } from './material.ts'

type Tools = Pick<ChatRequest, 'toolChoice'> & { tools?: readonly ToolDefinition[] }

/** What is said beside the conversation: what files hold, and what is asked. */
interface Said {
  context: string
  images: readonly Part[]
  prompt: string | undefined
}

const lastMessage = ({ context, images, prompt }: Said): Message[] => {
  const texts = [context, prompt ?? ''].filter((text) => text !== '')
  if (images.length === 0) return texts.length > 0 ? [{ role: 'user', content: texts.join('\n\n') }] : []
  return [{ role: 'user', content: [...images, ...texts.map((text): Part => ({ type: 'text', text }))] }]
}

const compose = (input: ChatInput & Tools, said: Said): ChatRequest => {
  const { messages = [], system, config, model, maxTokens, temperature } = input
  const { provider, agent, taskType, project, justification, schema, topP, stop, seed, tools, toolChoice } = input
  return {
    messages: [...(system ? [{ role: 'system' as const, content: system }] : []), ...messages, ...lastMessage(said)],
    ...present({ provider, agent, taskType, project, justification, schema, topP, stop, seed, tools, toolChoice }),
    ...present({
      model: model ?? config?.model,
      maxTokens: maxTokens ?? config?.maxTokens,
      temperature: temperature ?? config?.temperature,
    }),
    ...(input.force ? { force: true } : {}),
  }
}

/** What can be said of a request before its files have been read, which stand in it by their names. */
export const outlineOf = (input: ChatInput & Tools): ChatRequest =>
  compose(input, { context: input.context.join('\n'), images: [], prompt: input.prompt ?? input.image.join('\n') })

/** A chat's input as a request. Raises what reading its files raises; see `contextText` and `imagePart`. */
export const requestOf = async (input: ChatInput & Tools, workspace: string): Promise<ChatRequest> => {
  const [context, images] = await Promise.all([
    contextText(input.context, workspace),
    Promise.all(input.image.map((file) => imagePart(file, workspace))),
  ])
  return compose(input, { context, images, prompt: input.prompt })
}
