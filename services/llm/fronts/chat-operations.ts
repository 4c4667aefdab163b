import type { ChatRequest } from '../conversation/request.ts'

/** The operation that a request for an answer means. */
export const chat = 'llm.chat'

/** The same with functions that the model may ask for. */
export const chatWithTools = 'llm.chat-tools'

/** The call that a request means; `stream` as its client asked. */
export const chatCall = (request: ChatRequest, stream: boolean) => ({
  operation: request.tools ? chatWithTools : chat,
  input: { ...request, stream },
})
