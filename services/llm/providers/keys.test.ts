import { expect, test } from 'bun:test'
import { failure } from '@nimbus/testkit'
import { modelServer } from '@nimbus/testkit/model-server'
import { ask, modelFailure, providerTypes, testKey } from './testing.ts'

test.each([...providerTypes])('the key of %s goes into a header and nowhere else', async (type) => {
  await using server = await modelServer()
  await ask(type, server)
  const [chat] = server.chats()
  expect(Object.values(chat?.headers ?? {}).filter((value) => value.includes(testKey))).toHaveLength(1)
  expect(chat?.path).not.toContain(testKey)
  const error = await failure(ask(type, server, {}, { provider: { apiKey: `${testKey}\n` } }))
  expect(error).toMatchObject({ code: 'invalid-key', exit: 2 })
  expect(JSON.stringify(error)).not.toContain(testKey)
  expect(server.chats()).toHaveLength(1)
})

test.each(['anthropic', 'openai', 'google'] as const)(
  '%s far away without a key is asked for nothing',
  async (type) => {
    const provider = { apiKey: undefined, local: false, keyFrom: 'the variable SOME_KEY' }
    const error = await failure(ask(type, { url: 'http://127.0.0.1:1' }, {}, { provider }))
    expect(error).toMatchObject({ code: 'missing-key', exit: 5 })
    expect(error.why).toContain('SOME_KEY')
    expect(error.next).toContain(`nimbus credentials set ${type}`)
  },
)

test.each([...providerTypes])('%s on this machine may be asked without a key', async (type) => {
  await using server = await modelServer({ otherwise: { text: 'Yes.' } })
  expect((await ask(type, server, {}, { provider: { apiKey: undefined } })).text).toBe('Yes.')
})

test('a key that the provider repeats is not repeated', async () => {
  await using server = await modelServer({
    otherwise: () => ({ raw: `{"error":{"message":"no: ${testKey}","type":"x"}}` }),
  })
  const error = await modelFailure(ask('openai', server))
  expect(Bun.inspect(error)).not.toContain(testKey)
})
