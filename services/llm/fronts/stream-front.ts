import { type SocketFront, z } from '@nimbus/kernel/define'
import { readRequest } from '../formats/read-request.ts'
import { chat, chatWithTools } from './chat-operations.ts'

const Payload = z.object({
  messages: z.array(z.unknown()),
  provider: z.string().optional(),
  config: z.record(z.string(), z.unknown()).default({}),
})

/**
 * The promised messages of the socket: `{type: "stream", payload: {messages, provider?, config?}}` is answered with
 * `chunk` messages and `done`, which holds the result, or `error`. `config` takes every other field of a chat, such as
 * `model`, `maxTokens`, `agent` and `tools`.
 */
export const streamMessages: SocketFront = {
  kind: 'socket',
  type: 'stream',
  operation: chat,
  open(payload) {
    const { messages, provider, config } = readRequest(Payload, payload, 'Nimbus stream')
    return {
      ...('tools' in config ? { operation: chatWithTools } : {}),
      input: { ...config, messages, ...(provider === undefined ? {} : { provider }) },
    }
  },
  chunk: (data) => ({ type: 'chunk', data }),
  end: ({ run, data, error }) =>
    error ? { type: 'error', run, error } : { type: 'done', run, ...(data as Record<string, unknown>) },
}
