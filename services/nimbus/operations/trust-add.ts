import { hostOperation, z } from '@nimbus/kernel/define'
import { TrustStatus, trustStatus, trustText } from '../trust-view.ts'

/**
 * Trusts the workspace: from now on what its `.nimbus/` sets counts.
 *
 * Until then a repository is treated as hostile: it may tighten policy, but not set endpoints, programs, credentials
 * or a database, nor allow what otherwise asks. The result lists what begins to count.
 */
export default hostOperation({
  id: 'nimbus.trust-add',
  summary: 'Trust this workspace',
  effect: 'update',
  idempotent: true,
  input: z.object({}),
  output: TrustStatus,
  aliases: ['trust'],
  exclude: { mcp: 'only persons trust', agent: 'only persons trust', call: 'only persons trust' },
  examples: [{ title: 'Let the settings of this repository count', input: {} }],
  phrases: [
    'trust it',
    'trust this repository',
    'trust this workspace',
    'trust this folder',
    'start trusting this repository',
  ],

  target: () => ({ resources: ['nimbus:trust'] }),
  async preview(_input, ctx) {
    const { ignored } = await ctx.records.trust.status(ctx.workspace)
    return {
      changes: [{ resource: 'nimbus:trust', effect: 'update', summary: ctx.workspace }],
      context: ignored.map(({ file, setting }) => `begins to count: ${setting} in ${file}`),
    }
  },
  async run(_input, ctx) {
    await ctx.records.trust.grant(ctx.workspace, ctx.principal.id)
    return trustStatus(ctx)
  },
  async verify(_input, _output, ctx) {
    const listed = (await ctx.records.trust.list()).some(({ path }) => path === ctx.workspace)
    return [
      {
        status: listed ? 'pass' : 'fail',
        code: 'trust-recorded',
        message: listed ? 'the workspace is listed as trusted' : 'the workspace is not in the trust file',
      },
    ]
  },
  undo: () => ({ operation: 'nimbus.trust-remove', input: {} }),
  text: trustText,
})
