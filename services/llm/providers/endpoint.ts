import { invalid, missing } from '@nimbus/kernel/define'
import type { Provider, ProviderType } from '../config/settings.ts'

/**
 * The version in the path that each API has, for base URLs that leave it out.
 *
 * Anthropic's own clients take a base URL without it (https://docs.anthropic.com/en/api/client-sdks), OpenAI's take one
 * with it (https://github.com/openai/openai-node), Google's and Ollama's without (https://ai.google.dev/api,
 * https://github.com/ollama/ollama/blob/main/docs/api.md; all read 2026-11). Both spellings are taken.
 */
const versions: Readonly<Record<ProviderType, { path: string; present: RegExp } | undefined>> = {
  anthropic: { path: '/v1', present: /\/v\d[a-z0-9]*$/ },
  google: { path: '/v1beta', present: /\/v\d[a-z0-9]*$/ },
  ollama: { path: '/api', present: /\/api$/ },
  openai: undefined,
  'openai-compatible': undefined,
}

/** Where a provider's API begins, with its version and without a trailing slash. */
export const endpointOf = ({ type, baseUrl }: Pick<Provider, 'type' | 'baseUrl'>): string => {
  const url = baseUrl.replace(/\/+$/, '')
  const version = versions[type]
  return !version || version.present.test(url) ? url : url + version.path
}

/** What may stand in a header, after RFC 9110 §5.5: visible characters and spaces between them. */
const fitsHeader = /^[\x21-\x7e](?:[\x20-\x7e]*[\x21-\x7e])?$/

/**
 * The key of a provider; undefined where none is needed.
 *
 * Raises `missing-key` (exit 5) naming where one would have been found, and `invalid-key` (exit 2) for one that no
 * header can carry, such as one that was pasted with a line break. Neither shows any of it.
 */
export const keyOf = ({ name, type, apiKey, keyFrom, local }: Provider): string | undefined => {
  if (apiKey === undefined || apiKey === '') {
    if (local || type === 'ollama' || type === 'openai-compatible') return undefined
    throw missing('missing-key', `There is no API key for ${name}`, {
      at: `providers.${name}.api_key`,
      why: `looked for ${keyFrom}`,
      next: `set the variable, or store the key with: nimbus state credentials set ${name} -`,
    })
  }
  if (fitsHeader.test(apiKey)) return apiKey
  throw invalid('invalid-key', `The API key for ${name} cannot be sent`, {
    at: `providers.${name}.api_key`,
    why: `${keyFrom}: it holds ${/[\r\n]/.test(apiKey) ? 'a line break' : 'spaces at an end, or characters that no header can carry'}`,
    next: 'set it anew, as one line without spaces around it',
  })
}
