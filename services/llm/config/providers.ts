import { invalid, NimbusError } from '@nimbus/kernel/define'
import { baseUrlOf, isLocal } from './base-url.ts'
import type { ProviderFile } from './file-schema.ts'
import type { Whole } from './layers.ts'
import type { Problem } from './problem.ts'
import { keyFault, keyOf } from './provider-key.ts'
import { answerTimeoutMs, providerKinds, providerTypes } from './provider-types.ts'
import type { Provider, ProviderFault, ProviderType } from './settings.ts'
import type { Surroundings } from './surroundings.ts'

interface Written extends ProviderFile {
  name: string
  type: ProviderType
}

/** Gives the place of a key of a provider, for a person. */
type Place = (key: string) => string

interface Address {
  url: string
  /** Whether it is where everybody expects this provider: then the usual key is meant for it. */
  usual: boolean
  /** Why the address that the environment gives is none. */
  fault?: ProviderFault
}

const urlFault = (name: string, type: ProviderType, at: string): ProviderFault => ({
  code: 'invalid-url',
  message: `${name}: this is no address of a provider`,
  at,
  why: 'it is http:// or https:// and a host, without a user, a query or a fragment',
  next: `write it like ${providerKinds[type].baseUrl ?? 'http://127.0.0.1:8000/v1'}`,
})

const addressOf = (
  { name, type, base_url: written }: Written,
  place: Place,
  { variable }: Surroundings,
): Address | undefined => {
  const { baseUrl, baseUrlVariables } = providerKinds[type]
  if (written !== undefined) {
    const url = baseUrlOf(type, written)
    if (url) return { url, usual: name === type }
    const { code, message, ...parts } = urlFault(name, type, place('base_url'))
    throw invalid(code, message, parts)
  }
  for (const each of baseUrlVariables) {
    const value = variable(each)
    if (!value) continue
    const url = baseUrlOf(type, value)
    // A word in the environment stops what it is for, and nothing else.
    return url ? { url, usual: true } : { url: baseUrl ?? '', usual: true, fault: urlFault(name, type, each) }
  }
  return baseUrl ? { url: baseUrl, usual: true } : undefined
}

const providerOf = async (
  written: Written,
  place: Place,
  surroundings: Surroundings,
): Promise<Provider | undefined> => {
  const { name, type, api_key: key, headers, timeout_seconds: seconds } = written
  const address = addressOf(written, place, surroundings)
  if (!address) return undefined
  const ownKey = key === undefined ? undefined : { value: key, at: place('api_key') }
  const { value, from } = await keyOf({ name, type, usual: address.usual }, ownKey, surroundings)
  const fault = address.fault ?? (value === undefined ? undefined : keyFault(value, from))
  return {
    name,
    type,
    baseUrl: address.url,
    ...(value === undefined ? {} : { apiKey: value }),
    keyFrom: from,
    local: address.url !== '' && isLocal(address.url),
    ...(headers ? { headers } : {}),
    timeoutMs: seconds === undefined ? answerTimeoutMs : seconds * 1000,
    ...(fault ? { fault } : {}),
  }
}

const isType = (name: string): name is ProviderType => providerTypes.some((type) => type === name)

const untyped = (name: string, { locate }: Pick<Whole, 'locate'>): Problem =>
  locate({
    path: ['providers', name, 'type'],
    part: 'key',
    message: `providers.${name}.type: missing`,
    why: 'it says whose protocol the provider speaks',
    next: `add type: and one of ${providerTypes.join(', ')}`,
  })

const nowhere = (name: string, { locate }: Pick<Whole, 'locate'>): Problem =>
  locate({
    path: ['providers', name, 'base_url'],
    part: 'key',
    message: `providers.${name}.base_url: missing`,
    why: 'a provider of this type has no usual address',
    next: 'add base_url: and its address, such as http://127.0.0.1:8000/v1',
  })

/**
 * The providers in force: those of the configuration, and one of each kind that it does not name and whose address is
 * known. One without a key is listed as well: whoever needs it is told which key is missing.
 */
export const providersOf = async (
  written: Readonly<Record<string, ProviderFile>>,
  whole: Pick<Whole, 'locate'>,
  surroundings: Surroundings,
): Promise<{ providers: Record<string, Provider>; problems: Problem[] }> => {
  const problems: Problem[] = []
  const providers: Record<string, Provider> = {}
  const usual = providerTypes
    .filter((type) => !Object.hasOwn(written, type))
    .map((type): [string, ProviderFile] => [type, {}])
  for (const [name, each] of [...Object.entries(written), ...usual]) {
    const type = each.type ?? (isType(name) ? name : undefined)
    if (!type) {
      problems.push(untyped(name, whole))
      continue
    }
    const place: Place = (key) => whole.locate({ path: ['providers', name, key], message: '' }).at ?? name
    try {
      const provider = await providerOf({ ...each, name, type }, place, surroundings)
      if (provider) providers[name] = provider
      else if (Object.hasOwn(written, name)) problems.push(nowhere(name, whole))
    } catch (thrown) {
      if (!(thrown instanceof NimbusError)) throw thrown
      const { exit: _exit, ...problem } = thrown.data
      problems.push(problem)
    }
  }
  return { providers, problems }
}
