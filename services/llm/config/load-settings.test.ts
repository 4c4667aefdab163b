import { expect, test } from 'bun:test'
import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { failure } from '@nimbus/testkit'
import { loadSettings } from './load-settings.ts'
import { configuration, settingsContext } from './testing.ts'

test('with nothing configured every kind of provider is at its usual address, without a key', async () => {
  const { providers, sources, policies } = await loadSettings(settingsContext())
  expect(Object.keys(providers)).toEqual(['anthropic', 'openai', 'google', 'ollama'])
  expect(providers.anthropic).toMatchObject({
    baseUrl: 'https://api.anthropic.com/v1',
    keyFrom: 'ANTHROPIC_API_KEY, credential anthropic',
    local: false,
  })
  expect(providers.anthropic).not.toHaveProperty('apiKey')
  expect(providers.ollama).toMatchObject({ baseUrl: 'http://127.0.0.1:11434', local: true })
  expect(sources).toEqual([])
  expect(policies).toMatchObject({ preferCheaperUnderTokens: 1500, defaultOutputTokens: 512 })
})

test('keys and addresses come from the usual variables, and every key is redacted', async () => {
  const redacted: string[] = []
  const env = {
    ANTHROPIC_API_KEY: 'ant-key',
    ANTHROPIC_BASE_URL: 'http://127.0.0.1:9/anthropic/',
    OPENAI_API_KEY: 'oai-key',
    GEMINI_API_KEY: 'gem-key',
    OLLAMA_HOST: '0.0.0.0:4000',
  }
  const { providers } = await loadSettings(settingsContext({ env, redact: (value) => void redacted.push(value) }))
  expect(providers.anthropic).toMatchObject({
    baseUrl: 'http://127.0.0.1:9/anthropic/v1',
    apiKey: 'ant-key',
    keyFrom: 'ANTHROPIC_API_KEY',
    local: true,
  })
  expect(providers.openai).toMatchObject({ apiKey: 'oai-key', local: false })
  expect(providers.google).toMatchObject({ apiKey: 'gem-key', keyFrom: 'GEMINI_API_KEY' })
  expect(providers.ollama?.baseUrl).toBe('http://127.0.0.1:4000')
  expect(redacted).toEqual(['ant-key', 'oai-key', 'gem-key'])
})

test('a stored credential goes before a variable, under either of its names', async () => {
  const env = { ANTHROPIC_API_KEY: 'variable', OPENAI_API_KEY: 'variable' }
  const secrets = { anthropic: 'stored', OPENAI_API_KEY: 'stored-too' }
  const { providers } = await loadSettings(settingsContext({ env, secrets }))
  expect(providers.anthropic).toMatchObject({ apiKey: 'stored', keyFrom: 'credential anthropic' })
  expect(providers.openai).toMatchObject({ apiKey: 'stored-too', keyFrom: 'credential OPENAI_API_KEY' })
})

test.each(['key\n', 'two words', 'tab\there', 'nul\0', 'ключ'])(
  'the key %p makes its provider unusable, without being shown, and no other',
  async (key) => {
    const env = { OPENAI_API_KEY: key, ANTHROPIC_API_KEY: 'fine' }
    const { providers } = await loadSettings(settingsContext({ env }))
    expect(providers.openai?.fault).toMatchObject({ code: 'invalid-key', at: 'OPENAI_API_KEY' })
    expect(JSON.stringify(providers.openai?.fault)).not.toContain(JSON.stringify(key).slice(1, -1))
    expect(providers.anthropic?.fault).toBeUndefined()
  },
)

test('an address that is none makes its provider unusable, naming the variable and not the address', async () => {
  for (const address of ['not an address', 'ftp://host', 'https://user:word@host', 'https://host?x=1']) {
    const { providers } = await loadSettings(settingsContext({ env: { OPENAI_BASE_URL: address } }))
    expect(providers.openai?.fault).toMatchObject({ code: 'invalid-url', at: 'OPENAI_BASE_URL' })
    expect(JSON.stringify(providers.openai)).not.toContain(address)
  }
})

test('what changes in the environment counts from the next call on', async () => {
  const place = settingsContext({ env: { OPENAI_API_KEY: 'one' } })
  const first = await loadSettings(place)
  expect(await loadSettings(place)).toBe(first)
  const second = await loadSettings({ ...place, env: { OPENAI_API_KEY: 'two' } })
  expect(second.providers.openai?.apiKey).toBe('two')
})

test('a credential that is set counts when what is known of it is old', async () => {
  let now = 1000
  const secrets: Record<string, string> = {}
  const place = settingsContext({ secrets, now: () => new Date(now) })
  expect((await loadSettings(place)).providers.openai?.apiKey).toBeUndefined()
  secrets.openai = 'stored'
  now += 50
  expect((await loadSettings(place)).providers.openai?.apiKey).toBe('stored')
})

test('a file that is written, changed or removed counts from the next call on', async () => {
  await using files = await configuration('')
  expect((await loadSettings(files.ctx)).policies.dailyUsd).toBeUndefined()
  await files.write({ 'llm.yaml': 'policies: { daily_budget_usd: 1 }\n' })
  const first = await loadSettings(files.ctx)
  expect(first.policies.dailyUsd).toBe(1)
  expect(await loadSettings(files.ctx)).toBe(first)
  await files.write({ 'llm.yaml': 'policies: { daily_budget_usd: 22 }\n' })
  expect((await loadSettings(files.ctx)).policies.dailyUsd).toBe(22)
  await files.write({ 'workspace/.nimbus/llm/policies.yaml': 'daily_budget_usd: 3\n' })
  expect((await loadSettings(files.ctx)).policies.dailyUsd).toBe(3)
  await rm(join(files.root, 'workspace/.nimbus/llm'), { recursive: true })
  expect((await loadSettings(files.ctx)).policies.dailyUsd).toBe(22)
})

test('a profile that changes counts from the next call on', async () => {
  await using files = await configuration({ 'llm.yaml': 'agents: { a: { profile: a.md } }\n', 'a.md': 'Be brief.\n' })
  expect((await loadSettings(files.ctx)).agents.a?.instructions).toBe('Be brief.')
  await files.write({ 'a.md': 'Be thorough.\n' })
  expect((await loadSettings(files.ctx)).agents.a?.instructions).toBe('Be thorough.')
})

test('the first problem is raised with its place, and how many more there are', async () => {
  await using files = await configuration('policies: { daily_budget_usd: -1, monthly_budget_usd: -1 }\n')
  const error = await failure(loadSettings(files.ctx))
  expect(error).toMatchObject({ code: 'invalid-llm-config', exit: 2, at: '~/.nimbus/llm.yaml:1:31' })
  expect(error.next).toBe('use 0 or more; 1 more: nimbus llm config validate')
})

test('the usual key is not sent to an unusual address, unless the provider has the usual name', async () => {
  const env = { OPENAI_API_KEY: 'usual-key', BOX_API_KEY: 'own-key' }
  const address = 'base_url: https://elsewhere.example/v1'
  await using files = await configuration(
    `providers:\n  box: { type: openai, ${address} }\n  other: { type: openai, ${address} }\n  openai: { ${address} }\n  twin: { type: openai }\n`,
    { env },
  )
  const { providers } = await loadSettings(files.ctx)
  expect(providers.box?.apiKey).toBe('own-key')
  expect(providers.other).not.toHaveProperty('apiKey')
  expect(providers.openai?.apiKey).toBe('usual-key')
  expect(providers.twin?.apiKey).toBe('usual-key')
})
