import { operation, z } from '@nimbus/kernel/define'
import { notForModels } from '../conversation/excluded.ts'
import { ConversationId, conversationResource } from '../conversation/record.ts'
import { findHead, listHeads, removeTurns, turnsOf } from '../conversation/store.ts'

/**
 * Deletes a conversation, or its turns from one on. What it had done stays done and on record; each run of it can be
 * undone by itself.
 */
export default operation({
  id: 'engine.chat-delete',
  summary: 'Delete a conversation',
  effect: 'delete',
  input: z.object({
    conversation: ConversationId,
    from: z.number().int().min(1).default(1).describe('Only the turns from this one on'),
  }),
  output: z.object({ conversation: z.string(), title: z.string(), from: z.number().int(), removed: z.number().int() }),
  positional: ['conversation'],
  aliases: ['chat delete'],
  routes: [{ method: 'DELETE', path: '/api/engine/conversations/:conversation' }],
  exclude: notForModels,
  examples: [{ title: 'Forget what was said last', input: { conversation: 'last' } }],
  phrases: [
    'delete the conversation {conversation}',
    'remove the conversation {conversation}',
    'delete the chat {conversation}',
    'forget the conversation {conversation}',
    'delete the turns of {conversation} from {from}',
    'erase the conversation {conversation}',
    'delete {conversation}',
    'delete the thread {conversation}',
  ],
  words: {
    from: { words: ['from turn {}', 'from {} on', 'turns from {}', 'from the turn {}'] },
  },

  target: ({ conversation }) => ({ resources: [conversationResource(conversation)] }),
  async preview({ conversation, from }, ctx) {
    const { id, title } = await findHead(conversation, ctx)
    const going = (await turnsOf(id, ctx)).filter(({ n }) => n >= from)
    return {
      changes: [
        { resource: conversationResource(id), effect: 'delete', summary: `${going.length} turns of: ${title}` },
      ],
    }
  },
  async run({ conversation, from }, ctx) {
    const head = await findHead(conversation, ctx)
    const removed = (await turnsOf(head.id, ctx)).filter(({ n }) => n >= from)
    await ctx.keep('conversation', Buffer.from(JSON.stringify({ head, removed })))
    await ctx.step('Delete what was said', () => removeTurns(head, from, ctx))
    return { conversation: head.id, title: head.title, from, removed: removed.length }
  },
  async verify(_input, { conversation, from }, ctx) {
    const left = (await turnsOf(conversation, ctx)).filter(({ n }) => n >= from).length
    const listed = (await listHeads(ctx, conversation)).find(({ id }) => id === conversation)
    const gone = left === 0 && (listed?.turns ?? 0) < from
    return [
      {
        status: gone ? 'pass' : 'fail',
        code: 'conversation-deleted',
        message: gone ? 'it is gone' : `${conversation} still has ${left} of these turns`,
        resource: conversationResource(conversation),
      },
    ]
  },
  undo: (_input, { conversation }, _kept, run) => ({ operation: 'engine.chat-restore', input: { conversation, run } }),
  text: ({ conversation, removed }) => `✓ deleted ${removed} ${removed === 1 ? 'turn' : 'turns'} of ${conversation}`,
})
