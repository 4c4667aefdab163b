import { hostOperation, z } from '@nimbus/kernel/define'
import { alignedRows } from '@nimbus/text-table'
import { CredentialView, credentials } from '../credential.ts'
import { ago } from '../time-text.ts'

/** Lists the stored credentials by name. Values are never shown. */
export default hostOperation({
  id: 'state.credentials-list',
  summary: 'List the stored credentials',
  effect: 'read',
  input: z.object({}),
  output: z.object({ credentials: z.array(CredentialView), at: z.string().describe('When this was asked') }),
  aliases: ['credentials list'],
  routes: [{ method: 'GET', path: '/api/state/credentials' }],
  examples: [{ title: 'Which credentials are there?', input: {} }],
  phrases: [
    'list my credentials',
    'which keys are stored',
    'which api keys have i stored',
    'show the stored credentials',
    'list api keys',
    'which credentials are there',
    'which tokens are stored',
    'stored keys',
    'what secrets do you have',
  ],

  target: () => ({ resources: ['nimbus:credentials/all'] }),
  run: async (_input, ctx) => ({ credentials: await credentials(ctx), at: ctx.now().toISOString() }),
  text: ({ credentials: all, at }) =>
    all.length === 0
      ? 'no credentials yet; store one with: nimbus credentials set <name> -'
      : alignedRows(
          all.map(({ provider, length, updatedAt }) => [provider, `${length} characters`, ago(updatedAt, at)]),
        ).join('\n'),
})
