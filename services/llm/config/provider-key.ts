import { providerKinds } from './provider-types.ts'
import type { ProviderFault, ProviderType } from './settings.ts'
import type { Surroundings } from './surroundings.ts'

/** A key with where it came from; without one, where it was looked for. */
export interface ProviderKey {
  value?: string
  from: string
}

/** A provider as far as its key is concerned. */
export interface KeyOwner {
  name: string
  type: ProviderType
  /** Whether it is at the usual address of its kind, or has the name of its kind: then it has the usual key. */
  usual: boolean
}

/** The variable that a provider of this name would have its key in: `my-proxy` → `MY_PROXY_API_KEY`. */
const keyVariable = (name: string): string => `${name.replace(/[^A-Za-z0-9]+/g, '_').toUpperCase()}_API_KEY`

// The usual key is never sent to an unusual address: `OPENAI_API_KEY` is nobody's business but OpenAI's.
const namesOf = ({ name, type, usual }: KeyOwner) => {
  const usualVariables = usual ? providerKinds[type].keyVariables : []
  const own = name === type ? [] : [keyVariable(name)]
  return {
    credentials: [...new Set([name, keyVariable(name), ...(usual ? [type] : []), ...usualVariables])],
    variables: [...new Set([...own, ...usualVariables])],
  }
}

/** What is wrong with a key that would end the header that carries it or start another; undefined for any other. */
export const keyFault = (key: string, from: string): ProviderFault | undefined => {
  if (/^[\x21-\x7e]+$/.test(key)) return undefined
  const last = /^[\x21-\x7e]+\s+$/.test(key)
  return {
    code: 'invalid-key',
    message: `The key from ${from} holds a character that no key has`,
    at: from,
    why: last ? 'it ends with a line break or a space' : 'there is a space, a line break or another unprintable in it',
    next: last ? 'set it again without the end of the line' : 'copy the key anew and set it again',
  }
}

/**
 * The key of a provider: what the configuration says (`written`), else the encrypted credential, else the variable.
 *
 * What a person has told Nimbus goes before what happens to be in the environment, like every other setting.
 */
export const keyOf = async (
  owner: KeyOwner,
  written: { value: string; at: string } | undefined,
  { variable, credential }: Pick<Surroundings, 'variable' | 'credential'>,
): Promise<ProviderKey> => {
  if (written?.value) return { value: written.value, from: written.at }
  const { credentials, variables } = namesOf(owner)
  for (const name of credentials) {
    const value = await credential(name)
    if (value) return { value, from: `credential ${name}` }
  }
  for (const name of variables) {
    const value = variable(name)
    if (value) return { value, from: name }
  }
  return { from: [...variables, `credential ${owner.name}`].join(', ') }
}
