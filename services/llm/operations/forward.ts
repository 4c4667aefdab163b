import { operation, unkept, z } from '@nimbus/kernel/define'
import { modelResource } from '../chat/ask.ts'
import { answeredBy } from '../chat/chat-fields.ts'
import { imageBodyLimit } from '../chat/image-body-limit.ts'
import { runForward, understood } from '../forwarding/forward.ts'

/**
 * Sends on a request in the format of OpenAI's chat completions or of Anthropic's messages, and gives the answer in it.
 *
 * Where the model's provider speaks that format, the body goes on as it is, with the name of the model in its place, so
 * that every field of it counts; the answer comes back as it is too. Where it does not, both are translated. Which model
 * answers, budgets, limits and records are those of `nimbus llm chat`: `auto` as the model leaves the choice to the
 * router, and `agent:<name>` asks for an agent. Existing clients reach it at `/v1/chat/completions` and `/v1/messages`.
 */
export default operation({
  id: 'llm.forward',
  summary: 'Send on a request in the format of OpenAI or Anthropic',
  effect: 'read',
  openWorld: true,
  untrusted: true,
  input: z.object({
    format: z.enum(['openai', 'anthropic']).describe('Whose format the body is in: chat completions, or messages'),
    body: unkept(z.looseObject({})).describe('The request, as JSON'),
    betas: z
      .array(z.string().regex(/^[\w.-]{1,100}$/))
      .max(32)
      .default([])
      .describe('Beta features of the Anthropic API that the body makes use of'),
  }),
  output: z.object({
    body: unkept(z.looseObject({})).optional().describe('The answer in the same format'),
    end: unkept(z.string()).optional().describe('Of a stream, the events that end it'),
    ...answeredBy,
  }),
  chunk: z.string(),
  routes: [{ method: 'POST', path: '/api/llm/forward', bodyLimit: imageBodyLimit }],
  examples: [
    {
      title: 'Ask in the format of OpenAI',
      input: {
        format: 'openai',
        body: { model: 'auto', messages: [{ role: 'user', content: 'Why does my pod restart?' }] },
      },
    },
  ],
  phrases: ['forward the {format} request {body}', 'send on a request body in the format of {format}'],

  target: ({ body: { model } }) => ({ resources: [modelResource(typeof model === 'string' ? { model } : {})] }),
  async preview(input) {
    return { changes: [{ resource: modelResource(understood(input).chat), effect: 'read' }] }
  },
  run: runForward,
  text: ({ body, end }) => (body ? JSON.stringify(body) : (end ?? '')),
})
