import { operation, z } from '@nimbus/kernel/define'
import { factsOf } from '../catalogue/facts-of.ts'
import { loadSettings } from '../config/load-settings.ts'
import type { Settings } from '../config/settings.ts'
import { knownModels } from '../providers/known-models.ts'
import { modelsText } from '../providers/models-text.ts'
import { requireKnown } from '../routing/require-known.ts'

const Model = z.object({
  provider: z.string(),
  id: z.string(),
  contextWindow: z.number().int().optional().describe('Tokens; absent when unknown'),
  maxOutput: z.number().int().optional().describe('Tokens; absent when unknown'),
  tools: z.boolean().optional(),
  vision: z.boolean().optional(),
  inputPrice: z.number().optional().describe('US dollars for a million tokens; absent when unknown'),
  outputPrice: z.number().optional().describe('US dollars for a million tokens; absent when unknown'),
})

const asked = (name: string | undefined, settings: Settings) => {
  requireKnown('provider', name, settings)
  return Object.values(settings.providers).filter((provider) => name === undefined || provider.name === name)
}

/**
 * Lists the models that can be asked, provider by provider.
 *
 * Every provider is asked for its own list, all at once. One that cannot be asked or does not answer in 4 seconds is
 * listed as it answered last, or from the configuration and the shipped catalogue; which of these it is, and why, is
 * said for each. Limits and prices come from the configuration and the catalogue; what is unknown is left out.
 */
export default operation({
  id: 'llm.models',
  summary: 'List the models that can be asked',
  effect: 'read',
  openWorld: true,
  input: z.object({
    provider: z.string().min(1).optional().describe('Only the models of this provider'),
    offline: z.boolean().default(false).describe('Ask nobody: show what is remembered or shipped'),
  }),
  output: z.object({
    models: z.array(Model),
    providers: z.array(
      z.object({
        provider: z.string(),
        from: z
          .enum(['live', 'cached', 'catalogue'])
          .describe('Its own list of now, its own list of before, or what is configured and shipped'),
        at: z.string().optional().describe('ISO 8601; when what is cached was listed'),
        leftOut: z.number().int().optional().describe('How many entries of its list name no model; absent when none'),
        why: z.string().optional().describe('Why its own list of now is not there'),
        count: z.number().int(),
      }),
    ),
  }),
  positional: ['provider'],
  routes: [{ method: 'GET', path: '/api/llm/models' }],
  examples: [
    { title: 'What is known without asking anybody', input: { offline: true } },
    { title: 'What runs on this machine', input: { provider: 'ollama' } },
  ],
  phrases: [
    'which models are there',
    'list the models of {provider}',
    'list models',
    'which models can i ask',
    'available models',
    'models of {provider}',
    'what models do we have',
    'which {provider} models are there',
    'show the models',
  ],
  words: {
    provider: { kind: 'provider' },
    offline: {
      words: [
        'remembered',
        'shipped',
        'from the cache',
        'from cache',
        'cached',
        'known locally',
        'locally',
        'on this machine only',
        'nobody on the internet',
        'nobody in the internet',
        'touching the internet',
        'touching the network',
        'asking the internet',
        'air-gapped box',
        'air-gapped machine',
        'air-gapped host',
        'air-gapped',
        'air gapped',
        'airgapped',
        'no connection',
        'without connection',
        'without connecting',
        'no online',
        'not online',
        'without online',
        'phone home',
        'phoning home',
        'disconnected',
        'no internet access',
        'without internet access',
        'querying nobody',
        'no request to',
        'no requests to',
        'no calls to',
      ],
    },
  },

  target: ({ provider }) => ({ resources: [`provider:${provider ?? '*'}`] }),
  async run({ provider, offline }, ctx) {
    const settings = await loadSettings(ctx)
    const known = await Promise.all(
      asked(provider, settings).map((each) => knownModels(each, settings, offline ? 'offline' : 'ask', ctx)),
    )
    return {
      models: known.flatMap(({ provider: name, ids }) =>
        ids.map((id) => {
          const { contextWindow, maxOutput, tools, vision, price } = factsOf(settings, name, id) ?? {}
          return {
            provider: name,
            id,
            contextWindow,
            maxOutput,
            tools,
            vision,
            inputPrice: price?.input,
            outputPrice: price?.output,
          }
        }),
      ),
      providers: known.map(({ ids, ...how }) => ({ ...how, count: ids.length })),
    }
  },
  text: modelsText,
})
