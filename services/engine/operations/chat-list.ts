import { operation, z } from '@nimbus/kernel/define'
import { Head } from '../conversation/record.ts'
import { listHeads } from '../conversation/store.ts'
import { turnsText } from '../conversation/turns-text.ts'

/** Lists your conversations, newest first. Those of other people are not shown. */
export default operation({
  id: 'engine.chat-list',
  summary: 'List conversations',
  effect: 'read',
  untrusted: true,
  input: z.object({ limit: z.number().int().min(1).max(10_000).default(20).describe('How many at most') }),
  output: z.object({
    conversations: z.array(Head.omit({ owner: true })),
    more: z.number().int().describe('How many are not shown'),
  }),
  aliases: ['chat list'],
  routes: [
    { method: 'GET', path: '/api/engine/conversations' },
    { method: 'GET', path: '/api/state/conversations' },
  ],
  examples: [{ title: 'What was talked about lately?', input: { limit: 5 } }],
  phrases: [
    'list my conversations',
    'list the last conversations',
    'show my conversations',
    'which conversations are there',
    'list chats',
    'show all chats',
    'my chats',
    'what conversations did i have',
    'past conversations',
    'last conversations',
    'which chats do i have',
    'all conversations',
  ],
  words: { limit: { words: ['{} conversations', '{} chats'] } },

  target: () => ({ resources: ['nimbus:records/conversations'] }),
  async run({ limit }, ctx) {
    const all = await listHeads(ctx)
    const shown = all.slice(0, limit).map(({ owner: _owner, ...head }) => head)
    return { conversations: shown, more: all.length - shown.length }
  },
  text: ({ conversations }) =>
    conversations
      .map(
        ({ id, updatedAt, turns, title }) =>
          `${id}  ${updatedAt.slice(0, 16).replace('T', ' ')}  ${turnsText(turns)}  ${title.replaceAll('\n', ' ')}`,
      )
      .join('\n') || 'no conversation yet: start one with nimbus chat',
  note: ({ more }) => (more > 0 ? `${more} more; see them with --limit` : ''),
})
