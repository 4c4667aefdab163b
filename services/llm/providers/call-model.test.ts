import { describe, expect, test } from 'bun:test'
import { stopBy } from '@nimbus/kernel/define'
import { failure } from '@nimbus/testkit'
import { gate, modelServer } from '@nimbus/testkit/model-server'
import type { Chunk } from '../conversation/messages.ts'
import { callModel } from './call-model.ts'
import { ask, modelFailure, modelNames, providerTypes, scriptedProvider } from './testing.ts'

const usage = { input: 100, cachedRead: 20, cachedWrite: 3, output: 40, reasoning: 5 }

/** What each provider can tell apart; Ollama counts the prompt and the answer, and nothing else. */
const reportedUsage = {
  anthropic: usage,
  openai: usage,
  google: { ...usage, input: 103, cachedWrite: 0 },
  'openai-compatible': { ...usage, input: 103, cachedWrite: 0 },
  ollama: { input: 123, cachedRead: 0, cachedWrite: 0, output: 45, reasoning: 0 },
}

const weather = {
  name: 'weather',
  description: 'The weather somewhere',
  inputSchema: { type: 'object', properties: { city: { type: 'string' } }, required: ['city'] },
}

const pixel = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=='

describe.each([...providerTypes])('%s', (type) => {
  test('answers at once, with each token counted in one place', async () => {
    await using server = await modelServer()
    server.script({ text: 'Out of memory.', usage, model: 'the-very-one' })
    const answer = await ask(type, server)
    expect(answer).toMatchObject({ text: 'Out of memory.', toolCalls: [], finish: 'stop', usage: reportedUsage[type] })
    expect(answer.firstTokenMs).toBeUndefined()
    expect(server.chats()[0]).toMatchObject({ stream: false, model: modelNames[type] })
  })

  test('streams: every piece is heard as it comes, and the whole is the same', async () => {
    await using server = await modelServer()
    const until = gate()
    server.script({
      text: ['Out of', ' memory.'],
      usage,
      model: 'the-very-one',
      fault: { kind: 'pause', after: 1, until },
    })
    const heard: Chunk[] = []
    const first = Promise.withResolvers<void>()
    const answering = ask(type, server, {}, { onChunk: (chunk) => first.resolve(void heard.push(chunk)) })
    await first.promise
    expect(heard).toEqual(['Out of'])
    until.open()
    const answer = await answering
    expect(heard).toEqual(['Out of', ' memory.'])
    expect(answer).toMatchObject({ text: 'Out of memory.', finish: 'stop', usage: reportedUsage[type] })
    expect(answer.servedBy).toBe(type === 'google' ? modelNames.google : 'the-very-one')
    expect(answer.firstTokenMs).toBeGreaterThan(0)
    expect(server.chats()[0]?.stream).toBe(true)
  })

  test.each(['at once', 'as a stream'])('asks for tools, and is told what they gave, %s', async (how) => {
    await using server = await modelServer()
    server.script({ toolCalls: [{ name: 'weather', input: { city: 'Zürich' } }] }, { text: 'Rain.' })
    const heard: Chunk[] = []
    const io = how === 'at once' ? {} : { onChunk: (chunk: Chunk) => void heard.push(chunk) }
    const asked = await ask(type, server, { tools: [weather], toolChoice: 'auto' }, io)
    const [call] = asked.toolCalls
    expect(asked).toMatchObject({
      text: '',
      finish: 'tool-calls',
      toolCalls: [{ name: 'weather', input: { city: 'Zürich' } }],
    })
    expect(heard).toEqual(how === 'at once' ? [] : [{ type: 'tool-call', id: '', name: '', ...call }])
    expect(JSON.stringify(server.chats()[0]?.body)).toContain('The weather somewhere')

    const told = await ask(type, server, {
      tools: [weather],
      messages: [
        { role: 'system', content: 'Be brief.' },
        { role: 'user', content: 'How is the weather?' },
        { role: 'assistant', content: [{ type: 'tool-call', id: '', name: '', ...call }] },
        {
          role: 'tool',
          content: [
            { type: 'tool-result', id: call?.id ?? '', name: 'weather', output: { sky: 'grey' }, isError: false },
          ],
        },
      ],
    })
    expect(told.text).toBe('Rain.')
    const sent = JSON.stringify(server.chats()[1]?.body)
    for (const part of ['Be brief.', 'Zürich', 'sky', 'grey']) expect(sent).toContain(part)
  })

  test('sees an image', async () => {
    await using server = await modelServer()
    await ask(type, server, {
      messages: [
        {
          role: 'user',
          content: [
            { type: 'text', text: 'What is this?' },
            { type: 'image', mediaType: 'image/png', data: pixel },
          ],
        },
      ],
    })
    expect(JSON.stringify(server.chats()[0]?.body)).toContain(pixel)
  })

  test('gives JSON that fits the schema it was given', async () => {
    await using server = await modelServer()
    const schema = {
      type: 'object',
      properties: { cause: { type: 'string' } },
      required: ['cause'],
      additionalProperties: false,
    }
    server.script({ text: '{"cause":"memory"}' })
    expect(JSON.parse((await ask(type, server, { schema })).text)).toEqual({ cause: 'memory' })
    expect(JSON.stringify(server.chats()[0]?.body)).toContain('"cause"')

    server.script({ text: '{"reason":"memory"}' }, { text: 'Memory, I think.' })
    expect(await modelFailure(ask(type, server, { schema }))).toMatchObject({ kind: 'malformed', started: false })
    expect((await modelFailure(ask(type, server, { schema }))).message).toContain('it is not JSON')
  })

  test('sends limits and settings where the provider reads them', async () => {
    await using server = await modelServer()
    await ask(type, server, { maxTokens: 77, temperature: 0.25, stop: ['END'] })
    const sent = JSON.stringify(server.chats()[0]?.body)
    expect(sent).toContain(':77')
    expect(sent).toContain(':0.25')
    if (type === 'ollama')
      expect(server.chats()[0]?.body).toMatchObject({ options: { num_predict: 77, temperature: 0.25, stop: ['END'] } })
    // The Responses API has no stop sequences; that is said, not hidden.
    if (type === 'openai')
      expect((await ask(type, server, { stop: ['END'] })).unheeded).toEqual(['does not heed stopSequences'])
    else expect(sent).toContain('"END"')
  })

  test('stops at a length and says so', async () => {
    await using server = await modelServer({ otherwise: { text: 'Half an ans', finish: 'length' } })
    expect((await ask(type, server)).finish).toBe('length')
    expect((await ask(type, server, {}, { onChunk: () => undefined })).finish).toBe('length')
  })
})

test('a model of before structured output is made to answer through a tool, and gives the same', async () => {
  await using server = await modelServer({ otherwise: { toolCalls: [{ name: 'json', input: { cause: 'memory' } }] } })
  const schema = { type: 'object', properties: { cause: { type: 'string' } }, required: ['cause'] }
  const { text, toolCalls, finish } = await callModel(
    scriptedProvider('anthropic', server),
    { provider: 'anthropic', id: 'claude-3-haiku-20240307', suitability: [] },
    { messages: [{ role: 'user', content: 'Why?' }], schema },
    { stop: stopBy(new AbortController().signal) },
  )
  expect({ answer: JSON.parse(text), toolCalls, finish }).toEqual({
    answer: { cause: 'memory' },
    toolCalls: [],
    finish: 'stop',
  })
})

test('Ollama sees an image that comes without words, and none by its address', async () => {
  await using server = await modelServer()
  const look = (data: string) =>
    ask('ollama', server, { messages: [{ role: 'user', content: [{ type: 'image', mediaType: 'image/png', data }] }] })
  await look(pixel)
  expect(server.chats()[0]?.body).toMatchObject({ messages: [{ content: ' ', images: [pixel] }] })
  const error = await modelFailure(look('https://example.com/a.png'))
  expect(error).toMatchObject({ kind: 'invalid-request' })
  expect(error.message).toContain('images as bytes')
  expect(server.chats()).toHaveLength(1)
})

test('a schema that is none is refused before anything is sent', async () => {
  await using server = await modelServer()
  const error = await failure(ask('openai', server, { schema: { type: 'objekt' } }))
  expect(error).toMatchObject({ code: 'invalid-schema', exit: 2 })
  expect(server.requests).toHaveLength(0)
})

test('a part where it cannot be is refused before anything is sent', async () => {
  await using server = await modelServer()
  const image = { type: 'image' as const, mediaType: 'image/png', data: pixel }
  const error = await failure(ask('openai', server, { messages: [{ role: 'assistant', content: [image] }] }))
  expect(error).toMatchObject({ code: 'misplaced-part', at: 'messages.0.content', exit: 2 })
  expect(server.requests).toHaveLength(0)
})

test('a server that counts nothing is not said to have used nothing', async () => {
  await using server = await modelServer()
  const body = {
    id: 'x',
    object: 'chat.completion',
    created: 1,
    model: 'm',
    choices: [{ index: 0, message: { role: 'assistant', content: 'Hi' }, finish_reason: 'stop' }],
  }
  server.script({ raw: JSON.stringify(body) }, { text: 'Hi', usage: { input: 7, output: 2 } })
  expect((await ask('openai-compatible', server)).usage).toBeUndefined()
  expect((await ask('openai-compatible', server)).usage).toMatchObject({ input: 7, output: 2 })
})

test.each(['anthropic', 'openai', 'openai-compatible', 'google', 'ollama'] as const)(
  'a count of %s that cannot be is no count',
  async (type) => {
    await using server = await modelServer()
    for (const usage of [
      { input: 9007199254740992, output: 2 },
      { input: 5, output: 2_000_000_000 },
      { input: -50, output: 2 },
    ]) {
      server.script({ text: 'Hi', usage })
      const answer = await ask(type, server)
      expect(answer.text).toBe('Hi')
      expect(answer.usage).toBeUndefined()
    }
  },
)
