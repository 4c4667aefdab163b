import type { HttpFront } from '@nimbus/kernel/define'
import { imageBodyLimit } from '../chat/image-body-limit.ts'
import { anthropicFault } from '../formats/anthropic-answer.ts'
import { readAnthropicRequest } from '../formats/anthropic-request.ts'
import { isBody } from '../formats/format.ts'

/** A request to count is one for an answer that says nothing of its length. */
const withLength = (body: unknown): unknown => (isBody(body) ? { max_tokens: 1, ...body } : body)

/** `POST /v1/messages/count_tokens`: https://docs.anthropic.com/en/api/messages-count-tokens (read 2026-11). */
export const countTokens: HttpFront = {
  kind: 'http',
  method: 'POST',
  path: '/v1/messages/count_tokens',
  operation: 'llm.tokens-count',
  summary: 'How many tokens messages take, in the format of Anthropic',
  bodyLimit: imageBodyLimit,
  open({ body }) {
    const { messages, tools, model, schema } = readAnthropicRequest(withLength(body)).chat
    return {
      input: { messages, ...(tools ? { tools } : {}), ...(model ? { model } : {}), ...(schema ? { schema } : {}) },
      // The pipeline checked the data against the output of the operation.
      answer: ({ error, data }) =>
        error ? anthropicFault(error) : { status: 200, body: { input_tokens: (data as { tokens: number }).tokens } },
    }
  },
  fault: anthropicFault,
}
