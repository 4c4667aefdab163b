import type { ModelServer } from '@nimbus/testkit/model-server'
import type { ModelFacts } from '../catalogue/facts.ts'
import { providerKinds } from '../config/provider-types.ts'
import type { Provider, ProviderType } from '../config/settings.ts'
import type { ChatRequest } from '../conversation/request.ts'
import { type CallIo, callModel } from './call-model.ts'
import { ModelFailure } from './failure.ts'

/** A model that each type of provider could have. */
export const modelNames: Readonly<Record<ProviderType, string>> = {
  anthropic: 'claude-sonnet-4-5',
  openai: 'gpt-4o',
  google: 'gemini-2.5-flash',
  ollama: 'llama3.2',
  'openai-compatible': 'mistral-small',
}

export const providerTypes = Object.keys(modelNames) as readonly ProviderType[]

/** A key that no test may find anywhere but in a header. */
export const testKey = 'sk-test-nobody-0123456789abcdef'

/** A provider of this type that is really the scripted server. */
export const scriptedProvider = (
  type: ProviderType,
  server: Pick<ModelServer, 'url'>,
  more: Partial<Provider> = {},
): Provider => ({
  name: type,
  type,
  baseUrl: server.url + (providerKinds[type].basePath ?? (type === 'ollama' ? '' : '/v1')),
  apiKey: testKey,
  keyFrom: 'the test',
  local: true,
  timeoutMs: 30_000,
  ...more,
})

export const factsFor = (type: ProviderType): ModelFacts => ({ provider: type, id: modelNames[type], suitability: [] })

/** Asks the scripted server the way this type of provider is asked. */
export const ask = (
  type: ProviderType,
  server: Pick<ModelServer, 'url'>,
  request: Partial<ChatRequest> = {},
  io: Partial<CallIo> & { provider?: Partial<Provider> } = {},
) =>
  callModel(
    scriptedProvider(type, server, io.provider),
    factsFor(type),
    { messages: [{ role: 'user', content: 'Why does my pod restart?' }], ...request },
    { signal: io.signal ?? new AbortController().signal, ...(io.onChunk ? { onChunk: io.onChunk } : {}) },
  )

/** The failure of a call that must fail. */
export const modelFailure = async (work: Promise<unknown>): Promise<ModelFailure> => {
  try {
    await work
  } catch (thrown) {
    if (thrown instanceof ModelFailure) return thrown
    throw thrown
  }
  throw new Error('it succeeded and should have failed')
}
