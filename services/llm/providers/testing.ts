import { stopBy } from '@nimbus/kernel/define'
import type { ModelServer } from '@nimbus/testkit/model-server'
import type { ModelFacts } from '../catalogue/facts.ts'
import { providerKinds } from '../config/provider-types.ts'
import type { Provider, ProviderType } from '../config/settings.ts'
import type { ChatRequest } from '../conversation/request.ts'
import { type FormatName, formats } from '../formats/formats.ts'
import { createForwarding } from '../forwarding/forwarding.ts'
import { type CalledAnswer, type CallIo, callModel } from './call-model.ts'
import { ModelFailure } from './failure.ts'

const neverStops = stopBy(new AbortController().signal)

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

const factsFor = (type: ProviderType): ModelFacts => ({ provider: type, id: modelNames[type], suitability: [] })

type Asking = (
  type: ProviderType,
  server: Pick<ModelServer, 'url'>,
  request?: Partial<ChatRequest>,
  io?: Partial<CallIo> & { provider?: Partial<Provider> },
) => Promise<CalledAnswer>

/** Asks the scripted server the way this type of provider is asked. */
export const ask: Asking = (type, server, request = {}, io = {}) =>
  callModel(
    scriptedProvider(type, server, io.provider),
    factsFor(type),
    { messages: [{ role: 'user', content: 'Why does my pod restart?' }], ...request },
    { stop: io.stop ?? neverStops, ...(io.onChunk ? { onChunk: io.onChunk } : {}) },
  )

/** The same for a request that came in the format of the provider, and goes on in it. */
const askForwarded =
  (format: FormatName): Asking =>
  (type, server, _request = {}, io = {}) => {
    const body = {
      model: 'auto',
      max_tokens: 100,
      messages: [{ role: 'user', content: 'Why does my pod restart?' }],
      ...(io.onChunk ? { stream: true } : {}),
    }
    const asked = formats[format].read(body)
    const { ask: forward } = createForwarding(formats[format], asked, { clean: () => body, headers: {} })
    return forward(scriptedProvider(type, server, io.provider), factsFor(type), asked.chat, {
      stop: io.stop ?? neverStops,
      ...(io.onChunk ? { onChunk: io.onChunk } : {}),
    })
  }

/** Every way in which a model is asked: in words of ours, or in those of a client that speaks like its provider. */
export const ways: [way: string, type: ProviderType, ask: Asking][] = [
  ...providerTypes.map((type): (typeof ways)[number] => [type, type, ask]),
  ['anthropic, forwarded', 'anthropic', askForwarded('anthropic')],
  ['openai, forwarded', 'openai', askForwarded('openai')],
  ['openai-compatible, forwarded', 'openai-compatible', askForwarded('openai')],
]

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
