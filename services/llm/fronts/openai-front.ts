import type { HttpFront } from '@nimbus/kernel/define'
import { imageBodyLimit } from '../chat/image-body-limit.ts'
import type { ChatResult } from '../conversation/request.ts'
import { chat, chatCall } from './chat-operations.ts'
import { openAiAnswer, openAiFault } from './openai-answer.ts'
import { readOpenAiRequest } from './openai-request.ts'
import { openAiStream } from './openai-stream.ts'

/** `POST /v1/chat/completions` as OpenAI answers it: existing clients get routing and budgets by another base URL. */
export const openAiChat: HttpFront = {
  kind: 'http',
  method: 'POST',
  path: '/v1/chat/completions',
  operation: chat,
  summary: 'Chat completions in the format of OpenAI',
  bodyLimit: imageBodyLimit,
  open({ body }) {
    const { model, chat: request, stream, includeUsage } = readOpenAiRequest(body)
    const id = `chatcmpl-${crypto.randomUUID().replaceAll('-', '')}`
    const created = Math.floor(Date.now() / 1000)
    return {
      ...chatCall(request, stream),
      // The pipeline checked the data against the output of the operation.
      answer: ({ error, data }) =>
        error ? openAiFault(error) : { status: 200, body: openAiAnswer(data as ChatResult, id, created) },
      ...(stream ? { stream: openAiStream({ id, created, model, includeUsage }) } : {}),
    }
  },
  fault: openAiFault,
}
