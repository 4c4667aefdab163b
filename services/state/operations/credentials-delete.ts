import { hostOperation, z } from '@nimbus/kernel/define'
import { credential, credentialResource, credentials, Provider } from '../credential.ts'

/** Deletes a credential. Its value is not kept anywhere, so this cannot be undone. */
export default hostOperation({
  id: 'state.credentials-delete',
  summary: 'Delete a credential',
  effect: 'delete',
  input: z.object({ provider: Provider }),
  output: z.object({ provider: z.string() }),
  positional: ['provider'],
  aliases: ['credentials delete'],
  routes: [{ method: 'DELETE', path: '/api/state/credentials/:provider' }],
  exclude: { mcp: 'only persons manage credentials', agent: 'only persons manage credentials' },
  examples: [{ title: 'Forget a key', input: { provider: 'anthropic' } }],
  phrases: [
    'delete the credential {provider}',
    'forget my {provider} key',
    'remove the {provider} key',
    'delete my {provider} credential',
    'remove my {provider} token',
    'forget my {provider} token',
    'delete the stored {provider} credential',
    'delete the api key of {provider}',
    'forget the {provider} credential',
    'shred the {provider} token',
    'forget the {provider} key',
    'erase the {provider} key',
    'throw out the {provider} key',
  ],
  words: {
    provider: { kind: 'key-holder' },
  },

  target: ({ provider }) => ({ resources: [credentialResource(provider)] }),
  async preview({ provider }, ctx) {
    await credential(provider, ctx)
    return { changes: [{ resource: credentialResource(provider), effect: 'delete' }] }
  },
  async run({ provider }, ctx) {
    await credential(provider, ctx)
    await ctx.step(`Delete ${provider}`, () => ctx.records.credentials(ctx.principal.tenant).delete(provider))
    return { provider }
  },
  async verify({ provider }, _output, ctx) {
    const left = (await credentials(ctx)).some((each) => each.provider === provider)
    return [
      left
        ? { status: 'fail', code: 'credential-deleted', message: `${provider} is still stored` }
        : { status: 'pass', code: 'credential-deleted', message: `${provider} is gone` },
    ]
  },
  undo: { irreversible: 'the value was not kept, because it is a secret; store it again with: nimbus credentials set' },
  text: ({ provider }) => `✓ deleted ${provider}`,
})
