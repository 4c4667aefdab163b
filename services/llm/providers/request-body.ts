import type { Provider } from '../config/settings.ts'
import type { ChatRequest } from '../conversation/request.ts'
import { callOptions } from './call-options.ts'
import { modelObjectVia } from './model-objects.ts'

/** The body that a provider would be sent for a request, without sending it. Raises what `modelObjectVia` raises. */
export const requestBody = async (
  provider: Provider,
  model: string,
  request: ChatRequest,
): Promise<Readonly<Record<string, unknown>>> => {
  let body: unknown
  const keep = Object.assign(
    async (_input: string | URL | Request, init?: RequestInit) => {
      body = init?.body
      return new Response('{}', { status: 418 })
    },
    { preconnect: () => undefined },
  )
  const object = await modelObjectVia(provider, model, keep)
  try {
    await object.doGenerate(callOptions(provider.type, request, new AbortController().signal))
  } catch (thrown) {
    // The status above ends the call; without a body it ended before.
    if (typeof body !== 'string') throw thrown
  }
  const value: unknown = typeof body === 'string' ? JSON.parse(body) : {}
  return value && typeof value === 'object' ? { ...value } : {}
}
