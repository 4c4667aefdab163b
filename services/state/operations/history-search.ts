import { hostOperation, z } from '@nimbus/kernel/define'
import { queryHistory } from '../history-query.ts'
import { HistoryEntry, historyText } from '../run-view.ts'

/** Finds runs and notes by words that their operation, input or result contain, newest first. */
export default hostOperation({
  id: 'state.history-search',
  summary: 'Find something in the history',
  effect: 'read',
  untrusted: true,
  input: z.object({
    words: z.array(z.string().min(1)).min(1).describe('All of these must occur'),
    since: z.string().min(1).optional().describe('Not before: 30m, 2h, 3d, or a date'),
    limit: z.number().int().min(1).max(1000).default(20).describe('How many at most'),
  }),
  output: z.object({ entries: z.array(HistoryEntry), at: z.string().describe('When this was asked') }),
  positional: ['words'],
  aliases: ['history search'],
  examples: [{ title: 'When did I touch the production state?', input: { words: ['production', 'apply'] } }],
  phrases: [
    'search the history for {words}',
    'when did i {words}',
    'find {words} in the history',
    'look in the history for {words}',
    'search past runs for {words}',
    'when was {words} done',
    'find runs about {words}',
    'history search {words}',
    'when did we do anything with {words}',
    'find runs that mention {words}',
  ],
  words: {
    words: { kind: 'search-words' },
    since: { kind: 'since' },
    limit: { words: ['{} runs'] },
  },

  target: () => ({ resources: ['nimbus:records/runs'] }),
  async run({ words, since, limit }, ctx) {
    const filter = { text: words.join(' '), nested: true, changes: false, limit, ...(since ? { since } : {}) }
    return { entries: await queryHistory(filter, ctx), at: ctx.now().toISOString() }
  },
  text: ({ entries, at }, { words }, columns) =>
    entries.length === 0 ? `nothing in the history contains ${words.join(' and ')}` : historyText(entries, at, columns),
})
