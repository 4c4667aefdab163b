import { operation, z } from '@nimbus/kernel/define'
import { markdownOf } from '../conversation/markdown.ts'
import { ConversationId, conversationResource, Head, Turn } from '../conversation/record.ts'
import { findHead, turnsOf } from '../conversation/store.ts'

/** Shows a conversation with its turns: what was said, what was called, how each turn ended. */
export default operation({
  id: 'engine.chat-show',
  summary: 'Show a conversation',
  effect: 'read',
  untrusted: true,
  input: z.object({ conversation: ConversationId }),
  output: z.object({ ...Head.omit({ owner: true, turns: true }).shape, turns: z.array(Turn.omit({ messages: true })) }),
  positional: ['conversation'],
  aliases: ['chat show'],
  routes: [
    { method: 'GET', path: '/api/engine/conversations/:conversation' },
    { method: 'GET', path: '/api/state/conversations/:conversation' },
  ],
  examples: [{ title: 'Show the last one', input: { conversation: 'last' } }],
  phrases: [
    'show me the last conversation again',
    'show me conversation {conversation}',
    'show the conversation {conversation}',
    'read the conversation {conversation}',
    'what was said in {conversation}',
    'open the conversation {conversation}',
    'show the chat {conversation}',
    'display the turns of {conversation}',
    'show {conversation}',
    'let me see the conversation {conversation}',
    'what did we talk about in {conversation}',
    'print the conversation {conversation}',
  ],

  target: ({ conversation }) => ({ resources: [conversationResource(conversation)] }),
  async run({ conversation }, ctx) {
    const { owner: _, turns: _count, ...head } = await findHead(conversation, ctx)
    const turns = await turnsOf(head.id, ctx)
    return { ...head, turns: turns.map(({ messages: _messages, ...turn }) => turn) }
  },
  text: (shown) => markdownOf(shown),
})
