import { hostOperation, z } from '@nimbus/kernel/define'
import { CredentialView, credential, credentialResource, Provider } from '../credential.ts'

/** Says whether a credential is stored, and since when. The value itself is never shown. */
export default hostOperation({
  id: 'state.credentials-get',
  summary: 'Show what is known of a credential',
  effect: 'read',
  input: z.object({ provider: Provider }),
  output: CredentialView,
  positional: ['provider'],
  aliases: ['credentials get'],
  routes: [{ method: 'GET', path: '/api/state/credentials/:provider' }],
  examples: [{ title: 'Is there a key for Anthropic?', input: { provider: 'anthropic' } }],
  phrases: [
    'is there a credential for {provider}',
    'do you have my {provider} key',
    'is my {provider} key stored',
    'when was the {provider} key stored',
    'do i have a {provider} token',
    'what is known of the {provider} credential',
    'have you got my {provider} token',
    'is a {provider} token stored',
  ],
  words: {
    provider: { kind: 'key-holder' },
  },

  target: ({ provider }) => ({ resources: [credentialResource(provider)] }),
  run: ({ provider }, ctx) => credential(provider, ctx),
  text: ({ provider, updatedAt, length }) =>
    `${provider}: stored ${updatedAt.slice(0, 16).replace('T', ' ')} UTC, ${length} characters`,
})
