import { invalid, missing, type NimbusError } from '@nimbus/kernel/define'
import { keyFault } from '../config/provider-key.ts'
import { providerKinds } from '../config/provider-types.ts'
import type { Provider, ProviderFault } from '../config/settings.ts'

/** Where the API of a provider begins. Ollama's own address is that of its server, and its API is one folder of it. */
export const endpointOf = ({ type, baseUrl }: Pick<Provider, 'type' | 'baseUrl'>): string =>
  type === 'ollama' && !baseUrl.endsWith('/api') ? `${baseUrl}/api` : baseUrl

/** Whether a provider may be asked without a key: its kind, or because it is on this machine. */
export const mayBeKeyless = ({ type, local }: Pick<Provider, 'type' | 'local'>): boolean =>
  local || providerKinds[type].keyless

/** What is wrong with a provider, for whoever wants to ask it (exit 2). */
export const faultError = ({ code, message, ...parts }: ProviderFault): NimbusError => invalid(code, message, parts)

/** What whoever asks a provider without its key is told (exit 5). */
export const noKey = ({ name, keyFrom }: Provider): NimbusError =>
  missing('missing-key', `There is no API key for ${name}`, {
    at: `providers.${name}.api_key`,
    why: `looked for ${keyFrom}`,
    next: `set the variable, or store the key with: nimbus credentials set ${name} -`,
  })

/**
 * The key of a provider; undefined where none is needed and there is none.
 *
 * Raises `missing-key` (exit 5) naming where one would have been found, and `invalid-key` or `invalid-url` (exit 2)
 * for a provider that cannot be asked, such as one whose key was pasted with a line break. None shows a key.
 */
export const keyOf = (provider: Provider): string | undefined => {
  const { apiKey, keyFrom, fault = apiKey ? keyFault(apiKey, keyFrom) : undefined } = provider
  if (fault) throw faultError(fault)
  if (apiKey) return apiKey
  if (mayBeKeyless(provider)) return undefined
  throw noKey(provider)
}
