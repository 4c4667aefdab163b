/** The operation that a request for an answer means. */
export const chat = 'llm.chat'

/** The same with functions that the model may ask for. */
export const chatWithTools = 'llm.chat-tools'
