import { expect, test } from 'bun:test'
import fc from 'fast-check'
import { EndlessEvent } from '../forwarding/event-stream.ts'
import { failureOf } from './classify.ts'
import { scriptedProvider, testKey } from './testing.ts'

const provider = scriptedProvider('openai', { url: 'http://127.0.0.1:1' })

const answered = (statusCode: number, responseBody = '', responseHeaders = {}) =>
  Object.assign(new Error('failed'), { name: 'AI_APICallError', statusCode, responseBody, responseHeaders })

const kindOf = (thrown: unknown) => failureOf(thrown, provider, 'm', 'not-started').kind

test.each([
  ['a gateway without a backend', answered(502, '<html><h1>502 Bad Gateway</h1></html>'), 'server'],
  ['a gateway that gave up', answered(504, 'upstream timed out'), 'timeout'],
  [
    'a body that is too large',
    answered(413, '{"error":{"type":"request_too_large","message":"too large"}}'),
    'invalid-request',
  ],
  [
    'a model that vLLM does not serve',
    answered(404, '{"object":"error","message":"The model `m` does not exist."}'),
    'unknown-model',
  ],
  ['an event that never ends', new EndlessEvent(), 'malformed'],
  ['an address that is wrong', answered(404, '<html>404 Not Found</html>'), 'invalid-request'],
  ['a key without the right', answered(403, '{"error":{"message":"Your key may not use this model"}}'), 'auth'],
  ['an unpaid account', answered(402, '{"error":"payment required"}'), 'auth'],
  [
    'a window of vLLM',
    answered(400, '{"object":"error","message":"This model\'s maximum context length is 4096 tokens."}'),
    'context-overflow',
  ],
  [
    'a window of llama.cpp',
    answered(400, '{"error":{"code":400,"message":"context window exceeded"}}'),
    'context-overflow',
  ],
  ['an overload told with 500', answered(500, '{"error":{"message":"server busy"}}'), 'server'],
  [
    'a closed socket',
    Object.assign(new Error('The socket connection was closed unexpectedly'), { code: 'ECONNRESET' }),
    'network',
  ],
  ['a name that no server has', Object.assign(new Error('getaddrinfo ENOTFOUND'), { code: 'ENOTFOUND' }), 'network'],
  ['an error event of Anthropic', { type: 'overloaded_error', message: 'Overloaded' }, 'overloaded'],
  ['an error event of OpenAI', { type: 'error', code: 'rate_limit_exceeded', message: 'slow down' }, 'rate-limited'],
  ['something that nobody expected', undefined, 'server'],
] as const)('%s', (_what, thrown, kind) => {
  expect(kindOf(thrown)).toBe(kind)
})

test('a message has the words of the provider, in one line of bounded length', () => {
  const { message } = failureOf(
    answered(400, JSON.stringify({ error: { message: `bad\n\n${'x'.repeat(9000)}` } })),
    provider,
    'm',
    'not-started',
  )
  expect(message).toStartWith('openai refused the request (400): bad xxx')
  expect(message.length).toBeLessThan(500)
})

test('whatever a provider says, its failure has a kind and never the key', () => {
  const body = fc.oneof(fc.string(), fc.json(), fc.constant(`{"error":{"message":"your key ${testKey} is bad"}}`))
  fc.assert(
    fc.property(fc.integer({ min: 100, max: 599 }), body, (status, text) => {
      const failure = failureOf(answered(status, text), provider, 'm', 'started')
      return failure.started && failure.kind.length > 0 && !failure.message.includes(testKey)
    }),
  )
})
