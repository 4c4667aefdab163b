import { operation, z } from '@nimbus/kernel/define'
import { modelResource, previewChat, runChat, undoChat, verifyChat } from '../chat/ask.ts'
import { ChatOutput, chatFields } from '../chat/chat-fields.ts'
import { chatNote, chatText, isStreamed, streamedText } from '../chat/chat-text.ts'
import { imageBodyLimit } from '../chat/image-body-limit.ts'
import { maxTokensSaid } from '../chat/max-tokens-said.ts'
import { Chunk, ToolDefinition } from '../conversation/messages.ts'

/**
 * Asks a model that may ask for tools, and gives the calls it wants made.
 *
 * Nothing is called: whoever asked makes the calls, adds what they gave to the conversation as tool results, and asks
 * again. Routing, budgets and records are those of `nimbus llm chat`.
 */
export default operation({
  id: 'llm.chat-tools',
  summary: 'Ask a model that may ask for tools',
  effect: 'update',
  openWorld: true,
  untrusted: true,
  input: z.object({
    ...chatFields,
    tools: z
      .array(ToolDefinition)
      .min(1)
      .max(256)
      .describe('The tools it may ask for, with the JSON Schema of their input'),
    toolChoice: z
      .union([z.enum(['auto', 'none', 'required']), z.object({ name: z.string().min(1) })])
      .default('auto')
      .describe('Whether it may, must, or must not ask for a tool, or which one it must ask for'),
    stream: z.boolean().default(false).describe('Give the answer piece by piece, as it comes'),
  }),
  output: ChatOutput,
  chunk: Chunk,
  positional: ['prompt'],
  routes: [{ method: 'POST', path: '/api/llm/chat/tools', bodyLimit: imageBodyLimit }],
  examples: [
    {
      title: 'Let it ask for the weather',
      input: {
        prompt: 'Do I need an umbrella in Zürich?',
        tools: [
          {
            name: 'weather',
            description: 'The weather of today',
            inputSchema: { type: 'object', properties: { city: { type: 'string' } }, required: ['city'] },
          },
        ],
      },
    },
  ],
  phrases: [
    'ask a model with tools {prompt}',
    'let a model use tools for {prompt}',
    'ask a model that may call tools {prompt}',
  ],
  words: {
    prompt: { kind: 'text', unless: 'messages' },
    context: { kind: 'file' },
    tools: { kind: 'structure' },
    image: { kind: 'image' },
    agent: { kind: 'agent' },
    model: { kind: 'model' },
    provider: { kind: 'provider' },
    maxTokens: maxTokensSaid,
    stream: { kind: 'structure' },
    force: { kind: 'structure' },
  },

  target: (input) => ({ resources: [modelResource(input)] }),
  preview: previewChat,
  run: (input, ctx) => runChat(input, ctx, isStreamed(input, 'whole') ? 'stream' : 'whole'),
  verify: verifyChat,
  undo: undoChat,
  text: (output, input) => (isStreamed(input, 'whole') ? streamedText(output) : chatText(output)),
  note: chatNote,
})
