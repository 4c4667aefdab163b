import { hostOperation, z } from '@nimbus/kernel/define'
import { GrantView, grantText, grantView } from '../grant-view.ts'

/** Lists the standing permissions, with who gave them and until when. */
export default hostOperation({
  id: 'nimbus.grant-list',
  summary: 'List standing permissions',
  effect: 'read',
  input: z.object({}),
  output: z.object({ grants: z.array(GrantView) }),
  aliases: ['grant list'],
  examples: [{ title: 'What is no longer asked about', input: {} }],
  phrases: [
    'list grants',
    'what is granted',
    'which standing permissions are there',
    'show the grants',
    'which permissions did i give',
    'standing permissions',
    'what may run without asking',
    'which standing permissions are live',
    'which permissions are still live',
    'which permissions are in force',
  ],

  target: () => ({ resources: ['nimbus:records/grants'] }),
  run: async (_input, ctx) => ({ grants: (await ctx.records.grants.list(ctx.principal.tenant)).map(grantView) }),
  text: ({ grants }) =>
    grants.length === 0 ? 'No grants: everything that asks will ask.' : grants.map(grantText).join('\n'),
})
