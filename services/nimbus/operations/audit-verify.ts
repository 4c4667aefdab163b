import { hostOperation, z } from '@nimbus/kernel/define'

/**
 * Checks the audit chain: edits and removals break it, truncation falls short of its signed checkpoint.
 *
 * Whoever holds both the database and the key in the home can forge a chain; keep the checkpoint elsewhere if that
 * matters to you.
 */
export default hostOperation({
  id: 'nimbus.audit-verify',
  summary: 'Check that the audit is whole',
  effect: 'read',
  input: z.object({}),
  output: z.object({
    intact: z.boolean(),
    entries: z.number().int(),
    brokenAt: z.number().int().optional().describe('The first entry that does not follow from the one before'),
    truncated: z.string().optional(),
    checkpoint: z.enum(['matches', 'absent', 'differs', 'unreadable']),
  }),
  aliases: ['audit verify'],
  examples: [{ title: 'Has anybody changed the record?', input: {} }],
  phrases: [
    'verify the audit',
    'has anybody changed the record',
    'is the audit intact',
    'verify the audit log',
    'is the audit complete and unchanged',
    'is the audit complete',
    'has anybody tampered with the audit',
    'check that the audit is whole',
    'has the audit been changed',
    'is the audit trail intact',
    'can i be sure that nobody removed entries from the audit log',
    'are entries missing from the audit log',
    'can we trust the audit log',
    'is anything missing from the audit',
  ],

  target: () => ({ resources: ['nimbus:audit'] }),
  run: (_input, ctx) => ctx.records.audit.verify(),
  negative: ({ intact }) => !intact,
  text: ({ intact, entries, brokenAt, truncated, checkpoint }) =>
    intact
      ? `✓ ${entries === 1 ? '1 entry' : `${entries} entries`}, each follows from the one before; checkpoint ${checkpoint}`
      : `✗ the audit was changed${brokenAt === undefined ? '' : ` at entry ${brokenAt}`}${truncated ? ` — ${truncated}` : ''}; checkpoint ${checkpoint}`,
})
