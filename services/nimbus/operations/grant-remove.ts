import { hostOperation, missing, z } from '@nimbus/kernel/define'

/** Ends a standing permission. */
export default hostOperation({
  id: 'nimbus.grant-remove',
  summary: 'End a standing permission',
  effect: 'update',
  input: z.object({ grant: z.string().min(1).describe('The id of the grant') }),
  output: z.object({ removed: z.string() }),
  positional: ['grant'],
  aliases: ['grant remove'],
  exclude: { mcp: 'only persons grant', agent: 'only persons grant' },
  examples: [{ title: 'Ask again', input: { grant: 'g_abcdabcdabcdabcdabcd' } }],
  phrases: ['ask again about {grant}'],

  target: ({ grant }) => ({ resources: [`nimbus:records/grants/${grant}`] }),
  async run({ grant }, ctx) {
    if (!(await ctx.records.grants.remove(grant, ctx.principal.tenant)))
      throw missing('not-found', `There is no grant ${grant}`, { next: 'list them with: nimbus grant list' })
    return { removed: grant }
  },
  async verify({ grant }, _output, ctx) {
    const there = (await ctx.records.grants.list(ctx.principal.tenant)).some(({ id }) => id === grant)
    return [
      {
        status: there ? 'fail' : 'pass',
        code: 'grant-removed',
        message: there ? `grant ${grant} is still in force` : 'the grant is gone',
      },
    ]
  },
  undo: () => ({ irreversible: 'a grant is given by a person: nimbus grant add' }),
})
