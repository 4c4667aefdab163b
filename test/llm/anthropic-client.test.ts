import { expect, test } from 'bun:test'
import Anthropic from '@anthropic-ai/sdk'
import { gate } from '@nimbus/testkit/model-server/server'
import { gateway } from './gateway.ts'

const model = 'claude-haiku-5-5'
const messages = [{ role: 'user' as const, content: 'Why does my pod restart?' }]
const ask = { model, max_tokens: 200, messages }
const weather = {
  name: 'weather',
  description: 'The weather of today',
  input_schema: { type: 'object' as const, properties: { city: { type: 'string' } } },
}

test('answers, with usage and why it stopped', async () => {
  await using it = await gateway()
  it.models.script({ text: 'It runs out of memory.', usage: { input: 10, cachedRead: 4, cachedWrite: 3, output: 6 } })
  const answer = await it.anthropic.messages.create({ ...ask, system: 'Be brief.' })
  expect(answer).toMatchObject({
    type: 'message',
    role: 'assistant',
    model,
    content: [{ type: 'text', text: 'It runs out of memory.' }],
    stop_reason: 'end_turn',
    usage: { input_tokens: 10, cache_read_input_tokens: 4, cache_creation_input_tokens: 3, output_tokens: 6 },
  })
  expect(JSON.stringify((await it.models.chat(0)).body)).toContain('Be brief.')
})

test('streams events in the order of this API, and the client puts them together', async () => {
  await using it = await gateway()
  it.models.script({ text: ['It ', 'runs ', 'out.'], usage: { input: 10, output: 6 } })
  const stream = it.anthropic.messages.stream(ask)
  const types: string[] = []
  for await (const event of stream) types.push(event.type)
  expect(types).toEqual([
    'message_start',
    'content_block_start',
    'content_block_delta',
    'content_block_delta',
    'content_block_delta',
    'content_block_stop',
    'message_delta',
    'message_stop',
  ])
  expect(await stream.finalMessage()).toMatchObject({
    content: [{ type: 'text', text: 'It runs out.' }],
    usage: { input_tokens: 10, output_tokens: 6 },
  })
})

test.each(['whole', 'streamed'] as const)('asks for a tool and takes what it gave, %s', async (how) => {
  await using it = await gateway()
  it.models.script(
    { text: 'Let me look.', toolCalls: [{ id: 'toolu_1', name: 'weather', input: { city: 'Zürich' } }] },
    { text: 'Take one.' },
  )
  const question = { ...ask, tools: [weather] }
  const first =
    how === 'whole'
      ? await it.anthropic.messages.create(question)
      : await it.anthropic.messages.stream(question).finalMessage()
  expect(first.stop_reason).toBe('tool_use')
  expect(first.content).toMatchObject([
    { type: 'text', text: 'Let me look.' },
    { type: 'tool_use', id: 'toolu_1', name: 'weather', input: { city: 'Zürich' } },
  ])
  const second = await it.anthropic.messages.create({
    ...question,
    messages: [
      ...messages,
      { role: 'assistant', content: first.content },
      { role: 'user', content: [{ type: 'tool_result', tool_use_id: 'toolu_1', content: 'rain' }] },
    ],
  })
  expect(second.content).toMatchObject([{ type: 'text', text: 'Take one.' }])
  expect(JSON.stringify((await it.models.chat(1)).body)).toContain('rain')
})

test('passes an image on', async () => {
  await using it = await gateway()
  const data = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAQAAAC1HAwCAAAAC0lEQVR42mNk+A8AAQUBAScY42YAAAAASUVORK5CYII='
  const image = { type: 'image' as const, source: { type: 'base64' as const, media_type: 'image/png' as const, data } }
  await it.anthropic.messages.create({ ...ask, messages: [{ role: 'user', content: [image] }] })
  expect(JSON.stringify((await it.models.chat(0)).body)).toContain(data)
})

test('errors have the classes that the client knows', async () => {
  await using it = await gateway()
  const stranger = new Anthropic({ apiKey: 'guess', baseURL: it.url })
  const caught = (promise: Promise<unknown>) => promise.catch((thrown: unknown) => thrown)
  expect(await caught(stranger.messages.create(ask))).toBeInstanceOf(Anthropic.AuthenticationError)
  expect(await caught(it.anthropic.messages.create({ ...ask, model: 'claude-haiku-9' }))).toBeInstanceOf(
    Anthropic.NotFoundError,
  )
  expect(await caught(it.anthropic.messages.create({ ...ask, max_tokens: 0 }))).toBeInstanceOf(
    Anthropic.BadRequestError,
  )
  expect(it.models.chats()).toHaveLength(0)
})

test.each([true, false])('a budget refusal is an error of its own class, once (stream: %p)', async (stream) => {
  await using it = await gateway('policies:\n  daily_budget_usd: 0.0000001\n  limit:\n    type: hard\n')
  const error = await it.anthropic.messages.create({ ...ask, stream }).catch((thrown: unknown) => thrown)
  expect(error).toBeInstanceOf(Anthropic.RateLimitError)
  expect(String(error)).toContain('daily budget')
  expect(it.models.chats()).toHaveLength(0)
})

test('a client that gives up stops the request of the provider', async () => {
  await using it = await gateway()
  const never = gate()
  it.models.script({ text: ['It ', 'runs.'], fault: { after: 1, kind: 'pause', until: never } })
  const stream = it.anthropic.messages.stream(ask)
  for await (const event of stream) if (event.type === 'content_block_delta') break
  expect(await (await it.models.chat(0)).ended).toBe('gone')
})

test('lists models in its own format', async () => {
  await using it = await gateway()
  const { data } = await it.anthropic.models.list()
  expect(data[0]).toMatchObject({ type: 'model', id: 'auto' })
  expect(await it.anthropic.models.retrieve('auto')).toMatchObject({ type: 'model', id: 'auto' })
  const missing = await it.anthropic.models.retrieve('claude-of-nobody').catch((thrown) => thrown)
  expect(missing).toMatchObject({ status: 404, error: { error: { type: 'not_found_error' } } })
})

test('counts the tokens of a request, by the counter of its provider or about', async () => {
  await using it = await gateway()
  const request = { messages, system: 'Be brief.', tools: [weather] }
  const counted = await it.anthropic.messages.countTokens({ model, ...request })
  const asked = it.models.requests.find(({ asks }) => asks === 'count')
  expect(asked?.body).toMatchObject({ model, messages: [{ role: 'user' }], tools: [{ name: 'weather' }] })
  expect(counted.input_tokens).toBeGreaterThan(0)
  expect((await it.anthropic.messages.countTokens({ model: 'openai/gpt-4o', messages })).input_tokens).toBeWithin(5, 20)
  const error = await it.anthropic.messages.countTokens({ model: 'claude-haiku-9', messages }).catch((e: unknown) => e)
  expect(error).toBeInstanceOf(Anthropic.NotFoundError)
  expect(it.models.chats()).toHaveLength(0)
})
