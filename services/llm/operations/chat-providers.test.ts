import { describe, expect, test } from 'bun:test'
import { workspace } from '@nimbus/testkit'
import { type ModelServer, modelServer } from '@nimbus/testkit/model-server'
import type { ProviderType } from '../config/settings.ts'

const models: Readonly<Record<ProviderType, string>> = {
  anthropic: 'anthropic/claude-sonnet-4-5',
  openai: 'openai/gpt-4o',
  google: 'google/gemini-2.5-flash',
  ollama: 'ollama/llama3.2',
  'openai-compatible': 'openai-compatible/mistral-small',
}

const place = ({ env, url }: ModelServer) =>
  workspace(
    {},
    { env: { ...env, OPENAI_COMPATIBLE_BASE_URL: `${url}/v1`, OPENAI_COMPATIBLE_API_KEY: 'sk-compatible-0123456789' } },
  )

const tools = [{ name: 'weather', inputSchema: { type: 'object', properties: { city: { type: 'string' } } } }]

describe.each(Object.entries(models))('%s', (provider, model) => {
  test.each([true, false])('answers a chat; streamed: %p', async (stream) => {
    await using server = await modelServer({
      otherwise: { text: ['Out of', ' memory.'], usage: { input: 50, output: 7 } },
    })
    await using ws = await place(server)
    const heard: unknown[] = []
    const envelope = await ws.invoke(
      'llm.chat',
      { prompt: 'Why?', model, stream },
      { onEvent: ({ type, data }) => void (type === 'chunk' && heard.push(data)) },
    )
    expect(envelope.data).toMatchObject({
      text: 'Out of memory.',
      provider,
      finish: 'stop',
      usage: { input: 50, cachedRead: 0, cachedWrite: 0, output: 7, reasoning: 0 },
    })
    expect(heard.join('')).toBe(stream ? 'Out of memory.' : '')
    expect(server.chats()).toHaveLength(1)
    expect(server.chats()[0]?.stream).toBe(stream)
  })

  test('asks for tools, gives JSON that fits, and sees an image', async () => {
    await using server = await modelServer()
    await using ws = await place(server)
    server.script({ toolCalls: [{ name: 'weather', input: { city: 'Bern' } }] }, { text: '{"cause":"memory"}' })
    const asked = await ws.call('llm.chat-tools', { prompt: 'Umbrella?', tools, model })
    expect(asked.toolCalls).toMatchObject([{ name: 'weather', input: { city: 'Bern' } }])
    const schema = { type: 'object', properties: { cause: { type: 'string' } }, required: ['cause'] }
    const answer = await ws.call('llm.chat', { prompt: 'Why?', schema, model })
    expect(JSON.parse(answer.text)).toEqual({ cause: 'memory' })
    const image = { type: 'image' as const, mediaType: 'image/png', data: 'iVBORw0KGgo=' }
    await ws.call('llm.chat', { messages: [{ role: 'user', content: [image] }], model })
    expect(JSON.stringify(server.chats()[2]?.body)).toContain('iVBORw0KGgo=')
  })

  test.each([
    ['auth', 'key-refused', 5],
    ['context-overflow', 'prompt-too-long', 2],
    ['invalid-request', 'refused-request', 2],
  ] as const)('refusing with %s is the error %s, in the words of the provider', async (refuse, code, exit) => {
    await using server = await modelServer({ otherwise: { refuse } })
    await using ws = await place(server)
    const { error } = await ws.invoke('llm.chat', { prompt: 'Why?', model })
    expect(error).toMatchObject({ code, exit })
    expect(error?.why).toMatch(/\(4\d\d\): \w/)
    expect(server.chats()).toHaveLength(1)
  })

  test('a stream that breaks off is no answer', async () => {
    await using server = await modelServer({
      otherwise: { text: ['Half', ' an answer'], fault: { kind: 'end', after: 1 } },
    })
    await using ws = await place(server)
    const { error } = await ws.invoke('llm.chat', { prompt: 'Why?', model })
    expect(error?.exit).toBeGreaterThan(0)
    expect(JSON.stringify(error)).toMatch(/broke off|ended before|ended without/)
  })
})

test('a key with a line break stops calls to its provider only, and nothing is spent', async () => {
  await using server = await modelServer()
  await using ws = await workspace({}, { env: { ...server.env, OPENAI_API_KEY: 'sk-proj-with-a\nline-break' } })
  const { exit, stdout, stderr } = await ws.cli(['llm', 'chat', 'Hi', '--provider', 'openai'])
  expect({ exit, stdout }).toEqual({ exit: 2, stdout: '' })
  expect(stderr).toStartWith('✗ The key from OPENAI_API_KEY holds a character that no key has\n')
  expect(stderr).not.toContain('sk-proj-with-a')
  expect(server.requests).toHaveLength(0)

  expect((await ws.cli(['llm', 'chat', 'Hi', '--provider', 'anthropic'])).exit).toBe(0)
  expect(await ws.call('llm.stats', {})).toMatchObject({ total: { calls: 1 } })
  const { stdout: shown } = await ws.cli(['llm', 'config', 'show'])
  expect(shown).toMatch(/✗ +openai .*The key from OPENAI_API_KEY holds a character/)
  expect(await ws.call('llm.config-show', {})).toMatchObject({
    providers: [{}, { name: 'openai', key: 'unusable' }, {}, {}],
  })
  expect(await ws.call('llm.route-explain', { task: 'Hi', provider: 'google' })).toMatchObject({ rejected: [] })
})
