import { operation, z } from '@nimbus/kernel/define'
import { modelResource, previewChat, runChat, undoChat, verifyChat } from '../chat/ask.ts'
import { ChatOutput, chatFields } from '../chat/chat-fields.ts'
import { chatNote, chatText, isStreamed, streamedText } from '../chat/chat-text.ts'
import { imageBodyLimit } from '../chat/image-body-limit.ts'
import { maxTokensSaid } from '../chat/max-tokens-said.ts'
import { Chunk } from '../conversation/messages.ts'

/**
 * Asks a model and prints its answer as it comes.
 *
 * Which model answers is decided by what you name, by the agent, the kind of task, its difficulty and the price; see
 * `nimbus llm route explain`. Budgets and rate limits hold, each call is recorded, and what it took is said at the end.
 * Files given with --context and --image are read here and sent along. Ctrl-C stops the provider as well. With --force a
 * hard budget does not hold; that is written ahead and audited.
 */
export default operation({
  id: 'llm.chat',
  summary: 'Ask a model',
  effect: 'update',
  openWorld: true,
  untrusted: true,
  input: z.object({
    ...chatFields,
    stream: z.boolean().default(true).describe('Give the answer piece by piece, as it comes'),
  }),
  output: ChatOutput,
  chunk: Chunk,
  positional: ['prompt'],
  routes: [{ method: 'POST', path: '/api/llm/chat', bodyLimit: imageBodyLimit }],
  examples: [
    { title: 'Ask something', input: { prompt: 'Why does my pod restart?' } },
    {
      title: 'Ask about a file, briefly',
      input: { prompt: 'What is missing here?', context: ['README.md'], system: 'Answer in one sentence.' },
    },
    { title: 'Go on with a conversation', input: { messages: [{ role: 'user', content: 'Hello' }], maxTokens: 200 } },
  ],
  phrases: [
    'ask a model {prompt}',
    'ask {model} {prompt}',
    'chat about {prompt}',
    'ask the model {prompt}',
    'ask the llm {prompt}',
    'let {model} answer {prompt}',
    'have {model} {prompt}',
    'let {model} {prompt}',
    'use {model} to {prompt}',
    'ask {agent} {prompt}',
    'have a model explain {prompt}',
    'let {model} tell me {prompt}',
    'question for a model {prompt}',
    'have a model look at {context} and answer {prompt}',
    'ask ai {prompt}',
    'what does {model} say about {prompt}',
    'ask {provider} {prompt}',
    'what does {model} make of {prompt}',
    'what would {model} say about {context}',
    'consult {model} on {prompt}',
    'put {prompt} to {model}',
    'run {prompt} by {model}',
    'what does {model} make of {context} {prompt}',
    'have {model} look over {context} for {prompt}',
  ],
  words: {
    prompt: { kind: 'text', unless: 'messages' },
    context: {
      kind: 'file',
      inside: 'prompt',
      words: [
        'with {} as context',
        '{} as context',
        'as context {}',
        'context {}',
        'with the context {}',
        'knowing {}',
      ],
    },
    image: { kind: 'image' },
    agent: { kind: 'agent' },
    model: { kind: 'model' },
    provider: { kind: 'provider' },
    maxTokens: maxTokensSaid,
    temperature: { words: ['temperature {}', 'temperature of {}'] },
    seed: { words: ['seed {}'] },
    system: { kind: 'structure' },
    taskType: { kind: 'structure' },
    project: { kind: 'structure' },
    justification: { kind: 'structure' },
    topP: { kind: 'structure' },
    stop: { kind: 'structure' },
    stream: { kind: 'structure' },
    force: { kind: 'structure' },
  },

  target: (input) => ({ resources: [modelResource(input)] }),
  preview: previewChat,
  run: (input, ctx) => runChat(input, ctx, isStreamed(input, 'stream') ? 'stream' : 'whole'),
  verify: verifyChat,
  undo: undoChat,
  text: (output, input) => (isStreamed(input, 'stream') ? streamedText(output) : chatText(output)),
  note: chatNote,
})
