import { hostOperation, z } from '@nimbus/kernel/define'

/** What a run was about: its operation and effect; of other entries nothing. */
const whatText = (detail: unknown): string => {
  if (detail === null || typeof detail !== 'object' || !('operation' in detail)) return ''
  return `  ${String(detail.operation)}${'effect' in detail ? ` (${String(detail.effect)})` : ''}`
}

/** Lists audit entries, newest first: who did what to which subject. */
export default hostOperation({
  id: 'nimbus.audit-list',
  summary: 'List audit entries',
  effect: 'read',
  untrusted: true,
  input: z.object({ limit: z.number().int().min(1).max(1000).default(20).describe('How many at most') }),
  output: z.object({
    entries: z.array(
      z.object({
        seq: z.number().int(),
        at: z.string(),
        principal: z.string(),
        action: z.string(),
        subject: z.string(),
        detail: z.unknown().optional(),
        hash: z.string(),
      }),
    ),
  }),
  aliases: ['audit list', 'audit'],
  examples: [{ title: 'The last 20 entries', input: {} }],
  phrases: [
    'show the audit',
    'who did what',
    'list the audit entries',
    'last audit entries',
    'audit log',
    'audit trail',
    'show the audit log',
    'entries of the audit',
  ],
  words: {
    limit: {
      words: ['{} audit entries', '{} lines of the audit', '{} lines', '{} entries of the audit', '{} records'],
    },
  },

  target: () => ({ resources: ['nimbus:audit'] }),
  async run({ limit }, ctx) {
    const entries = await ctx.records.audit.list(ctx.principal.tenant, limit)
    return { entries: entries.map(({ tenant: _tenant, ...entry }) => entry) }
  },
  text: ({ entries }) =>
    entries.length === 0
      ? 'Nothing yet: the audit begins with the first call that has an effect.'
      : entries
          .map(
            ({ seq, at, principal, action, subject, detail }) =>
              `${String(seq).padStart(6)}  ${at.slice(0, 19).replace('T', ' ')}  ${principal}  ${action}  ${subject}${whatText(detail)}`,
          )
          .join('\n'),
})
