import { hostOperation, idPrefix, onlyOne, z } from '@nimbus/kernel/define'

/** Ends a standing permission. */
export default hostOperation({
  id: 'nimbus.grant-remove',
  summary: 'End a standing permission',
  effect: 'update',
  input: z.object({
    grant: idPrefix('g').describe('The grant, as listed; a unique start of at least 4 characters will do'),
  }),
  output: z.object({ removed: z.string() }),
  positional: ['grant'],
  aliases: ['grant remove'],
  exclude: { mcp: 'only persons grant', agent: 'only persons grant' },
  examples: [{ title: 'Ask again', input: { grant: 'g_abcdabcdabcdabcdabcd' } }],
  phrases: [
    'ask again about {grant}',
    'remove the grant {grant}',
    'end the standing permission {grant}',
    'revoke {grant}',
    'take back the grant {grant}',
    'withdraw the permission {grant}',
    'end {grant}',
    'remove {grant}',
    'delete the grant {grant}',
    'take away {grant}',
    'take back {grant}',
    'cancel the grant {grant}',
    'drop the grant {grant}',
    'withdraw {grant}',
  ],

  target: ({ grant }) => ({ resources: [`nimbus:records/grants/${grant}`] }),
  async run({ grant: prefix }, ctx) {
    const { grants } = ctx.records
    const starting = (await grants.list(ctx.principal.tenant)).filter(({ id }) => id.startsWith(prefix))
    const { id } = onlyOne(prefix, starting, 'grant', 'nimbus grant list')
    await grants.remove(id, ctx.principal.tenant)
    return { removed: id }
  },
  async verify(_input, { removed: grant }, ctx) {
    const there = (await ctx.records.grants.list(ctx.principal.tenant)).some(({ id }) => id === grant)
    return [
      {
        status: there ? 'fail' : 'pass',
        code: 'grant-removed',
        message: there ? `grant ${grant} is still in force` : 'the grant is gone',
      },
    ]
  },
  undo: { irreversible: 'a grant is given by a person: nimbus grant add' },
})
