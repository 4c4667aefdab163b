import { describe, expect, test } from 'bun:test'
import { gate, modelServer } from './server.ts'

const post = (url: string, body: unknown, init: RequestInit = {}): Promise<Response> =>
  fetch(url, { method: 'POST', body: JSON.stringify(body), headers: { 'x-api-key': 'k' }, ...init })

const chats = [
  { path: '/v1/messages', body: { model: 'm', max_tokens: 10, messages: [] }, text: '"text":"Hello there"' },
  { path: '/v1/chat/completions', body: { model: 'm', messages: [] }, text: '"content":"Hello there"' },
  { path: '/v1/responses', body: { model: 'm', input: [] }, text: '"text":"Hello there"' },
  { path: '/v1beta/models/m:generateContent', body: { contents: [] }, text: '"text":"Hello there"' },
  { path: '/api/chat', body: { model: 'm', messages: [], stream: false }, text: '"content":"Hello there"' },
]

describe.each(chats)('$path', ({ path, body, text }) => {
  test('gives the scripted text at once, under the name that was asked for', async () => {
    await using server = await modelServer({ otherwise: { text: 'Hello there' } })
    const said = await (await post(server.url + path, body)).text()
    expect(said).toContain(text)
    expect(server.requests[0]).toMatchObject({ asks: 'chat', model: 'm', stream: false })
    expect(await server.requests[0]?.ended).toBe('answered')
  })

  test('refuses with an error of its own, and with a hint when to come back', async () => {
    await using server = await modelServer()
    server.script({ refuse: 'rate-limited', retryAfter: '7' })
    const response = await post(server.url + path, body)
    expect(response.status).toBe(429)
    expect(response.headers.get('retry-after')).toBe('7')
    expect(JSON.stringify(await response.json())).toContain('error')
    expect((await post(server.url + path, body)).status).toBe(200)
  })

  test('holds its first byte until the test lets it go', async () => {
    await using server = await modelServer()
    const hold = gate()
    server.script({ hold })
    const answer = post(server.url + path, body)
    await server.chat(0)
    expect(await Promise.race([answer, Promise.resolve('nothing yet')])).toBe('nothing yet')
    hold.open()
    expect((await answer).status).toBe(200)
  })

  test('knows that its client went away', async () => {
    await using server = await modelServer({ otherwise: { hold: gate() } })
    const caller = new AbortController()
    const answer = post(server.url + path, body, { signal: caller.signal }).catch((error: Error) => error.name)
    const received = await server.chat(0)
    caller.abort()
    expect(await answer).toBe('AbortError')
    expect(await received.ended).toBe('gone')
  })
})

const streams = [
  { path: '/v1/messages', body: { model: 'm', stream: true }, last: 'message_stop' },
  { path: '/v1/chat/completions', body: { model: 'm', stream: true }, last: '[DONE]' },
  { path: '/v1/responses', body: { model: 'm', stream: true }, last: 'response.completed' },
  { path: '/v1beta/models/m:streamGenerateContent?alt=sse', body: {}, last: 'STOP' },
  { path: '/api/chat', body: { model: 'm' }, last: '"done":true' },
]

describe.each(streams)('a stream of $path', ({ path, body, last }) => {
  test('comes in pieces and ends as it should', async () => {
    await using server = await modelServer({ otherwise: { text: ['Hel', 'lo'] } })
    const said = await (await post(server.url + path, body)).text()
    expect(said).toContain('"Hel"')
    expect(said).toContain('"lo"')
    expect(said).toContain(last)
  })

  test('breaks off in the middle when it was told to', async () => {
    await using server = await modelServer()
    const until = gate()
    server.script({ text: ['Hel', 'lo'], fault: { kind: 'disconnect', after: 1, until } })
    const response = await post(server.url + path, body)
    const reader = response.body?.getReader()
    const first = new TextDecoder().decode((await reader?.read())?.value)
    expect(first).toContain('"Hel"')
    until.open()
    const rest = await reader?.read().then(
      () => 'ended well',
      () => 'broken',
    )
    expect(rest).toBe('broken')
  })

  test('sends a frame that is no JSON, or an error, when it was told to', async () => {
    await using server = await modelServer()
    server.script({ text: ['a', 'b'], fault: { kind: 'malformed', after: 1 } })
    const broken = await (await post(server.url + path, body)).text()
    const bad = broken
      .split('\n')
      .map((line) => line.replace(/^data: /, ''))
      .filter((line) => line.startsWith('{') && !line.endsWith('}'))
    expect(bad).toHaveLength(1)
    server.script({ text: ['a', 'b'], fault: { kind: 'refuse', after: 1 } })
    const refused = await (await post(server.url + path, body)).text()
    expect(refused).toContain('error')
    expect(refused).not.toContain('"b"')
  })
})

test('every provider adds up its tokens in its own way', async () => {
  const usage = { input: 100, cachedRead: 20, cachedWrite: 3, output: 40, reasoning: 5 }
  await using server = await modelServer({ otherwise: { text: 'x', usage } })
  const usageAt = async (path: string, body: unknown): Promise<unknown> => {
    const said = (await (await post(server.url + path, body)).json()) as Record<string, unknown>
    return said.usage ?? said.usageMetadata ?? said
  }
  expect(await usageAt('/v1/messages', {})).toMatchObject({
    input_tokens: 100,
    cache_read_input_tokens: 20,
    cache_creation_input_tokens: 3,
    output_tokens: 45,
  })
  expect(await usageAt('/v1/responses', {})).toMatchObject({ input_tokens: 123, output_tokens: 45 })
  expect(await usageAt('/v1/chat/completions', {})).toMatchObject({ prompt_tokens: 123, completion_tokens: 45 })
  expect(await usageAt('/v1beta/models/m:generateContent', {})).toMatchObject({
    promptTokenCount: 123,
    cachedContentTokenCount: 20,
    candidatesTokenCount: 40,
    thoughtsTokenCount: 5,
  })
  expect(await usageAt('/api/chat', { stream: false })).toMatchObject({ prompt_eval_count: 123, eval_count: 45 })
})

test('lists and counts like each provider, and refuses lists alone when it was told to', async () => {
  await using server = await modelServer({ models: { openai: ['gpt-test'] } })
  const asAnthropic = await fetch(`${server.url}/v1/models`, { headers: { 'anthropic-version': '2023-06-01' } })
  expect(await asAnthropic.text()).toContain('claude-sonnet-4-5')
  expect(await (await fetch(`${server.url}/v1/models`)).text()).toContain('gpt-test')
  expect(await (await fetch(`${server.url}/v1beta/models`)).text()).toContain('models/gemini-2.5-pro')
  expect(await (await fetch(`${server.url}/api/tags`)).text()).toContain('llama3.2:latest')
  expect(await (await post(`${server.url}/v1/messages/count_tokens`, {})).json()).toEqual({ input_tokens: 1 })
  expect(await (await post(`${server.url}/v1beta/models/m:countTokens`, {})).json()).toEqual({ totalTokens: 1 })

  await using failing = await modelServer({ listing: { refuse: 'server' } })
  expect((await fetch(`${failing.url}/v1/models`)).status).toBe(500)
  expect((await post(`${failing.url}/v1/responses`, {})).status).toBe(200)
})
