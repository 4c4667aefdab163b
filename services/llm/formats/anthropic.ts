import { randomId } from './answer-id.ts'
import { anthropicAnswer, anthropicFault, anthropicStreamFault } from './anthropic-answer.ts'
import { hearAnthropic, hearAnthropicEvent } from './anthropic-heard.ts'
import { readAnthropicRequest } from './anthropic-request.ts'
import { anthropicBeat, anthropicStream } from './anthropic-stream.ts'
import type { Format } from './format.ts'

/** What an agent is told, before what the client says; a list of blocks stays one, since it may carry marks. */
const withInstructions = (system: unknown, instructions: string): unknown => {
  if (Array.isArray(system)) return [{ type: 'text', text: instructions }, ...system]
  return typeof system === 'string' ? `${instructions}\n\n${system}` : instructions
}

/** `POST /v1/messages`. */
export const anthropic: Format = {
  read: readAnthropicRequest,
  path: '/messages',
  isSpokenBy: ({ type }) => type === 'anthropic',
  bodyFor: (body, { facts, instructions }) => ({
    body: {
      ...body,
      model: facts.id,
      ...(instructions ? { system: withInstructions(body.system, instructions) } : {}),
    },
    unheeded: [],
  }),
  hearWhole: hearAnthropic,
  hearEvent: hearAnthropicEvent,
  forwarded: (answer) => answer,
  closing: (events) => events.map(({ text }) => text).join(''),
  translated: (result) => anthropicAnswer(result, randomId('msg_')),
  translatedStream: ({ model }) => anthropicStream(randomId('msg_'), model),
  beat: anthropicBeat,
  fault: anthropicFault,
  streamFault: anthropicStreamFault,
}
