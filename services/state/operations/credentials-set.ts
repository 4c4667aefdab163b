import { hostOperation, invalid, Secret, z } from '@nimbus/kernel/define'
import { CredentialView, credentialResource, credentials, Provider } from '../credential.ts'

/** A piped value ends with the line break that `echo` adds, which is no part of it. */
const withoutBreak = (value: string): string => value.replace(/\r?\n$/, '')

/**
 * Stores a credential, encrypted with the key of this machine.
 *
 * Give the value as `-` (standard input) or `@file`, so that it stays out of the history of your shell. It is never
 * printed, logged or recorded; the value it replaces is not kept.
 */
export default hostOperation({
  id: 'state.credentials-set',
  summary: 'Store a credential',
  effect: 'update',
  idempotent: true,
  input: z.object({
    provider: Provider,
    value: Secret.max(65_536).describe('The secret; - reads standard input, @file a file'),
  }),
  output: CredentialView.extend({ did: z.enum(['stored', 'replaced']) }),
  positional: ['provider', 'value'],
  aliases: ['credentials set'],
  routes: [{ method: 'PUT', path: '/api/state/credentials/:provider' }],
  exclude: { mcp: 'a secret must not pass through a model', agent: 'a secret must not pass through a model' },
  examples: [{ title: 'Store a key that is read from standard input', input: { provider: 'anthropic', value: '-' } }],
  phrases: [
    'i have a new {provider} key store it',
    'keep my {provider} api key',
    'new {provider} key store it',
    'save the new key for {provider}',
    'add my {provider} token',
    'store my {provider} key',
    'set the credential {provider}',
    'save my {provider} key',
    'store the {provider} token',
    'add my {provider} api key',
    'set the {provider} key',
    'here is my {provider} token',
    'replace my {provider} key',
    'remember my {provider} key',
    'store {provider} key {value}',
  ],
  words: {
    provider: { kind: 'key-holder' },
    value: { kind: 'secret' },
  },

  target: ({ provider }) => ({ resources: [credentialResource(provider)] }),
  async preview({ provider }, ctx) {
    const replaces = (await credentials(ctx)).some((each) => each.provider === provider)
    return {
      changes: [
        {
          resource: credentialResource(provider),
          effect: replaces ? 'update' : 'create',
          summary: replaces ? 'replaces the stored value, which is not kept' : 'a new credential',
        },
      ],
    }
  },
  async run({ provider, value }, ctx) {
    const secret = withoutBreak(value)
    ctx.redact(secret)
    if (secret === '')
      throw invalid('empty-secret', 'The value is empty', {
        at: 'state.credentials-set: value',
        next: `give it on standard input: nimbus credentials set ${provider} -`,
      })
    const replaces = (await credentials(ctx)).some((each) => each.provider === provider)
    await ctx.step(`Store ${provider}`, () => ctx.records.credentials(ctx.principal.tenant).set(provider, secret))
    const did = replaces ? ('replaced' as const) : ('stored' as const)
    return { provider, updatedAt: ctx.now().toISOString(), length: secret.length, did }
  },
  async verify({ provider, value }, _output, ctx) {
    const holds = (await ctx.records.credentials(ctx.principal.tenant).get(provider)) === withoutBreak(value)
    return [
      holds
        ? { status: 'pass', code: 'credential-stored', message: `${provider} opens with the key of this machine` }
        : {
            status: 'fail',
            code: 'credential-stored',
            message: `what is stored for ${provider} is not what was given`,
          },
    ]
  },
  undo: ({ provider }, { did }) =>
    did === 'stored'
      ? { operation: 'state.credentials-delete', input: { provider } }
      : { irreversible: 'the value before was not kept, because it is a secret; store that one again by hand' },
  text: ({ provider, did, length }) => `✓ ${did} ${provider}, ${length} characters, encrypted`,
})
