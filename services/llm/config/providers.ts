import { invalid } from '@nimbus/kernel/define'
import { baseUrlOf, isLocal } from './base-url.ts'
import { keyOf } from './provider-key.ts'
import { answerTimeoutMs, providerKinds, providerTypes } from './provider-types.ts'
import type { Provider, ProviderType } from './settings.ts'
import type { Surroundings } from './surroundings.ts'

/** A provider as its file describes it, with the places of what was written. */
export interface WrittenProvider {
  name: string
  type: ProviderType
  baseUrl?: { value: string; at: string }
  apiKey?: { value: string; at: string }
  headers?: Readonly<Record<string, string>>
  timeoutMs?: number
}

interface Address {
  url: string
  usual: boolean
}

const addressOf = (written: WrittenProvider, { variable }: Surroundings): Address | undefined => {
  const { type, name } = written
  const { baseUrl, baseUrlVariables } = providerKinds[type]
  const checked = (text: string, at: string): string => {
    const url = baseUrlOf(type, text)
    if (url) return url
    throw invalid('invalid-url', `${name}: this is no address of a provider`, {
      at,
      why: 'it is http:// or https:// and a host, without a user, a query or a fragment',
      next: `write it like ${baseUrl ?? 'http://127.0.0.1:8000/v1'}`,
    })
  }
  if (written.baseUrl) return { url: checked(written.baseUrl.value, written.baseUrl.at), usual: name === type }
  for (const each of baseUrlVariables) {
    const value = variable(each)
    if (value) return { url: checked(value, each), usual: true }
  }
  return baseUrl ? { url: baseUrl, usual: true } : undefined
}

/** A provider ready for use, or undefined when nobody said where it is. Raises `invalid-url` and `invalid-key`. */
const providerOf = async (written: WrittenProvider, surroundings: Surroundings): Promise<Provider | undefined> => {
  const { name, type, apiKey, headers, timeoutMs } = written
  const address = addressOf(written, surroundings)
  if (!address) return undefined
  const key = await keyOf({ name, type, usual: address.usual }, apiKey, surroundings)
  return {
    name,
    type,
    baseUrl: address.url,
    ...(key.value === undefined ? {} : { apiKey: key.value }),
    keyFrom: key.from,
    local: isLocal(address.url),
    ...(headers ? { headers } : {}),
    timeoutMs: timeoutMs ?? answerTimeoutMs,
  }
}

/**
 * The providers in force: those of the configuration, and one of each kind that it does not name and whose address is
 * known. One without a key is listed as well: whoever needs it is told which key is missing.
 */
export const providersOf = async (
  configured: readonly WrittenProvider[],
  surroundings: Surroundings,
): Promise<Record<string, Provider>> => {
  const names = new Set(configured.map(({ name }) => name))
  const usual = providerTypes.filter((type) => !names.has(type)).map((type) => ({ name: type, type }))
  const providers: Record<string, Provider> = {}
  for (const written of [...configured, ...usual]) {
    const provider = await providerOf(written, surroundings)
    if (provider) providers[provider.name] = provider
  }
  return providers
}
