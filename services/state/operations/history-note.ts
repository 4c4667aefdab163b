import { hostOperation, z } from '@nimbus/kernel/define'
import { readNote, storeNote } from '../notes.ts'

/**
 * Notes in the history something that happened outside Nimbus, such as a change made by hand.
 *
 * A note is marked as one and is never taken for a run. The history only grows: notes are not changed or removed.
 */
export default hostOperation({
  id: 'state.history-note',
  summary: 'Note something in the history',
  effect: 'create',
  input: z.object({
    summary: z.string().trim().min(1).max(2000).describe('What happened'),
    source: z.string().trim().min(1).max(100).default('by hand').describe('Where it happened, such as jenkins'),
    detail: z.record(z.string(), z.unknown()).optional().describe('Anything worth keeping with it'),
  }),
  output: z.object({ id: z.string(), at: z.string(), external: z.literal(true) }),
  positional: ['summary'],
  aliases: ['history note'],
  routes: [{ method: 'POST', path: '/api/state/history' }],
  examples: [{ title: 'Keep a trace of a change by hand', input: { summary: 'Raised the quota in the console' } }],
  phrases: [
    'note that {summary}',
    'make a note that {summary}',
    'record in the history that {summary}',
    'write into the history that {summary}',
    'note in the history that {summary}',
    'log in the history {summary}',
    'add to the history that {summary}',
    'put into the history {summary}',
    'add a note to the history {summary}',
    'note {summary}',
    'log that {summary}',
    'put on record that {summary}',
    'remember that {summary}',
    'for the record {summary}',
    'put {summary} in the history',
    'journal entry {summary}',
    'history entry {summary}',
    'append {summary} to the history',
    'jot down {summary}',
    'log {summary} in the history',
    'record that {summary}',
    'make a note in the history that {summary}',
    'leave a trace in the history {summary}',
    'leave a note in the history {summary}',
    'write down in the history that {summary}',
    'jot down in the history that {summary}',
    'have the history say {summary}',
    'log in the history that {summary}',
  ],
  words: {
    summary: { kind: 'text' },
    source: {
      kind: 'name',
      words: [
        'source {}',
        'from {}',
        'happened in {}',
        'it was in {}',
        'this was in {}',
        'done in {}',
        'made in {}',
        'it comes from {}',
        'coming from {}',
        'source is {}',
        'as the source {}',
        'happened on {}',
        'via {}',
      ],
    },
    detail: { kind: 'structure' },
  },

  target: () => ({ resources: ['nimbus:records/notes'] }),
  async preview() {
    return { changes: [{ resource: 'nimbus:records/notes', effect: 'create' }] }
  },
  async run({ summary, source, detail }, ctx) {
    const at = ctx.now().toISOString()
    const note = { summary, source, ...(detail ? { detail } : {}), principal: ctx.principal.id, at }
    const id = await ctx.step('Note', () => storeNote(note, ctx))
    return { id, at, external: true as const }
  },
  async verify({ summary }, { id }, ctx) {
    const stored = await readNote(id, ctx)
    return [
      stored?.summary === summary
        ? { status: 'pass', code: 'note-stored', message: 'the note is in the history' }
        : { status: 'fail', code: 'note-stored', message: 'the note is not in the history' },
    ]
  },
  undo: { irreversible: 'the history only grows' },
  text: () => '✓ noted',
})
