import { expect, test } from 'bun:test'
import { gate } from '@nimbus/testkit/model-server/server'
import OpenAI from 'openai'
import { gateway } from './gateway.ts'

const model = 'gpt-6-luna'
const messages = [{ role: 'user' as const, content: 'Why does my pod restart?' }]
const weather = {
  type: 'function' as const,
  function: {
    name: 'weather',
    description: 'The weather of today',
    parameters: { type: 'object', properties: { city: { type: 'string' } }, required: ['city'] },
  },
}

test('answers, with usage and why it stopped', async () => {
  await using it = await gateway()
  it.models.script({ text: 'It runs out of memory.', usage: { input: 10, cachedRead: 4, output: 6, reasoning: 2 } })
  const answer = await it.openai.chat.completions.create({ model, messages, max_tokens: 100 })
  expect(answer.object).toBe('chat.completion')
  expect(answer.model).toBe(model)
  expect(answer.choices[0]).toMatchObject({
    finish_reason: 'stop',
    message: { role: 'assistant', content: 'It runs out of memory.' },
  })
  expect(answer.usage).toMatchObject({
    prompt_tokens: 14,
    completion_tokens: 8,
    total_tokens: 22,
    prompt_tokens_details: { cached_tokens: 4 },
  })
  expect(it.models.chats()).toHaveLength(1)
})

test('streams the answer piece by piece, with usage when it is asked for', async () => {
  await using it = await gateway()
  it.models.script({ text: ['It ', 'runs ', 'out.'], usage: { input: 10, output: 6 } })
  const stream = await it.openai.chat.completions.create({
    model,
    messages,
    stream: true,
    stream_options: { include_usage: true },
  })
  const chunks = await Array.fromAsync(stream)
  expect(chunks.flatMap(({ choices }) => choices[0]?.delta.content || [])).toEqual(['It ', 'runs ', 'out.'])
  expect(chunks.flatMap(({ choices }) => choices[0]?.finish_reason ?? [])).toEqual(['stop'])
  expect(chunks.at(-1)).toMatchObject({ choices: [], usage: { prompt_tokens: 10, completion_tokens: 6 } })
  expect(chunks[0]?.choices[0]?.delta.role).toBe('assistant')
  expect(new Set(chunks.map(({ id }) => id)).size).toBe(1)
})

test('the first piece arrives while the model is still writing', async () => {
  await using it = await gateway()
  const rest = gate()
  it.models.script({ text: ['It ', 'runs ', 'out.'], fault: { after: 1, kind: 'pause', until: rest } })
  const stream = await it.openai.chat.completions.create({ model, messages, stream: true })
  let text = ''
  for await (const { choices } of stream) {
    text += choices[0]?.delta.content ?? ''
    if (text !== '') rest.open()
  }
  expect(text).toBe('It runs out.')
})

test('the first piece arrives while the model is still writing, tools or not', async () => {
  await using it = await gateway()
  const rest = gate()
  it.models.script({ text: ['Let ', 'me ', 'look.'], fault: { after: 1, kind: 'pause', until: rest } })
  const stream = await it.openai.chat.completions.create({ model, messages, tools: [weather], stream: true })
  let text = ''
  for await (const { choices } of stream) {
    text += choices[0]?.delta.content ?? ''
    if (text !== '') rest.open()
  }
  expect(text).toBe('Let me look.')
})

test.each(['whole', 'streamed'] as const)('asks for a tool and takes what it gave, %s', async (how) => {
  await using it = await gateway()
  it.models.script({ toolCalls: [{ id: 'call_1', name: 'weather', input: { city: 'Zürich' } }] }, { text: 'Take one.' })
  const question = { model, messages, tools: [weather], tool_choice: 'auto' as const }
  const first =
    how === 'whole'
      ? await it.openai.chat.completions.create(question)
      : await it.openai.chat.completions.stream(question).finalChatCompletion()
  const [choice] = first.choices
  expect(choice?.finish_reason).toBe('tool_calls')
  const calls = choice?.message.tool_calls ?? []
  expect(calls).toMatchObject([
    { id: 'call_1', type: 'function', function: { name: 'weather', arguments: '{"city":"Zürich"}' } },
  ])
  const second = await it.openai.chat.completions.create({
    model,
    tools: [weather],
    messages: [
      ...messages,
      { role: 'assistant', tool_calls: calls },
      { role: 'tool', tool_call_id: 'call_1', content: 'rain' },
    ],
  })
  expect(second.choices[0]?.message.content).toBe('Take one.')
  expect(JSON.stringify((await it.models.chat(1)).body)).toContain('rain')
})

test('gives JSON that fits a schema', async () => {
  await using it = await gateway()
  it.models.script({ text: '{"answer":42}' })
  const schema = {
    type: 'object',
    properties: { answer: { type: 'integer' } },
    required: ['answer'],
    additionalProperties: false,
  }
  const answer = await it.openai.chat.completions.create({
    model,
    messages,
    response_format: { type: 'json_schema', json_schema: { name: 'answer', schema, strict: true } },
  })
  expect(JSON.parse(answer.choices[0]?.message.content ?? '')).toEqual({ answer: 42 })
  expect(JSON.stringify((await it.models.chat(0)).body)).toContain('"integer"')
})

test('passes an image on', async () => {
  await using it = await gateway()
  const pixel = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAQAAAC1HAwCAAAAC0lEQVR42mNk+A8AAQUBAScY42YAAAAASUVORK5CYII='
  await it.openai.chat.completions.create({
    model,
    messages: [
      {
        role: 'user',
        content: [
          { type: 'text', text: 'What is this?' },
          { type: 'image_url', image_url: { url: `data:image/png;base64,${pixel}` } },
        ],
      },
    ],
  })
  expect(JSON.stringify((await it.models.chat(0)).body)).toContain(pixel)
})

test('auto leaves the choice to the router, and an unknown model is its own error', async () => {
  await using it = await gateway()
  const answer = await it.openai.chat.completions.create({ model: 'auto', messages })
  expect(answer.model).not.toBe('auto')
  const error = await it.openai.chat.completions.create({ model: 'gpt-6-lunna', messages }).catch((thrown) => thrown)
  expect(error).toBeInstanceOf(OpenAI.NotFoundError)
  expect(error).toMatchObject({ status: 404, code: 'model_not_found' })
  expect(String(error)).toContain('gpt-6-luna')
  expect(it.models.chats()).toHaveLength(1)
})

test.each([true, false])(
  'a budget refusal is an error of its own class, once, and costs nothing (stream: %p)',
  async (stream) => {
    await using it = await gateway('policies:\n  daily_budget_usd: 0.0000001\n  limit:\n    type: hard\n')
    const error = await it.openai.chat.completions.create({ model, messages, stream }).catch((thrown) => thrown)
    expect(error).toBeInstanceOf(OpenAI.RateLimitError)
    expect(error).toMatchObject({ status: 429, code: 'insufficient_quota' })
    expect(String(error)).toContain('daily budget')
    expect(it.models.chats()).toHaveLength(0)
  },
)

test('errors have the classes that the client knows', async () => {
  await using it = await gateway()
  const stranger = new OpenAI({ apiKey: 'guess', baseURL: `${it.url}/v1` })
  const ask = (body: object) =>
    it.openai.chat.completions.create(body as OpenAI.ChatCompletionCreateParams).catch((thrown) => thrown)
  expect(await stranger.models.list().catch((thrown) => thrown)).toBeInstanceOf(OpenAI.AuthenticationError)
  expect(await ask({ model, messages: [] })).toBeInstanceOf(OpenAI.BadRequestError)
  expect(await ask({ model, messages, n: 0 })).toMatchObject({ status: 400, code: 'invalid-request', param: 'n' })
  expect(
    await ask({ model, messages: [{ role: 'user', content: [{ type: 'image_url', image_url: { url: 'ftp://x' } }] }] }),
  ).toMatchObject({ status: 400, code: 'invalid-image' })
  expect(it.models.chats()).toHaveLength(0)
})

test('a provider that breaks off in the middle is an error in the stream', async () => {
  await using it = await gateway()
  it.models.script({ text: ['It ', 'runs ', 'out.'], fault: { after: 2, kind: 'refuse' } })
  const stream = await it.openai.chat.completions.create({ model, messages, stream: true })
  let text = ''
  const read = async () => {
    for await (const { choices } of stream) text += choices[0]?.delta.content ?? ''
  }
  expect(await read().catch((thrown: unknown) => thrown)).toBeInstanceOf(OpenAI.APIError)
  expect(text).toBe('It runs ')
})

test('a client that gives up stops the request of the provider', async () => {
  await using it = await gateway()
  const never = gate()
  it.models.script({ text: ['It ', 'runs ', 'out.'], fault: { after: 1, kind: 'pause', until: never } })
  const stream = await it.openai.chat.completions.create({ model, messages, stream: true })
  for await (const { choices } of stream) if (choices[0]?.delta.content) break
  expect(await (await it.models.chat(0)).ended).toBe('gone')
  it.models.script({ hold: never })
  const leave = new AbortController()
  const asked = it.openai.chat.completions
    .create({ model, messages }, { signal: leave.signal })
    .catch((thrown) => thrown)
  const held = await it.models.chat(1)
  leave.abort()
  expect(await asked).toBeInstanceOf(OpenAI.APIUserAbortError)
  expect(await held.ended).toBe('gone')
})

test('lists models, with the choice of the router first', async () => {
  await using it = await gateway()
  const { data } = await it.openai.models.list()
  expect(data[0]).toMatchObject({ id: 'auto', object: 'model' })
  expect(data.length).toBeGreaterThan(1)
})

test('finds each model that it lists, also by its provider, and says so of one it does not have', async () => {
  await using it = await gateway()
  const { data } = await it.openai.models.list()
  for (const { id } of [data[0], data[1], data.at(-1)].flatMap((each) => each ?? []))
    expect(await it.openai.models.retrieve(id)).toEqual(data.find((each) => each.id === id) as OpenAI.Model)
  const full = `${data[1]?.owned_by}/${data[1]?.id}`
  expect(await it.openai.models.retrieve(full)).toMatchObject({ id: full, object: 'model' })
  const unencoded = await fetch(`${it.url}/v1/models/${full}`, { headers: { authorization: `Bearer ${it.token}` } })
  expect(await unencoded.json()).toMatchObject({ id: full })
  const error = await it.openai.models.retrieve('gpt-of-nobody').catch((thrown) => thrown)
  expect(error).toBeInstanceOf(OpenAI.NotFoundError)
  expect(error.code).toBe('model_not_found')
  const stranger = await fetch(`${it.url}/v1/models/auto`)
  expect([stranger.status, await stranger.json()]).toMatchObject([401, { error: { code: 'invalid_api_key' } }])
})

test('a rate limit says when to ask again', async () => {
  await using it = await gateway('policies:\n  rate_limiting:\n    requests_per_minute: 1\n  limit:\n    type: hard\n')
  const once = new OpenAI({ apiKey: it.token, baseURL: `${it.url}/v1`, maxRetries: 0 })
  const asked = await Promise.allSettled([1, 2, 3].map(() => once.chat.completions.create({ model, messages })))
  const refused = asked.flatMap((each) => (each.status === 'rejected' ? [each.reason as unknown] : []))
  // The minute may turn over in between.
  expect(refused.length).toBeGreaterThanOrEqual(1)
  for (const error of refused) {
    if (!(error instanceof OpenAI.RateLimitError)) throw error
    expect(error.code).toBe('rate_limit_exceeded')
    expect(Number(error.headers?.get('retry-after'))).toBeWithin(1, 61)
  }
})

test('an agent of the configuration answers by its name, with its model', async () => {
  await using it = await gateway('agents:\n  reviewer:\n    preferred_model: gpt-6-luna\n')
  const answer = await it.openai.chat.completions.create({ model: 'agent:reviewer', messages })
  expect(answer.model).toBe('gpt-6-luna')
})

test('a configuration that is wrong is not the fault of the client', async () => {
  await using it = await gateway('agents:\n  reviewer:\n    profile: nowhere.md\n')
  const error = await it.openai.chat.completions.create({ model, messages }).catch((thrown: unknown) => thrown)
  expect(error).toBeInstanceOf(OpenAI.InternalServerError)
  expect(error).toMatchObject({ status: 503, code: 'invalid-llm-config' })
})

test('a body that is too large is one error, and nothing is asked', async () => {
  await using it = await gateway()
  const huge = [{ role: 'user' as const, content: 'x'.repeat(33 * 1024 * 1024) }]
  const error = await it.openai.chat.completions.create({ model, messages: huge }).catch((thrown: unknown) => thrown)
  expect(error).toMatchObject({ status: 413, type: 'invalid_request_error' })
  expect(it.models.chats()).toHaveLength(0)
})
