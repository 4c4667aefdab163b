import { describe, expect, test } from 'bun:test'
import { denied, NimbusError, stopBy } from '@nimbus/kernel/define'
import fc from 'fast-check'
import { type FailureKind, ModelFailure } from '../providers/failure.ts'
import { createBreaker } from './breaker.ts'
import { inTurn } from './in-turn.ts'
import type { Hop } from './reaction.ts'
import type { ModelTarget } from './resolve-model.ts'
import { targetName } from './target-name.ts'

const target = (provider: string, contextWindow?: number): ModelTarget => ({
  kind: 'model',
  provider,
  model: 'm',
  facts: { provider, id: 'm', suitability: [], ...(contextWindow === undefined ? {} : { contextWindow }) },
})

type Step = FailureKind | 'ok' | { kind: FailureKind; retryAfterMs?: number; started?: boolean } | Error

interface Course {
  onRateLimit?: 'next' | 'stop'
  breaker?: ReturnType<typeof createBreaker>
  delivered?: number
}

const failureOf = (provider: string, step: Exclude<Step, 'ok'>): Error => {
  if (step instanceof Error) return step
  const { kind, ...detail } = typeof step === 'string' ? { kind: step } : step
  return new ModelFailure(kind, `it said ${kind}`, { provider, model: 'm', ...detail })
}

/** Goes through a chain whose providers answer as their scripts say; the last step of a script repeats. */
const course = async (chain: readonly ModelTarget[], scripts: Record<string, Step[]>, more: Course = {}) => {
  const asked: string[] = []
  const waits: number[] = []
  const hops: Hop[] = []
  const ended = await inTurn(
    chain,
    ({ provider }) => {
      const steps = scripts[provider] ?? []
      const step = steps[Math.min(asked.filter((name) => name === provider).length, steps.length - 1)] ?? 'ok'
      asked.push(provider)
      return step === 'ok' ? Promise.resolve(provider) : Promise.reject(failureOf(provider, step))
    },
    {
      breaker: more.breaker ?? createBreaker({ failures: 5, restMs: 1000, now: () => 0 }),
      circuit: (each) => targetName(each),
      stop: stopBy(new AbortController().signal),
      onRateLimit: more.onRateLimit ?? 'next',
      idempotent: true,
      delivered: () => more.delivered ?? 0,
      pause: (ms) => Promise.resolve(void waits.push(ms)),
      random: () => 0.5,
      onHop: (hop) => hops.push(hop),
    },
  ).catch((thrown: unknown) => {
    if (thrown instanceof NimbusError) return { error: thrown.data }
    throw thrown
  })
  const { answer, place, error } = { answer: undefined, place: undefined, error: undefined, ...ended }
  return { asked, waits, hops, answer, place, error }
}

const [a, b, c] = [target('a', 1000), target('b', 1000), target('c', 5000)]

describe('after a failure of the kind', () => {
  test.each(['overloaded', 'server', 'network'] as const)(
    '%s: once more after a moment, then the next',
    async (kind) => {
      const { asked, waits, answer, place } = await course([a, b], { a: [kind] })
      expect({ asked, waits, answer, place }).toEqual({ asked: ['a', 'a', 'b'], waits: [250], answer: 'b', place: 2 })
    },
  )

  test.each(['timeout', 'malformed', 'rate-limited', 'unknown-model'] as const)(
    '%s: the next at once',
    async (kind) => {
      const { asked, waits, answer } = await course([a, b], { a: [kind] })
      expect({ asked, waits, answer }).toEqual({ asked: ['a', 'b'], waits: [], answer: 'b' })
    },
  )

  test('context-overflow: the next with a larger window', async () => {
    const { asked, answer } = await course([a, b, c], { a: ['context-overflow'] })
    expect({ asked, answer }).toEqual({ asked: ['a', 'c'], answer: 'c' })
  })

  test('context-overflow with no larger window left: an error that says so', async () => {
    const { asked, error } = await course([c, a, b], { c: ['context-overflow'] })
    expect(asked).toEqual(['c'])
    expect(error).toMatchObject({ code: 'prompt-too-long', exit: 2 })
  })

  test('auth: nothing of that provider again, and the next provider answers', async () => {
    const other = { ...target('a', 9000), model: 'n' }
    const { asked, answer } = await course([a, other, b], { a: ['auth'] })
    expect({ asked, answer }).toEqual({ asked: ['a', 'b'], answer: 'b' })
  })

  test('auth with nobody else: the error says that the key is refused', async () => {
    expect((await course([a], { a: ['auth'] })).error).toMatchObject({ code: 'key-refused', exit: 5 })
  })

  test('unknown-model with nobody else: the error says where to see which there are', async () => {
    expect((await course([a], { a: ['unknown-model'] })).error).toMatchObject({
      code: 'refused-request',
      exit: 2,
      next: 'see what there is with: nimbus llm models a',
    })
  })

  test('invalid-request: nobody else is asked', async () => {
    const { asked, error } = await course([a, b], { a: ['invalid-request'] })
    expect(asked).toEqual(['a'])
    expect(error).toMatchObject({ code: 'refused-request', exit: 2, why: expect.stringContaining('invalid-request') })
  })
})

test('a provider that wants more than a second is not waited for while somebody else is left', async () => {
  const { asked, waits } = await course([a, b], { a: [{ kind: 'overloaded', retryAfterMs: 5000 }] })
  expect({ asked, waits }).toEqual({ asked: ['a', 'b'], waits: [] })
})

describe('a rate limit', () => {
  test('is waited for when the wait is short and nobody else is left', async () => {
    const { asked, waits, answer } = await course([a, b], {
      a: [{ kind: 'rate-limited', retryAfterMs: 2000 }, 'ok'],
      b: ['timeout'],
    })
    expect({ asked, waits, answer }).toEqual({ asked: ['a', 'b', 'a'], waits: [2000], answer: 'a' })
  })

  test('is not waited for when the provider wants a minute', async () => {
    const { waits, error } = await course([a], { a: [{ kind: 'rate-limited', retryAfterMs: 60_000 }] })
    expect(waits).toEqual([])
    expect(error).toMatchObject({ code: 'provider-rate-limited', next: 'try again in 60 s' })
  })

  test('stops the chain where the policy says so', async () => {
    const { asked, error } = await course([a, b], { a: ['rate-limited'] }, { onRateLimit: 'stop' })
    expect(asked).toEqual(['a'])
    expect(error?.code).toBe('provider-rate-limited')
  })

  test('of our own moves on, and is raised as it was when everybody met it', async () => {
    const own = denied('rate-limited', '60 requests a minute are used up', { next: 'wait 12 s' })
    expect((await course([a, b], { a: [own] })).answer).toBe('b')
    expect((await course([a, b], { a: [own], b: [own] })).error).toEqual(own.data)
  })
})

test('once text has reached the caller nothing is tried again, and the error says how much came', async () => {
  const { asked, error } = await course([a, b], { a: [{ kind: 'network', started: true }] }, { delivered: 42 })
  expect(asked).toEqual(['a'])
  expect(error).toMatchObject({ code: 'answer-broken-off', message: expect.stringContaining('42 characters') })
})

test('a refusal of our own that holds for everybody is not tried on another target', async () => {
  const { asked, error } = await course([a, b], { a: [denied('over-budget', 'The day is spent')] })
  expect(asked).toEqual(['a'])
  expect(error?.code).toBe('over-budget')
})

test('when everybody fails there is one error that tells of all', async () => {
  const { error } = await course([a, b], { a: ['timeout'], b: ['malformed'] })
  expect(error).toMatchObject({
    code: 'nobody-answers',
    exit: 1,
    message: 'None of 2 models answered',
    why: 'a/m: it said timeout; b/m: it said malformed',
  })
})

test('when everybody fails alike the error says what one alone would', async () => {
  const limited = (seconds: number) => [{ kind: 'rate-limited' as const, retryAfterMs: seconds * 1000 }]
  expect((await course([a, b, c], { a: limited(3600), b: limited(600), c: limited(3600) })).error).toMatchObject({
    code: 'provider-rate-limited',
    exit: 1,
    message: 'None of 3 models answered',
    why: 'a/m: it said rate-limited; b/m: it said rate-limited; c/m: it said rate-limited',
    next: 'try again in 600 s',
  })
  expect((await course([a, c], { a: ['context-overflow'], c: ['context-overflow'] })).error).toMatchObject({
    code: 'prompt-too-long',
    exit: 2,
    message: 'None of 2 models answered',
    next: 'shorten it, or put a model with a larger window in the fallback chain',
  })
  expect((await course([a, b], { a: ['malformed'], b: ['malformed'] })).error).toMatchObject({
    code: 'nobody-answers',
    next: 'ask again, or take another model',
  })
})

test('where they fail in several ways, trying again is said where it helps, and after the shortest wait', async () => {
  const next = async (...steps: Step[]) =>
    (await course([a, c], { a: [steps[0] ?? 'ok'], c: [steps[1] ?? 'ok'] })).error?.next
  const hour = { kind: 'rate-limited' as const, retryAfterMs: 3_600_000 }
  expect(await next('auth', hour)).toBe('try again in 3600 s')
  expect(await next('timeout', hour)).toBe('try again in a moment')
  expect(await next('context-overflow', 'auth')).toStartWith('shorten it')
})

test('of a target that was asked twice the last word counts', async () => {
  const again = [
    { kind: 'rate-limited' as const, retryAfterMs: 2000 },
    { kind: 'rate-limited' as const, retryAfterMs: 90_000 },
  ]
  expect((await course([a], { a: again })).error).toMatchObject({ next: 'try again in 90 s' })
  expect((await course([a, b], { a: again, b: [{ kind: 'rate-limited', retryAfterMs: 60_000 }] })).error).toMatchObject(
    {
      next: 'try again in 60 s',
    },
  )
})

test('nobody reachable is an error of its own, with exit 5', async () => {
  expect((await course([a, b], { a: ['network'], b: ['auth'] })).error).toMatchObject({
    code: 'nobody-answers',
    exit: 5,
  })
})

test('cancelling is no failure of a provider and asks nobody else', async () => {
  const stop = new AbortController()
  const asked: string[] = []
  const going = inTurn(
    [a, b],
    ({ provider }) => {
      asked.push(provider)
      stop.abort()
      return Promise.reject(new ModelFailure('network', 'the socket closed', { provider, model: 'm' }))
    },
    {
      breaker: createBreaker({ failures: 1, restMs: 1000, now: () => 0 }),
      circuit: targetName,
      stop: stopBy(stop.signal),
      onRateLimit: 'next',
      idempotent: true,
      delivered: () => 0,
      pause: () => Promise.resolve(),
      random: () => 0,
    },
  )
  expect(going).rejects.toThrow('the socket closed')
  await going.catch(() => undefined)
  expect(asked).toEqual(['a'])
})

const kinds: FailureKind[] = [
  'rate-limited',
  'overloaded',
  'server',
  'timeout',
  'network',
  'context-overflow',
  'auth',
  'unknown-model',
  'invalid-request',
  'malformed',
]

test('whatever fails, a chain ends, asks nobody more than three times, and never a provider that refused us', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.array(fc.constantFrom<Step>('ok', ...kinds), { minLength: 1, maxLength: 3 }), {
        minLength: 1,
        maxLength: 4,
      }),
      async (scripts) => {
        const chain = scripts.map((_, index) => target(`p${index}`, 1000 * (index + 1)))
        const { asked, hops, answer, error } = await course(
          chain,
          Object.fromEntries(scripts.map((steps, index) => [`p${index}`, steps])),
        )
        expect(answer === undefined).toBe(error !== undefined)
        for (const { provider } of chain)
          expect(asked.filter((name) => name === provider).length).toBeLessThanOrEqual(3)
        for (const { target: refused } of hops.filter(({ kind }) => kind === 'auth')) {
          const name = refused.split('/')[0] ?? ''
          expect(asked.lastIndexOf(name)).toBe(
            asked.indexOf(name) + hops.filter((hop) => hop.target === refused).length - 1,
          )
        }
      },
    ),
    { numRuns: 300 },
  )
})
