import { expect, test } from 'bun:test'
import { loadSettings } from '../config/load-settings.ts'
import type { ModelSettings, Settings } from '../config/settings.ts'
import { settingsContext } from '../config/testing.ts'
import { factsOf } from './facts-of.ts'
import { nearestModels } from './nearest-models.ts'

const settings = await loadSettings(settingsContext())
const withModels = (models: Record<string, Omit<ModelSettings, 'suitability'>>): Settings => ({
  ...settings,
  models: Object.fromEntries(Object.entries(models).map(([name, each]) => [name, { ...each, suitability: [] }])),
})

test('limits, abilities and price come from the shipped table, with its day', () => {
  const facts = factsOf(settings, 'anthropic', 'claude-sonnet-4-5')
  expect(facts).toMatchObject({ contextWindow: 200_000, tools: true, vision: true, reasoning: true })
  expect(facts?.price).toMatchObject({ input: 3, output: 15, cachedRead: 0.3, cachedWrite: 3.75 })
  expect(facts?.price?.source).toMatch(/genai-prices .* read \d{4}-\d{2}-\d{2}$/)
})

test.each([
  ['anthropic', 'claude-sonnet-4-20250514', 3],
  ['anthropic', 'claude-3-5-haiku-latest', 0.8],
  ['anthropic', 'anthropic/claude-opus-4-5-20251101', 5],
  ['openai', 'gpt-4o-2024-08-06', 2.5],
  ['google', 'models/gemini-2.5-pro', 1.25],
])('a release or a prefix leads to the model: %s %s', (provider, id, input) => {
  expect(factsOf(settings, provider, id)).toMatchObject({ id, price: { input } })
})

test('an unknown model has no price, rather than none to pay', () => {
  expect(factsOf(settings, 'openai', 'my-own-model')).toEqual({
    provider: 'openai',
    id: 'my-own-model',
    suitability: [],
  })
  expect(factsOf(settings, 'ghost', 'gpt-5')).toBeUndefined()
  for (const name of ['__proto__', 'constructor', 'toString'])
    expect(factsOf(settings, 'openai', name)?.price).toBeUndefined()
})

test('what runs on this machine costs nothing; a remote Ollama is unknown', async () => {
  expect(factsOf(settings, 'ollama', 'llama3.2')?.price).toMatchObject({ input: 0, output: 0 })
  const remote = await loadSettings(settingsContext({ env: { OLLAMA_HOST: 'gpu-box' } }))
  expect(factsOf(remote, 'ollama', 'llama3.2')?.price).toBeUndefined()
})

test('the word of the user goes before the table, by the thousand', () => {
  const own = withModels({
    mine: {
      provider: 'anthropic',
      id: 'claude-sonnet-4-5',
      costPer1k: { input: 0.001, output: 0.002 },
      contextWindow: 1000,
      vision: false,
    },
  })
  expect(factsOf(own, 'anthropic', 'claude-sonnet-4-5')).toMatchObject({
    contextWindow: 1000,
    vision: false,
    tools: true,
    price: { input: 1, output: 2, source: 'your configuration' },
  })
})

test('near names are offered for a slip and for a beginning', () => {
  expect(nearestModels(settings, 'claude-sonet-4-5')[0]).toBe('claude-sonnet-4-5')
  expect(
    nearestModels(settings, 'anthropic/claude-opus').every((name) => name.startsWith('anthropic/claude-opus')),
  ).toBe(true)
  expect(nearestModels(settings, 'zzz')).toEqual([])
})

test('what was found is found again, and anew for other settings', () => {
  expect(factsOf(settings, 'openai', 'gpt-5')).toBe(factsOf(settings, 'openai', 'gpt-5'))
  const own = withModels({ 'gpt-5': { provider: 'openai', id: 'gpt-5', contextWindow: 7 } })
  expect(factsOf(own, 'openai', 'gpt-5')?.contextWindow).toBe(7)
  expect(factsOf(settings, 'openai', 'gpt-5')?.contextWindow).toBe(400_000)
})
