import Anthropic from '@anthropic-ai/sdk'
import { serve } from '@nimbus/surfaces/http'
import { type TestWorkspace, workspace } from '@nimbus/testkit'
import { type ModelServer, type ModelServerOptions, modelServer } from '@nimbus/testkit/model-server/server'
import OpenAI from 'openai'
import { loadFronts } from '../../apps/nimbus/open.ts'

const token = 'token-of-the-gateway-test'

/** Nimbus in front of a scripted model server, with the official clients pointed at it. */
export interface Gateway extends AsyncDisposable {
  url: string
  /** `ws://…/stream` of the service. */
  stream: string
  token: string
  models: ModelServer
  /** The workspace that is served. */
  place: TestWorkspace
  openai: OpenAI
  anthropic: Anthropic
}

/** Starts both. `config` is the text of `llm.yaml`; without one nothing is configured but keys. */
export const gateway = async (config?: string, options?: ModelServerOptions): Promise<Gateway> => {
  const models = await modelServer(options)
  const place = await workspace({}, { env: { ...models.env, NIMBUS_TOKEN: token } })
  if (config !== undefined) await Bun.write(`${place.home}/.nimbus/llm.yaml`, config)
  const host = await place.host()
  const server = serve(host, {
    port: 0,
    drainMs: 200,
    heartbeatMs: 5_000,
    streams: [{ service: 'llm', port: 0 }],
    fronts: await loadFronts(['llm']),
  })
  return {
    url: server.url,
    stream: server.streams.llm ?? '',
    token,
    models,
    place,
    openai: new OpenAI({ apiKey: token, baseURL: `${server.url}/v1` }),
    anthropic: new Anthropic({ apiKey: token, baseURL: server.url }),
    async [Symbol.asyncDispose]() {
      await server.stop()
      await place[Symbol.asyncDispose]()
      await models[Symbol.asyncDispose]()
    },
  }
}
