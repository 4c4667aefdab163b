import { expect, test } from 'bun:test'
import { failure, workspace } from '@nimbus/testkit'
import { modelServer } from '@nimbus/testkit/model-server'
import { chatPlace } from '../chat/testing.ts'

test('Anthropic and Google count for themselves what they would be sent', async () => {
  await using server = await modelServer()
  await using ws = await chatPlace(server)
  const input = { prompt: 'Why does my pod restart?', system: 'Be brief.' }
  const claude = await ws.call('llm.tokens-count', { ...input, model: 'claude-sonnet-4-5' })
  const gemini = await ws.call('llm.tokens-count', { ...input, model: 'gemini-2.5-flash' })
  expect(claude).toMatchObject({ method: 'provider', provider: 'anthropic', model: 'claude-sonnet-4-5' })
  expect(gemini).toMatchObject({ method: 'provider', provider: 'google', model: 'gemini-2.5-flash' })
  const [first, second] = server.requests
  expect(first).toMatchObject({ asks: 'count', format: 'anthropic' })
  expect(Object.keys(first?.body ?? {}).toSorted()).toEqual(['messages', 'model', 'system'])
  expect(claude.tokens).toBe(Math.ceil(JSON.stringify(first?.body).length / 4))
  expect(second).toMatchObject({
    asks: 'count',
    format: 'google',
    body: { generateContentRequest: { model: 'models/gemini-2.5-flash' } },
  })
  expect(JSON.stringify(second?.body)).toContain('Be brief.')
})

test.each([-5, 9e15, 2.5])('a count of %d is none, and the prompt is estimated', async (input) => {
  await using server = await modelServer({ listing: { usage: { input, output: 0 } } })
  await using ws = await chatPlace(server)
  for (const [model, provider] of [
    ['claude-sonnet-4-5', 'anthropic'],
    ['gemini-2.5-flash', 'google'],
  ]) {
    const { tokens, method, why } = await ws.call('llm.tokens-count', { prompt: 'Hello', model: String(model) })
    expect({ method, why }).toEqual({ method: 'estimate', why: `${provider} gave no number that can be` })
    expect(tokens).toBeGreaterThan(0)
  }
})

test("OpenAI's models are counted here, with their own encoding", async () => {
  await using server = await modelServer()
  await using ws = await chatPlace(server)
  const count = await ws.call('llm.tokens-count', { prompt: 'hello world', model: 'gpt-4o' })
  // "hello world" is two tokens in o200k_base; a message adds 3 and the beginning of an answer 3.
  expect(count).toMatchObject({ tokens: 8, method: 'tokenizer', provider: 'openai' })
  expect(server.requests).toHaveLength(0)
})

test('what looks like a special token is counted as the text it is', async () => {
  await using server = await modelServer()
  await using ws = await chatPlace(server)
  const { tokens } = await ws.call('llm.tokens-count', { prompt: '<|endoftext|>', model: 'gpt-4o' })
  expect(tokens).toBeGreaterThan(10)
})

test('a long run without a space is counted at once, as what it is', async () => {
  await using server = await modelServer()
  await using ws = await chatPlace(server)
  // Uncut it takes longer than any test may; each of these characters is a token.
  const { tokens } = await ws.call('llm.tokens-count', { prompt: 'é漢'.repeat(30_000), model: 'gpt-4o' })
  expect(tokens).toBeGreaterThanOrEqual(60_000)
  expect(tokens).toBeLessThan(60_400)
})

test('all others are estimated, and it says so and why', async () => {
  await using server = await modelServer()
  await using ws = await chatPlace(server)
  const { stdout, stderr } = await ws.cli([
    'llm',
    'tokens',
    'count',
    'Why does my pod restart?',
    '--model',
    'ollama/llama3.2',
  ])
  expect(stdout).toMatch(/^\d+ tokens for llama3\.2, estimated\n$/)
  expect(stderr).toContain('ollama has no counter that can be asked')
})

test('a counter that cannot be asked is replaced by an estimate with its reason', async () => {
  await using server = await modelServer({ listing: { refuse: 'overloaded' } })
  await using ws = await chatPlace(server)
  const count = await ws.call('llm.tokens-count', { prompt: 'Why?', model: 'claude-sonnet-4-5' })
  expect(count.method).toBe('estimate')
  expect(count.why).toContain('anthropic is overloaded (529)')
  await using bare = await workspace()
  const without = await bare.call('llm.tokens-count', { prompt: 'Why?', model: 'claude-sonnet-4-5' })
  expect(without).toMatchObject({ method: 'estimate', why: 'There is no API key for anthropic' })
})

test('files and tools count as well', async () => {
  await using server = await modelServer()
  await using ws = await chatPlace(server, { 'notes.md': 'word '.repeat(1000) })
  const plain = await ws.call('llm.tokens-count', { prompt: 'Why?', model: 'gpt-4o' })
  const more = await ws.call('llm.tokens-count', { prompt: 'Why?', context: ['notes.md'], model: 'gpt-4o' })
  expect(more.tokens - plain.tokens).toBeGreaterThan(1000)
  const tools = [{ name: 'weather', inputSchema: { type: 'object' } }]
  const withTools = await ws.call('llm.tokens-count', { prompt: 'Why?', tools, model: 'gpt-4o' })
  expect(withTools.tokens).toBeGreaterThan(plain.tokens)
})

test('nothing to count and an unknown model are one error each', async () => {
  await using server = await modelServer()
  await using ws = await chatPlace(server)
  expect(await failure(ws.call('llm.tokens-count', {}))).toMatchObject({ code: 'empty-messages', exit: 2 })
  const error = await failure(ws.call('llm.tokens-count', { prompt: 'Why?', model: 'claude-sonnet-4-6x' }))
  expect(error).toMatchObject({ code: 'unknown-model', exit: 2 })
  expect(error.next).toContain('claude-sonnet-4')
  const elsewhere = { prompt: 'Why?', model: 'gpt-4o', provider: 'anthropic' }
  for (const operation of ['llm.tokens-count', 'llm.chat'] as const)
    expect(await failure(ws.call(operation, elsewhere))).toMatchObject({
      code: 'unknown-model',
      message: 'model: anthropic has no model gpt-4o',
      why: 'it is a model of openai',
    })
  expect(await failure(ws.call('llm.tokens-count', { prompt: 'Why?', provider: 'antropic' }))).toMatchObject({
    code: 'unknown-provider',
    exit: 2,
    next: 'did you mean anthropic?',
  })
})
