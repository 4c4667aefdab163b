import { describe, expect, test } from 'bun:test'
import { modelServer, testKeys } from '@nimbus/testkit/model-server/server'
import { gateway } from './gateway.ts'

const question = [{ role: 'user' as const, content: 'Why does my pod restart?' }]
const pixel = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAQAAAC1HAwCAAAAC0lEQVR42mNk+A8AAQUBAScY42YAAAAASUVORK5CYII='
const key = `sk-ant-api03-${'a'.repeat(40)}`

describe('a request in the format of its provider', () => {
  test('reaches it with every field, and its answer comes back with every field', async () => {
    await using it = await gateway()
    const body = {
      messages: question,
      n: 2,
      logprobs: true,
      top_logprobs: 3,
      seed: 7,
      user: 'ana',
      metadata: { ticket: '42' },
      presence_penalty: 0.5,
      max_completion_tokens: 50,
      a_field_of_tomorrow: { deep: [1, null, 'x'] },
    }
    const choice = { index: 0, message: { role: 'assistant', content: 'Because.' }, finish_reason: 'stop' }
    const answer = {
      id: 'chatcmpl-1',
      object: 'chat.completion',
      model: 'gpt-4o-2026',
      choices: [choice, { ...choice, index: 1, logprobs: { content: [] } }],
      usage: { prompt_tokens: 10, completion_tokens: 4, total_tokens: 14 },
      system_fingerprint: 'fp_1',
    }
    it.models.script({ raw: JSON.stringify(answer) })
    const got = await it.openai.chat.completions.create({ model: 'openai/gpt-4o', ...body })
    expect((await it.models.chat(0)).body).toEqual({ model: 'gpt-4o', ...body })
    expect(got).toMatchObject(answer)
    expect(got).toMatchObject({ nimbus: { provider: 'openai', model: 'gpt-4o', cost_usd: 0.000065, warnings: [] } })
  })

  test('of Anthropic keeps marks for the cache, thoughts and beta features', async () => {
    await using it = await gateway()
    const body = {
      max_tokens: 200,
      system: [{ type: 'text' as const, text: 'Be brief.', cache_control: { type: 'ephemeral' as const } }],
      messages: [
        ...question,
        {
          role: 'assistant' as const,
          content: [
            { type: 'thinking' as const, thinking: 'Hm.', signature: 'c2lnbmF0dXJl' },
            { type: 'text' as const, text: 'It might be memory.' },
          ],
        },
        { role: 'user' as const, content: 'Is it?' },
      ],
      top_k: 5,
      thinking: { type: 'enabled' as const, budget_tokens: 1024 },
      metadata: { user_id: 'ana' },
    }
    await it.anthropic.messages.create(
      { model: 'claude-haiku-5-5', ...body },
      { headers: { 'anthropic-beta': 'context-management-2026-06-27,other' } },
    )
    const received = await it.models.chat(0)
    expect(received.body).toEqual({ model: 'claude-haiku-5-5', ...body })
    expect(received.headers['anthropic-beta']).toBe('context-management-2026-06-27,other')
    expect(received.headers['x-api-key']).toBe(testKeys.anthropic)
  })

  test('is told nothing that its model refuses, and its client hears of it', async () => {
    await using it = await gateway()
    const got = await it.openai.chat.completions.create({
      model: 'openai/gpt-6-luna',
      messages: question,
      temperature: 0.5,
      max_tokens: 90,
    })
    expect((await it.models.chat(0)).body).toEqual({
      model: 'gpt-6-luna',
      messages: question,
      max_completion_tokens: 90,
    })
    expect(JSON.stringify(got)).toContain('gpt-6-luna: does not heed temperature')
  })

  test('holds no secret of its conversation when it goes on, and images as they are', async () => {
    await using it = await gateway()
    const content = [
      { type: 'text' as const, text: `my key is ${key}` },
      { type: 'image_url' as const, image_url: { url: `data:image/png;base64,${pixel}`, detail: 'low' as const } },
    ]
    const got = await it.openai.chat.completions.create({
      model: 'openai/gpt-4o',
      messages: [{ role: 'user', content }],
    })
    const sent = JSON.stringify((await it.models.chat(0)).body)
    expect(sent).not.toContain(key)
    expect(sent).toContain(pixel)
    expect(sent).toContain('"detail":"low"')
    expect(JSON.stringify(got)).toContain('masked before sending')
  })

  test('is masked wherever its conversation is text, whatever its fields are called', async () => {
    await using it = await gateway()
    const file = { media_type: 'text/plain', type: 'thinking', url: 'data: here', content: `token=${key}` }
    await it.anthropic.messages.create({
      model: 'claude-haiku-5-5',
      max_tokens: 9,
      messages: [
        { role: 'user', content: 'Save it.' },
        { role: 'assistant', content: [{ type: 'tool_use', id: 't1', name: 'save', input: { file } }] },
        { role: 'user', content: [{ type: 'tool_result', tool_use_id: 't1', content: 'saved' }] },
      ],
    })
    expect(JSON.stringify((await it.models.chat(0)).body)).not.toContain(key)
    await it.openai.chat.completions.create({
      model: 'openai/gpt-4o',
      messages: question,
      prediction: { type: 'content', content: `token=${key}` },
    })
    const { prediction } = (await it.models.chat(1)).body
    expect(JSON.stringify(prediction)).toContain('token=')
    expect(JSON.stringify(prediction)).not.toContain(key)
  })

  test.each(['openai', 'anthropic'] as const)('begins with what its agent is told, %s', async (format) => {
    const yaml = 'providers: { anthropic: { type: anthropic }, openai: { type: openai } }\n'
    const [name, of] = { openai: ['gpt-4o', 'openai'], anthropic: ['claude-haiku-5-5', 'anthropic'] }[format]
    await using it = await gateway(`${yaml}agents: { terse: { preferred_model: ${of}/${name}, profile: terse.md } }\n`)
    await Bun.write(`${it.place.home}/.nimbus/terse.md`, 'Answer in one word.')
    if (format === 'openai') {
      await it.openai.chat.completions.create({ model: 'agent:terse', messages: question })
      const [first] = (await it.models.chat(0)).body.messages as unknown[]
      expect(first).toEqual({ role: 'system', content: 'Answer in one word.' })
    } else {
      await it.anthropic.messages.create({ model: 'agent:terse', max_tokens: 9, messages: question, system: 'Hi.' })
      expect((await it.models.chat(0)).body.system).toBe('Answer in one word.\n\nHi.')
    }
  })

  test('that is streamed says what it took only where that was asked for, and what Nimbus knows with its end', async () => {
    await using it = await gateway()
    it.models.script({ text: ['It ', 'runs.'], usage: { input: 10, output: 6 } })
    const stream = await it.openai.chat.completions.create({
      model: 'openai/gpt-4o',
      messages: question,
      stream: true,
    })
    const chunks = await Array.fromAsync(stream)
    expect((await it.models.chat(0)).body.stream_options).toEqual({ include_usage: true })
    expect(chunks.every(({ choices }) => choices.length === 1)).toBe(true)
    expect(chunks.at(-1)).toMatchObject({
      choices: [{ finish_reason: 'stop' }],
      nimbus: { provider: 'openai', model: 'gpt-4o', cost_usd: 0.000085 },
    })
  })

  test('counts in budgets and records like every other', async () => {
    await using it = await gateway()
    it.models.script(
      { text: 'Whole.', usage: { input: 10, cachedRead: 4, output: 6 } },
      { text: ['In ', 'pieces.'], usage: { input: 20, output: 8, reasoning: 3 } },
      { text: ['In ', 'pieces.'], usage: { input: 30, cachedWrite: 5, output: 7 } },
    )
    await it.openai.chat.completions.create({ model: 'openai/gpt-4o', messages: question })
    await Array.fromAsync(
      await it.openai.chat.completions.create({ model: 'openai/gpt-4o', messages: question, stream: true }),
    )
    await it.anthropic.messages.stream({ model: 'claude-haiku-5-5', max_tokens: 99, messages: question }).finalMessage()
    const { rows } = await it.place.call('llm.stats', { by: 'provider,outcome' })
    expect(rows.map(({ keys, usage }) => ({ ...keys, ...usage }))).toMatchObject([
      { provider: 'openai', outcome: 'ok', calls: 2, input: 30, cachedRead: 4, output: 14, reasoning: 3 },
      { provider: 'anthropic', outcome: 'ok', calls: 1, input: 30, cachedWrite: 5, output: 7 },
    ])
  })
})

describe('a chain over providers of several formats', () => {
  const chain = (url: string) => `providers:
  house: { type: openai-compatible, base_url: "${url}/v1", api_key: house-key-0123456789 }
models:
  small: { provider: house, id: small, cost_per_1k_tokens: { input: 0.001, output: 0.002 } }
agents:
  asker: { preferred_model: house/small, fallback_chain: ["api:anthropic/claude-haiku-5-5"] }
`

  test.each([false, true])('answers in the format of the request, whoever answers (stream: %p)', async (stream) => {
    await using house = await modelServer({ otherwise: { refuse: 'rate-limited' } })
    await using it = await gateway(chain(house.url))
    it.models.script({ text: 'From the other.' })
    const ask = { model: 'agent:asker', messages: question }
    const text = stream
      ? (await Array.fromAsync(await it.openai.chat.completions.create({ ...ask, stream: true })))
          .map(({ choices }) => choices[0]?.delta.content ?? '')
          .join('')
      : (await it.openai.chat.completions.create(ask)).choices[0]?.message.content
    expect(text).toBe('From the other.')
    expect(house.chats()[0]?.format).toBe('openai-chat')
    expect((await it.models.chat(0)).format).toBe('anthropic')
  })

  test('a stream that fails before it has said anything is answered by the next', async () => {
    await using house = await modelServer({ otherwise: { text: ['Half'], fault: { after: 0, kind: 'malformed' } } })
    await using it = await gateway(chain(house.url))
    it.models.script({ text: 'From the other.' })
    const stream = await it.openai.chat.completions.create({ model: 'agent:asker', messages: question, stream: true })
    const chunks = await Array.fromAsync(stream)
    expect(chunks.map(({ choices }) => choices[0]?.delta.content ?? '').join('')).toBe('From the other.')
    expect(new Set(chunks.map(({ id }) => id)).size).toBe(1)
  })

  test('does not lose a field that only some of them know', async () => {
    await using house = await modelServer({ otherwise: { refuse: 'rate-limited' } })
    await using it = await gateway(chain(house.url))
    const ask = { model: 'claude-haiku-5-5', messages: question, n: 2 }
    const refused = await it.openai.chat.completions.create(ask).catch((thrown: unknown) => thrown)
    expect(refused).toMatchObject({ status: 400, code: 'not-supported', param: 'n' })
    expect(it.models.chats()).toHaveLength(0)
  })
})
