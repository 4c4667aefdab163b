import type { HttpFront } from '@nimbus/kernel/define'
import { imageBodyLimit } from '../chat/image-body-limit.ts'
import type { ChatResult } from '../conversation/request.ts'
import { anthropicAnswer, anthropicFault } from './anthropic-answer.ts'
import { readAnthropicRequest } from './anthropic-request.ts'
import { anthropicStream } from './anthropic-stream.ts'
import { chat, chatCall } from './chat-operations.ts'

/** `POST /v1/messages` as Anthropic answers it. */
export const anthropicMessages: HttpFront = {
  kind: 'http',
  method: 'POST',
  path: '/v1/messages',
  operation: chat,
  summary: 'Messages in the format of Anthropic',
  bodyLimit: imageBodyLimit,
  open({ body }) {
    const { model, chat: request, stream } = readAnthropicRequest(body)
    const id = `msg_${crypto.randomUUID().replaceAll('-', '')}`
    return {
      ...chatCall(request, stream),
      // The pipeline checked the data against the output of the operation.
      answer: ({ error, data }) =>
        error ? anthropicFault(error) : { status: 200, body: anthropicAnswer(data as ChatResult, id) },
      ...(stream ? { stream: anthropicStream(id, model) } : {}),
    }
  },
  fault: anthropicFault,
}
