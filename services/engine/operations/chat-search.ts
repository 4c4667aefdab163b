import { operation, z } from '@nimbus/kernel/define'
import { excerptOf } from '../conversation/excerpt.ts'
import { listHeads, turnsOf } from '../conversation/store.ts'

/**
 * Finds conversations by words. All of them must be in one turn, in what you said or what was answered; the newest
 * conversations come first.
 */
export default operation({
  id: 'engine.chat-search',
  summary: 'Search conversations',
  effect: 'read',
  untrusted: true,
  input: z.object({
    words: z.string().trim().min(1).max(500).describe('Words that a turn must hold'),
    limit: z.number().int().min(1).max(1000).default(20).describe('How many at most'),
  }),
  output: z.object({
    found: z.array(
      z.object({
        conversation: z.string(),
        turn: z.number().int(),
        at: z.string(),
        title: z.string(),
        excerpt: z.string().describe('Around the first of the words'),
      }),
    ),
  }),
  positional: ['words'],
  aliases: ['chat search'],
  routes: [{ method: 'GET', path: '/api/engine/conversations/search' }],
  examples: [{ title: 'Where did we talk about subnets?', input: { words: 'subnets' } }],
  phrases: [
    'search my conversations for {words}',
    'where did we talk about {words}',
    'find {words} in my conversations',
    'in which conversation did we talk about {words}',
    'search the chats for {words}',
    'when did we talk about {words}',
    'which conversations mention {words}',
    'search my conversations',
    'did we ever talk about {words}',
    'where did we chat about {words}',
    'in which chat did {words} come up',
    'what did we say about {words}',
    'look in my chats for {words}',
    'find the chat where we talked about {words}',
    'in which chat did we speak of {words}',
  ],
  words: {
    words: { kind: 'search' },
  },

  target: () => ({ resources: ['nimbus:records/conversations'] }),
  async run({ words, limit }, ctx) {
    const wanted = words.toLowerCase().split(/\s+/)
    const found: { conversation: string; turn: number; at: string; title: string; excerpt: string }[] = []
    for (const { id, title } of await listHeads(ctx)) {
      for (const { n, at, said, answer } of await turnsOf(id, ctx)) {
        const excerpt = excerptOf(`${said}\n${answer}`, wanted)
        if (excerpt !== undefined) found.push({ conversation: id, turn: n, at, title, excerpt })
        if (found.length === limit) return { found }
      }
    }
    return { found }
  },
  negative: ({ found }) => found.length === 0,
  text: ({ found }) =>
    found
      .map(({ conversation, turn, excerpt }) => `${conversation} ${String(turn).padStart(3)}  ${excerpt}`)
      .join('\n') || 'no turn holds all of these words',
})
