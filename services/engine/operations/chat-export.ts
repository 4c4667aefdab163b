import { operation, z } from '@nimbus/kernel/define'
import { markdownOf } from '../conversation/markdown.ts'
import { ConversationId, conversationResource } from '../conversation/record.ts'
import { findHead, turnsOf } from '../conversation/store.ts'

/** Gives a conversation as Markdown, to be kept or passed on. Secrets were masked when it was kept. */
export default operation({
  id: 'engine.chat-export',
  summary: 'Export a conversation to Markdown',
  effect: 'read',
  untrusted: true,
  input: z.object({ conversation: ConversationId }),
  output: z.object({ conversation: z.string(), title: z.string(), markdown: z.string() }),
  positional: ['conversation'],
  aliases: ['chat export'],
  routes: [{ method: 'GET', path: '/api/engine/conversations/:conversation/markdown' }],
  examples: [{ title: 'The last one', input: { conversation: 'last' } }],
  phrases: [
    'export the conversation {conversation} as markdown',
    'export the conversation {conversation}',
    'give me {conversation} as markdown',
    'conversation {conversation} as a markdown file',
    'export chat {conversation}',
    'write out the conversation {conversation} in markdown',
    'markdown of the conversation {conversation}',
  ],

  target: ({ conversation }) => ({ resources: [conversationResource(conversation)] }),
  async run({ conversation }, ctx) {
    const head = await findHead(conversation, ctx)
    return {
      conversation: head.id,
      title: head.title,
      markdown: markdownOf({ ...head, turns: await turnsOf(head.id, ctx) }),
    }
  },
  text: ({ markdown }) => markdown,
})
