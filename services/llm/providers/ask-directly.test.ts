import { expect, test } from 'bun:test'
import { gate, modelServer } from '@nimbus/testkit/model-server'
import { listModels } from './list-models.ts'
import { modelFailure, scriptedProvider } from './testing.ts'

const signal = new AbortController().signal

test('our own limit is told as what it is', async () => {
  await using server = await modelServer({ listing: { hold: gate() } })
  const error = await modelFailure(listModels(scriptedProvider('openai', server), signal, 100))
  expect(error).toMatchObject({ kind: 'timeout', message: 'openai took too long: no answer within 100 ms' })
})

test.each([
  ['<html>Sign in</html>', 'that cannot be read: it is no JSON'],
  ['null', 'that is no list of models'],
  ['{"data":{"id":"x"}}', 'that is no list of models'],
  ['{"data":[{"name":"x"}]}', 'that is no list of models'],
])('%s in place of a list is an answer of the provider that cannot be used', async (body, how) => {
  using server = Bun.serve({ hostname: '127.0.0.1', port: 0, fetch: () => new Response(body) })
  const provider = scriptedProvider('openai', { url: `http://127.0.0.1:${server.port}` })
  const error = await modelFailure(listModels(provider, signal, 5000))
  expect(error).toMatchObject({ kind: 'malformed', message: `openai gave an answer ${how}` })
})
