import { describe, expect, test } from 'bun:test'
import { join } from 'node:path'
import { failure, type TestWorkspace, workspace } from '@nimbus/testkit'
import { type Answer, gate, type ModelServer, modelServer } from '@nimbus/testkit/model-server'

const configuration = `
providers:
  anthropic: { type: anthropic, timeout_seconds: 1 }
agents:
  assistant:
    preferred_model: anthropic/claude-sonnet-5-5
    fallback_chain: ["api:anthropic/claude-opus-5-5", "api:openai/gpt-4.1"]
`

/** Two providers, each on a server of its own: the first two models of the chain are the first's. */
const placeFor = async (first: ModelServer, second: ModelServer, more = ''): Promise<TestWorkspace> => {
  const { OPENAI_API_KEY, OPENAI_BASE_URL } = second.env
  const place = await workspace({}, { env: { ...first.env, OPENAI_API_KEY, OPENAI_BASE_URL } })
  await Bun.write(join(place.home, '.nimbus/llm.yaml'), configuration + more)
  return place
}

const question = { prompt: 'Why does my pod restart?', agent: 'assistant', stream: false }

/** Asks once, with the first provider answering as scripted, its last answer repeating; the second always answers. */
const course = async (answers: readonly Answer[], more = '', input: Record<string, unknown> = {}) => {
  await using first = await modelServer({ otherwise: answers.at(-1) ?? {} })
  first.script(...answers.slice(0, -1))
  await using second = await modelServer()
  await using place = await placeFor(first, second, more)
  const { data, error } = await place.invoke('llm.chat', { ...question, ...input })
  const { rows } = await place.call('llm.stats', { by: 'model,outcome' })
  return {
    asked: [...first.chats(), ...second.chats()].map(({ model }) => model),
    answer: data as { model: string; reasons: string[]; warnings: string[] } | undefined,
    error,
    outcomes: rows.map(({ keys, usage }) => `${keys.model} ${keys.outcome} ${usage.calls}`).toSorted(),
  }
}

const [preferred, sister, other] = ['claude-sonnet-5-5', 'claude-opus-5-5', 'gpt-4.1']

describe('when the preferred model', () => {
  test('is rate-limited, the next answers at once, and both calls are on record', async () => {
    const { asked, answer, outcomes } = await course([{ refuse: 'rate-limited', retryAfter: '20' }, {}])
    expect(asked).toEqual([preferred, sister])
    expect(answer?.model).toBe(sister)
    expect(answer?.warnings.join()).toContain(`anthropic/${preferred} was passed over`)
    expect(outcomes).toEqual([`${sister} ok 1`, `${preferred} rate-limited 1`])
  })

  test.each(['overloaded', 'server'] as const)('is %s, it is asked once more and then the next', async (refuse) => {
    const { asked, answer } = await course([{ refuse }])
    expect(asked).toEqual([preferred, preferred, sister, sister, other])
    expect(answer?.model).toBe(other)
    expect(answer?.warnings.map((warning) => warning.split(' ')[0])).toEqual([
      `anthropic/${preferred}`,
      `anthropic/${sister}`,
    ])
  })

  test('fails once and then answers, it is the one that answers', async () => {
    const { asked, answer, outcomes } = await course([{ refuse: 'server' }, {}])
    expect(asked).toEqual([preferred, preferred])
    expect(answer?.model).toBe(preferred)
    expect(answer?.warnings).toEqual([])
    expect(answer?.reasons.at(-1)).toContain('answered when it was asked again')
    expect(outcomes).toEqual([`${preferred} ok 1`, `${preferred} server 1`])
  })

  test('says nothing until its time is up, the next is asked', async () => {
    const never = gate()
    const { asked, answer } = await course([{ hold: never }, {}], '', {})
    expect(asked).toEqual([preferred, sister])
    expect(answer?.model).toBe(sister)
    never.open()
  })

  test('gives something that is no answer, the next is asked', async () => {
    const { asked, answer } = await course([{ raw: '{"nonsense": true' }, {}])
    expect(asked).toEqual([preferred, sister])
    expect(answer?.model).toBe(sister)
  })

  test('has too small a window, only a larger one is asked', async () => {
    const { asked, answer } = await course([{ refuse: 'context-overflow' }])
    expect(asked).toEqual([preferred, other])
    expect(answer?.model).toBe(other)
  })

  test('does not take the key, nothing of its provider is asked again', async () => {
    const { asked, answer } = await course([{ refuse: 'auth' }])
    expect(asked).toEqual([preferred, other])
    expect(answer?.model).toBe(other)
  })

  test('does not take the request, nobody else is asked', async () => {
    const { asked, error } = await course([{ refuse: 'invalid-request' }])
    expect(asked).toEqual([preferred])
    expect(error).toMatchObject({ code: 'refused-request', exit: 2 })
  })

  test('is rate-limited and the policy forbids to go on, nobody else is asked', async () => {
    const policy = 'policies: { auto_fallback_on_rate_limit: false }\n'
    const { asked, error } = await course([{ refuse: 'rate-limited', retryAfter: '60' }], policy)
    expect(asked).toEqual([preferred])
    expect(error).toMatchObject({ code: 'provider-rate-limited', next: 'try again in 60 s' })
  })
})

test('a provider that is gone is passed over', async () => {
  await using second = await modelServer()
  const first = await modelServer()
  await first.stop()
  await using place = await placeFor(first, second)
  expect((await place.call('llm.chat', question)).model).toBe(other)
  const { rows } = await place.call('llm.stats', { by: 'model,outcome' })
  expect(rows.map(({ keys, usage }) => `${keys.model} ${keys.outcome} ${usage.calls}`).toSorted()).toEqual(
    [`${preferred} network 2`, `${other} ok 1`].toSorted(),
  )
})

test('a key that is refused, with nobody else to ask, is one error that says which', async () => {
  await using server = await modelServer({ otherwise: { refuse: 'auth' } })
  await using place = await workspace({}, { env: server.env })
  const error = await failure(place.call('llm.chat', { prompt: 'Hello', model: preferred }))
  expect(error).toMatchObject({ code: 'key-refused', exit: 5, message: expect.stringContaining(preferred) })
  expect(error.why).toContain('anthropic refused the key from ANTHROPIC_API_KEY (401)')
})

test('when nobody answers there is one error that tells of everybody, and nothing is spent', async () => {
  await using first = await modelServer({ otherwise: { refuse: 'server' } })
  await using second = await modelServer({ otherwise: { refuse: 'server' } })
  await using place = await placeFor(first, second)
  const error = await failure(place.call('llm.chat', question))
  expect(error).toMatchObject({ code: 'nobody-answers', exit: 1, message: 'None of 3 models answered' })
  for (const model of [preferred, sister, other]) expect(error.why).toContain(model)
  const { total } = await place.call('llm.stats', {})
  expect(total).toMatchObject({ calls: 6, input: 0, output: 0, cost: 0 })
})

test('once text has come, a broken stream is not asked anew, and the error says how much came', async () => {
  await using server = await modelServer()
  await using place = await placeFor(server, server)
  const until = gate()
  server.script({ text: ['Out of', ' memory.'], fault: { kind: 'disconnect', after: 1, until } })
  const onEvent = ({ type }: { type: string }) => {
    if (type === 'chunk') until.open()
  }
  const { error } = await place.invoke('llm.chat', { ...question, stream: true }, { onEvent })
  expect(error).toMatchObject({ code: 'answer-broken-off', message: expect.stringContaining('after 6 characters') })
  expect(server.chats().length).toBe(1)
})

test('cancelling stops the provider, asks nobody else and is on record', async () => {
  await using server = await modelServer()
  await using place = await placeFor(server, server)
  const held = gate()
  server.script({ hold: held })
  const stop = new AbortController()
  const asking = place.invoke('llm.chat', question, { signal: stop.signal })
  const request = await server.chat(0)
  stop.abort()
  expect((await asking).error?.exit).toBe(130)
  expect(await request.ended).toBe('gone')
  expect(server.chats().length).toBe(1)
  const { rows } = await place.call('llm.stats', { by: 'outcome' })
  expect(rows.map(({ keys }) => keys.outcome)).toEqual(['cancelled'])
})

test('a configured classifier is asked about a short task, and its failure is no reason to fail', async () => {
  const classifier = `
models:
  anthropic/claude-sonnet-5-5: {}
  anthropic/claude-haiku-5-5: {}
policies: { cost_optimization: { classifier: anthropic/claude-haiku-5-5 } }
`
  const question = { prompt: 'Rename this variable: usr', model: undefined, stream: false }
  await using server = await modelServer()
  await using place = await workspace({}, { env: server.env })
  await Bun.write(join(place.home, '.nimbus/llm.yaml'), classifier)
  server.script({ text: 'hard' })
  const asked = await place.call('llm.chat', question)
  expect(asked.model).toBe('claude-sonnet-5-5')
  expect(asked.reasons[0]).toBe('anthropic/claude-haiku-5-5 finds the task hard')
  expect(server.chats().map(({ model }) => model)).toEqual(['claude-haiku-5-5', 'claude-sonnet-5-5'])
  server.script({ refuse: 'invalid-request' })
  expect((await place.call('llm.chat', question)).model).toBe('claude-haiku-5-5')
})

test('whoever counted on a model that cannot be asked is told who answered instead, and why', async () => {
  await using server = await modelServer()
  await using place = await workspace({}, { env: { ...server.env, ANTHROPIC_API_KEY: 'broken\nkey' } })
  await Bun.write(join(place.home, '.nimbus/llm.yaml'), configuration)
  const { exit, stderr } = await place.cli(['llm', 'chat', 'Why?', '--agent', 'assistant'])
  expect(exit).toBe(0)
  expect(stderr).toContain(
    '! anthropic/claude-sonnet-5-5 was passed over: The key from ANTHROPIC_API_KEY holds a character that no key has',
  )
})
