import { expect, test } from 'bun:test'
import { NimbusError } from '@nimbus/kernel/define'
import fc from 'fast-check'
import type { Provider } from '../config/settings.ts'
import { chooseRoute } from './choose-route.ts'
import { obstacleTo } from './constraints.ts'
import type { Route } from './route.ts'
import { targetName } from './target-name.ts'
import { agent, complexity, model, provider, settingsOf, task } from './testing.ts'

const providerNames = ['p0', 'p1', 'p2', 'p3']
const modelNames = ['m0', 'm1', 'm2']
const maybe = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: undefined })
const reference = fc
  .tuple(fc.constantFrom(...providerNames), fc.constantFrom(...modelNames))
  .map((pair) => pair.join('/'))

const someProviders = fc.tuple(
  ...providerNames.map((name) =>
    fc
      .record({
        type: fc.constantFrom('anthropic', 'openai', 'ollama', 'openai-compatible'),
        local: fc.boolean(),
        key: fc.boolean(),
      })
      .map(({ type, local, key }): Provider => {
        const { apiKey, ...rest } = provider(name, { type: type as 'anthropic', local })
        return key && apiKey ? { ...rest, apiKey } : rest
      }),
  ),
)

const someModels = fc.uniqueArray(
  fc
    .record({
      place: reference,
      price: maybe(fc.double({ min: 0, max: 0.1, noNaN: true })),
      tools: maybe(fc.boolean()),
      vision: maybe(fc.boolean()),
      contextWindow: maybe(fc.integer({ min: 100, max: 10_000 })),
      suitability: fc.subarray(['review', 'summary']),
    })
    .map(({ place, price, tools, vision, contextWindow, suitability }) => {
      const [owner = '', id = ''] = place.split('/')
      const { tools: _t, vision: _v, contextWindow: _c, ...plain } = model(owner, id, price, { suitability })
      return {
        ...plain,
        ...(tools === undefined ? {} : { tools }),
        ...(vision === undefined ? {} : { vision }),
        ...(contextWindow === undefined ? {} : { contextWindow }),
      }
    }),
  { selector: ({ provider: owner, id }) => `${owner}/${id}`, maxLength: 8 },
)

const someCase = fc.record({
  providers: someProviders,
  models: someModels,
  localOnly: fc.boolean(),
  enabled: fc.boolean(),
  defaultModel: maybe(reference),
  preferredModel: maybe(reference),
  chain: fc.array(reference, { maxLength: 4 }),
  resting: fc.subarray(providerNames),
  asked: fc.record({
    inputTokens: fc.integer({ min: 1, max: 12_000 }),
    outputTokens: fc.integer({ min: 1, max: 2000 }),
    needs: fc.record({ tools: fc.boolean(), vision: fc.boolean() }),
    level: fc.constantFrom('simple', 'moderate', 'hard', 'unknown'),
    agent: fc.boolean(),
    taskType: maybe(fc.constantFrom('review', 'summary', 'other')),
    provider: maybe(fc.constantFrom(...providerNames)),
    model: maybe(reference),
  }),
})

type Case = typeof someCase extends fc.Arbitrary<infer C> ? C : never

const set = (made: Case) => {
  const { asked, defaultModel, preferredModel } = made
  const settings = settingsOf({
    providers: made.providers,
    models: made.models,
    agents: [
      agent('a', {
        ...(preferredModel === undefined ? {} : { preferredModel }),
        fallbackChain: made.chain.map((name) => ({ tool: 'api', model: name })),
      }),
    ],
    policies: {
      privacy: { mode: 'metadata', localOnly: made.localOnly },
      costOptimization: { enabled: made.enabled, ...(defaultModel === undefined ? {} : { defaultModel }) },
    },
  })
  const { level, agent: byAgent, taskType, provider: named, model: wanted, ...plain } = asked
  const wish = task({
    ...plain,
    complexity: complexity(level as 'simple'),
    ...(byAgent ? { agent: 'a' } : {}),
    ...(taskType === undefined ? {} : { taskType }),
    ...(named === undefined ? {} : { provider: named }),
    ...(wanted === undefined ? {} : { model: wanted }),
  })
  const state = { resting: new Map(made.resting.map((name) => [name, 'it rests'])) }
  return { settings, wish, state }
}

/** The route, or undefined when the router says in four parts that there is none. */
const routeOf = (made: Case): Route | undefined => {
  const { settings, wish, state } = set(made)
  try {
    return chooseRoute(wish, settings, state)
  } catch (thrown) {
    if (thrown instanceof NimbusError && thrown.data.why && thrown.data.next) return undefined
    throw thrown
  }
}

const check = (predicate: (made: Case) => void) => fc.assert(fc.property(someCase, predicate), { numRuns: 500 })

test('no target of a route breaks a hard constraint', () => {
  check((made) => {
    const { settings, wish, state } = set(made)
    const broken = routeOf(made)?.chain.map((target) => obstacleTo(target, wish, settings, state)) ?? []
    expect(broken.filter(Boolean)).toEqual([])
  })
})

test('the constraints hold by their own words, not only by those of the router', () => {
  check((made) => {
    for (const target of routeOf(made)?.chain ?? []) {
      if (target.kind !== 'model') throw new Error('a program answered who asked for a model')
      const owner = made.providers.find(({ name }) => name === target.provider)
      const said = made.models.find((each) => `${each.provider}/${each.id}` === targetName(target))
      if (made.localOnly) expect(owner?.local).toBe(true)
      if (made.asked.provider !== undefined) expect(target.provider).toBe(made.asked.provider)
      if (made.asked.needs.tools) expect(said?.tools).not.toBe(false)
      if (made.asked.needs.vision) expect(said?.vision).not.toBe(false)
      expect(made.resting).not.toContain(target.provider)
      expect(made.asked.inputTokens).toBeLessThan(said?.contextWindow ?? Number.MAX_VALUE)
      if ((owner?.type === 'anthropic' || owner?.type === 'openai') && !owner.local) expect(owner.apiKey).toBeString()
    }
  })
})

test('a chain names every target once', () => {
  check((made) => {
    const names = routeOf(made)?.chain.map(targetName) ?? []
    expect(new Set(names).size).toBe(names.length)
  })
})

test('the same question has the same answer, in whatever order the models were written', () => {
  check((made) => {
    expect(routeOf(made)).toEqual(routeOf({ ...made, models: made.models.toReversed() }))
  })
})

test('only below the threshold, and never a hard task, is work given to a cheaper model than preferred', () => {
  check((made) => {
    const thrifty = routeOf(made)
    const plain = routeOf({ ...made, enabled: false })
    const [first] = thrifty?.chain ?? []
    const [preferred] = plain?.chain ?? []
    if (!first || !preferred || targetName(first) === targetName(preferred)) return
    expect(made.asked.model).toBeUndefined()
    expect(made.asked.level).not.toBe('hard')
    if (made.asked.level !== 'simple') expect(first.facts?.suitability).toContain(made.asked.taskType ?? 'nothing')
    expect(made.asked.inputTokens).toBeLessThan(1500)
    const costs = [thrifty, plain].map((route) => route?.estimate.cost ?? Number.MAX_VALUE)
    expect(costs[0]).toBeLessThan(costs[1] ?? 0)
  })
})
