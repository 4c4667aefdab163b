import { describe, expect, test } from 'bun:test'
import { stopBy } from '@nimbus/kernel/define'
import { gate, modelServer } from '@nimbus/testkit/model-server'
import { modelFailure, modelNames, testKey, ways } from './testing.ts'

describe.each(ways)('%s', (_way, type, ask) => {
  test.each(['at once', 'as a stream'])('cancelling stops the request at the provider, %s', async (how) => {
    await using server = await modelServer()
    server.script({
      text: ['a', 'b'],
      ...(how === 'at once' ? { hold: gate() } : { fault: { kind: 'pause', after: 1, until: gate() } }),
    })
    const caller = new AbortController()
    const first = Promise.withResolvers<void>()
    const io = how === 'at once' ? {} : { onChunk: () => first.resolve() }
    const answering = ask(type, server, {}, { stop: stopBy(caller.signal), ...io }).then(
      () => 'answered',
      (error: unknown) => error,
    )
    const received = await server.chat(0)
    if (how === 'as a stream') await first.promise
    caller.abort(new Error('enough'))
    expect(await answering).toMatchObject({ message: 'enough' })
    expect(await received.ended).toBe('gone')
  })

  test.each(['at once', 'as a stream'])(
    'a first byte that does not come is a timeout, and the request is stopped, %s',
    async (how) => {
      await using server = await modelServer({ otherwise: { hold: gate() } })
      const io = how === 'at once' ? {} : { onChunk: () => undefined }
      const error = await modelFailure(ask(type, server, {}, { provider: { timeoutMs: 250 }, ...io }))
      expect(error).toMatchObject({ kind: 'timeout', provider: type, model: modelNames[type], started: false })
      expect(await server.chats()[0]?.ended).toBe('gone')
    },
  )

  test.each(['disconnect', 'malformed', 'refuse', 'end'] as const)(
    'a stream with the fault %s is a failure that had started',
    async (kind) => {
      await using server = await modelServer()
      const until = gate()
      server.script({ text: ['Half', ' an answer'], fault: { kind, after: 1, until } })
      const error = await modelFailure(ask(type, server, {}, { onChunk: () => until.open() }))
      expect(error.started).toBe(true)
      const kinds = {
        disconnect: ['network'],
        malformed: ['malformed'],
        refuse: ['overloaded', 'server'],
        end: ['network'],
      }
      expect(kinds[kind]).toContain(error.kind)
    },
  )

  test('a body that is no answer is malformed', async () => {
    await using server = await modelServer()
    server.script({ raw: '<html>welcome to the proxy</html>' }, { raw: '{"ok":true}' })
    expect((await modelFailure(ask(type, server))).kind).toBe('malformed')
    expect((await modelFailure(ask(type, server))).kind).toBe('malformed')
  })

  test('nobody there is a failure of the network', async () => {
    const server = await modelServer()
    await server.stop()
    expect(await modelFailure(ask(type, server))).toMatchObject({ kind: 'network', started: false })
  })

  const refusals = {
    auth: 'auth',
    'no-credit': 'auth',
    'rate-limited': 'rate-limited',
    server: 'server',
    overloaded: 'overloaded',
    'context-overflow': 'context-overflow',
    'unknown-model': 'unknown-model',
    'invalid-request': 'invalid-request',
  } as const
  test.each(Object.keys(refusals) as (keyof typeof refusals)[])(
    'refusing with %s is told with its kind',
    async (refuse) => {
      await using server = await modelServer({ otherwise: { refuse } })
      const whole = await modelFailure(ask(type, server))
      const streamed = await modelFailure(ask(type, server, {}, { onChunk: () => undefined }))
      // Google has the same words for an account without money and for one that asks too often.
      const kind = type === 'google' && refuse === 'no-credit' ? 'rate-limited' : refusals[refuse]
      for (const error of [whole, streamed]) {
        expect(error).toMatchObject({ kind, provider: type, model: modelNames[type], started: false })
        expect(error.message).not.toContain(testKey)
      }
      expect(server.chats()).toHaveLength(2)
    },
  )

  test('a provider says how long to wait, in seconds or by a date', async () => {
    await using server = await modelServer()
    const at = new Date(Date.now() + 90_000).toUTCString()
    server.script({ refuse: 'rate-limited', retryAfter: '7' }, { refuse: 'rate-limited', retryAfter: at })
    expect((await modelFailure(ask(type, server))).retryAfterMs).toBe(7000)
    const later = (await modelFailure(ask(type, server))).retryAfterMs
    expect(later).toBeGreaterThan(80_000)
    expect(later).toBeLessThanOrEqual(90_000)
  })
})
