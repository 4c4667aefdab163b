import type { LanguageModelV4 } from '@ai-sdk/provider'
import type { Provider, ProviderType } from '../config/settings.ts'
import { endpointOf, keyOf } from './access.ts'
import { createKept } from './kept.ts'
import { fetchLines } from './ollama-lines.ts'
import { fetchSameOrigin } from './same-origin.ts'

type ModelOf = (id: string) => LanguageModelV4

type Fetch = typeof globalThis.fetch

interface Access {
  baseURL: string
  apiKey: string
  headers: Record<string, string>
  fetch: Fetch
}

/** Each package is loaded by the first use of its type: 30 to 45 ms that a command without a model never pays. */
const makers: Readonly<Record<ProviderType, (access: Access) => Promise<ModelOf>>> = {
  async anthropic(access) {
    const { createAnthropic } = await import('@ai-sdk/anthropic')
    return createAnthropic(access)
  },
  async openai(access) {
    const { createOpenAI } = await import('@ai-sdk/openai')
    return createOpenAI(access).responses
  },
  async google(access) {
    const { createGoogle } = await import('@ai-sdk/google')
    return createGoogle(access)
  },
  async ollama({ baseURL, apiKey, headers, fetch }) {
    const { createOllama } = await import('ollama-ai-provider-v2')
    const all = apiKey ? { authorization: `Bearer ${apiKey}`, ...headers } : headers
    return createOllama({ baseURL, headers: all, fetch })
  },
  async 'openai-compatible'({ baseURL, apiKey, headers, fetch }) {
    const { createOpenAICompatible } = await import('@ai-sdk/openai-compatible')
    return createOpenAICompatible({
      name: 'compatible',
      baseURL,
      headers,
      ...(apiKey ? { apiKey } : {}),
      fetch,
      includeUsage: true,
      supportsStructuredOutputs: true,
    })
  },
}

/** An endpoint of this machine may be asked without a key; the packages insist on one. */
const noKey: Readonly<Partial<Record<ProviderType, string>>> = { anthropic: 'none', openai: 'none', google: 'none' }

const accessOf = (provider: Provider): Omit<Access, 'fetch'> => ({
  baseURL: endpointOf(provider),
  apiKey: keyOf(provider) ?? noKey[provider.type] ?? '',
  headers: { ...provider.headers },
})

/** A model object whose requests go through a function of the caller's. Raises what `keyOf` raises. */
export const modelObjectVia = async (provider: Provider, id: string, fetch: Fetch): Promise<LanguageModelV4> => {
  const modelOf = await makers[provider.type]({ ...accessOf(provider), fetch })
  return modelOf(id)
}

/**
 * Model objects by what they are made of, since making one costs more than asking it: a changed key gets another. A
 * long-lived server whose keys rotate keeps only so many.
 */
const kept = createKept<LanguageModelV4>(200)

/** A model object of the language-model specification, kept for the next call. Raises what `keyOf` raises. */
export const modelObject = async (provider: Provider, id: string): Promise<LanguageModelV4> => {
  const access = accessOf(provider)
  return kept(JSON.stringify([provider.type, id, access]), async () => {
    const fetch = provider.type === 'ollama' ? fetchLines : fetchSameOrigin
    const modelOf = await makers[provider.type]({ ...access, fetch })
    return modelOf(id)
  })
}
