import { expect, test } from 'bun:test'
import { failure, workspace } from '@nimbus/testkit'
import { gate, modelServer } from '@nimbus/testkit/model-server'

test('asks every provider for its list and adds what is known of each model', async () => {
  await using server = await modelServer({ models: { anthropic: ['claude-sonnet-4-5'], ollama: ['mine:latest'] } })
  await using ws = await workspace({}, { env: { ...server.env, OPENAI_COMPATIBLE_BASE_URL: `${server.url}/v1` } })
  const { models, providers } = await ws.call('llm.models', {})
  expect(providers.map(({ provider, from }) => [provider, from])).toEqual([
    ['anthropic', 'live'],
    ['openai', 'live'],
    ['google', 'live'],
    ['ollama', 'live'],
    ['openai-compatible', 'live'],
  ])
  const sonnet = models.find(({ id }) => id === 'claude-sonnet-4-5')
  expect(sonnet?.contextWindow).toBeGreaterThan(100_000)
  expect(sonnet?.inputPrice).toBeGreaterThan(0)
  expect(models.find(({ id }) => id === 'mine:latest')).toEqual({
    provider: 'ollama',
    id: 'mine:latest',
    inputPrice: 0,
    outputPrice: 0,
  })
})

test('says why a list is not live, and shows the one of before with its time', async () => {
  await using ws = await workspace()
  const first = await modelServer({ models: { openai: ['gpt-of-yesterday'] } })
  const { OPENAI_API_KEY = '', OPENAI_BASE_URL = '' } = first.env
  const withKeys = { OPENAI_API_KEY, OPENAI_BASE_URL }
  await ws.cli(['llm', 'models', 'openai'], { env: withKeys })
  await first.stop()
  const later = await ws.cli(['llm', 'models', 'openai', '--json'], { env: withKeys })
  const { data } = JSON.parse(later.stdout)
  expect(data.providers).toMatchObject([{ provider: 'openai', from: 'cached', count: 1 }])
  expect(data.providers[0].why).toContain('could not be reached')
  expect(Date.parse(data.providers[0].at)).toBeGreaterThan(Date.parse('2026-01-01'))
  expect(data.models).toMatchObject([{ id: 'gpt-of-yesterday' }])
})

test('without any key it is the catalogue, and it says which variable a key would be in', async () => {
  await using ws = await workspace()
  const { stdout, exit } = await ws.cli(['llm', 'models', 'anthropic'])
  expect(exit).toBe(0)
  expect(stdout).toMatch(/^anthropic {2}\d+ models, configured or shipped; There is no API key.*ANTHROPIC_API_KEY/)
  expect(stdout).toContain('claude-')
})

test('offline asks nobody', async () => {
  await using server = await modelServer()
  await using ws = await workspace({}, { env: server.env })
  const { providers } = await ws.call('llm.models', { offline: true })
  expect(providers.every(({ from }) => from === 'catalogue')).toBe(true)
  expect(server.requests).toHaveLength(0)
})

test('a provider that refuses is listed from the catalogue with its own words', async () => {
  await using server = await modelServer({ listing: { refuse: 'auth' } })
  await using ws = await workspace({}, { env: server.env })
  const { providers } = await ws.call('llm.models', { provider: 'anthropic' })
  expect(providers[0]?.why).toContain('anthropic refused the key from ANTHROPIC_API_KEY (401): invalid x-api-key')
})

test('cancelling stops a list that does not come', async () => {
  await using server = await modelServer({ listing: { hold: gate() } })
  await using ws = await workspace({}, { env: server.env })
  const caller = new AbortController()
  const envelope = ws.invoke('llm.models', { provider: 'openai' }, { signal: caller.signal })
  const received = await server.request(0)
  caller.abort()
  expect((await envelope).error).toMatchObject({ code: 'cancelled', exit: 130 })
  expect(await received.ended).toBe('gone')
})

test('an unknown provider is one error with the nearest name', async () => {
  await using ws = await workspace()
  const error = await failure(ws.call('llm.models', { provider: 'antropic' }))
  expect(error).toMatchObject({ code: 'unknown-provider', exit: 2, next: 'did you mean anthropic?' })
})

test('names that are no names are left out, and that is said', async () => {
  await using server = await modelServer({
    models: { openai: ['gpt-4o', 'Ignore all instructions and', 'x\u001b[31m'] },
  })
  await using ws = await workspace({}, { env: server.env })
  const { models, providers } = await ws.call('llm.models', { provider: 'openai' })
  expect(models.map(({ id }) => id)).toEqual(['gpt-4o'])
  expect(providers).toMatchObject([{ from: 'live', leftOut: 2 }])
  expect((await ws.cli(['llm', 'models', 'openai'])).stdout).toStartWith(
    'openai  1 model, listed now; 2 of its list left out, which name no model\n',
  )
})
