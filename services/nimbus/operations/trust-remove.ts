import { hostOperation, z } from '@nimbus/kernel/define'
import { TrustStatus, trustStatus, trustText } from '../trust-view.ts'

/** Takes back the trust in this workspace; what its `.nimbus/` sets is ignored again. */
export default hostOperation({
  id: 'nimbus.trust-remove',
  summary: 'Stop trusting this workspace',
  effect: 'update',
  idempotent: true,
  input: z.object({}),
  output: TrustStatus,
  aliases: ['trust remove'],
  exclude: { mcp: 'only persons trust', agent: 'only persons trust' },
  examples: [{ title: 'Ignore the settings of this repository again', input: {} }],
  phrases: [
    'take back the trust',
    'take the trust back',
    'i no longer trust this workspace',
    'do not trust this workspace',
    'i do not trust this workspace any more',
    'revoke the trust',
    'stop trusting this repository',
    'distrust this repository',
    'do not trust this workspace any more',
    'no longer trust this repository',
    'withdraw the trust',
    'untrust this repository',
    'untrust this workspace',
    'distrust this clone',
    'end the trust here',
    'drop the trust',
    'lose the trust',
    'no more trust in this repository',
    'i would rather not trust this workspace',
    'no trust for this repository',
    'remove the trust',
  ],

  target: () => ({ resources: ['nimbus:trust'] }),
  async run(_input, ctx) {
    await ctx.records.trust.revoke(ctx.workspace)
    return trustStatus(ctx)
  },
  async verify(_input, _output, ctx) {
    const listed = (await ctx.records.trust.list()).some(({ path }) => path === ctx.workspace)
    return [
      {
        status: listed ? 'fail' : 'pass',
        code: 'trust-removed',
        message: listed ? 'the workspace is still listed as trusted' : 'the workspace is not listed as trusted',
      },
    ]
  },
  undo: { irreversible: 'trust is given by a person: nimbus trust' },
  text: trustText,
})
