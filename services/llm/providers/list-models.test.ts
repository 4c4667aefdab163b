import { expect, test } from 'bun:test'
import type { ProviderType } from '../config/settings.ts'
import { listModels } from './list-models.ts'
import { scriptedProvider } from './testing.ts'

const bad = [{ id: 7 }, null, 'text', {}]

test.each<[ProviderType, object, string[], number]>([
  ['anthropic', { data: [{ id: 'b' }, ...bad, { id: 'a' }] }, ['a', 'b'], 4],
  ['openai', { data: [{ id: 'gpt-5' }, { id: 'whisper-1' }, ...bad] }, ['gpt-5'], 4],
  ['openai-compatible', { data: [...bad, { id: 'org/model' }, { id: 'org/model' }] }, ['org/model'], 4],
  ['ollama', { models: [{ name: 'llama3.2:3b' }, ...bad] }, ['llama3.2:3b'], 4],
  [
    'google',
    {
      models: [
        { name: 'models/gemini', supportedGenerationMethods: ['generateContent'] },
        { name: 'models/vectors', supportedGenerationMethods: ['embedContent'] },
        { name: 'models/odd', supportedGenerationMethods: 'all' },
      ],
    },
    ['gemini'],
    1,
  ],
  ['openai', { data: [{ id: 'whisper-1' }] }, [], 0],
  ['ollama', { models: [] }, [], 0],
])('a bad entry in the list of %s leaves the others: %j', async (type, list, ids, leftOut) => {
  using server = Bun.serve({ hostname: '127.0.0.1', port: 0, fetch: () => Response.json(list) })
  const provider = scriptedProvider(type, { url: `http://127.0.0.1:${server.port}` })
  expect(await listModels(provider, new AbortController().signal, 5000)).toEqual({ ids, leftOut })
})
