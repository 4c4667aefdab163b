import { describe, expect, test } from 'bun:test'
import { NimbusError } from '@nimbus/kernel/define'
import type { Settings } from '../config/settings.ts'
import { chooseRoute } from './choose-route.ts'
import { defaultModels } from './default-models.ts'
import { offeredModels } from './resolve-model.ts'
import { targetName } from './target-name.ts'
import type { Task } from './task.ts'
import { agent, complexity, model, provider, settingsOf, task, tool } from './testing.ts'

const providers = [provider('far'), provider('near', { local: true, type: 'ollama' })]
const models = [
  model('far', 'large', 0.01),
  model('far', 'small', 0.001),
  model('near', 'tiny', 0.0001, { tools: false, vision: false, contextWindow: 4000 }),
]
const reviewer = agent('reviewer', { preferredModel: 'far/large' })
const settings = settingsOf({ providers, models, agents: [reviewer] })

const namesOf = (asked: Task, of: Settings = settings): string[] => chooseRoute(asked, of).chain.map(targetName)
const firstOf = (asked: Task, of: Settings = settings) => namesOf(asked, of)[0]
const errorOf = (asked: Task, of: Settings) => {
  try {
    chooseRoute(asked, of)
  } catch (thrown) {
    if (thrown instanceof NimbusError) return thrown.data
    throw thrown
  }
  throw new Error('a route was found')
}

describe('a small prompt', () => {
  test('that is simple takes the cheapest suitable model, and the reason is recorded', () => {
    const { chain, reasons } = chooseRoute(task({ agent: 'reviewer', complexity: complexity('simple') }), settings)
    expect(chain.map(targetName)).toEqual(['near/tiny', 'far/large', 'far/small'])
    expect(reasons.at(-1)).toBe(
      'about 200 tokens are under 1500 and the task is simple (score 0.5): near/tiny for $0.000030 instead of far/large for $0.0030',
    )
  })

  test.each(['moderate', 'hard', 'unknown'] as const)('that is %s stays on the preferred model', (level) => {
    const { chain, reasons } = chooseRoute(task({ agent: 'reviewer', complexity: complexity(level) }), settings)
    expect(chain.map(targetName)[0]).toBe('far/large')
    expect(reasons.at(-1)).toContain('far/large stays')
  })

  test('keeps the preferred model when savings are switched off', () => {
    const off = settingsOf({
      providers,
      models,
      agents: [reviewer],
      policies: { costOptimization: { enabled: false } },
    })
    expect(firstOf(task({ agent: 'reviewer', complexity: complexity('simple') }), off)).toBe('far/large')
  })

  test('is not given to a model that lacks what it needs, however cheap', () => {
    const wanted = task({ agent: 'reviewer', complexity: complexity('simple'), needs: { tools: true, vision: false } })
    expect(firstOf(wanted)).toBe('far/small')
  })

  test('is not given to a model whose price is unknown', () => {
    const unpriced = settingsOf({
      providers: [provider('far')],
      models: [model('far', 'large', 0.01), model('far', 'mystery')],
      agents: [reviewer],
    })
    expect(firstOf(task({ agent: 'reviewer', complexity: complexity('simple') }), unpriced)).toBe('far/large')
  })

  test('of a kind that a cheap model is not good for stays', () => {
    const particular = settingsOf({
      providers: [provider('far')],
      models: [model('far', 'large', 0.01), model('far', 'small', 0.001, { suitability: ['summary'] })],
      agents: [reviewer],
    })
    const simple = { agent: 'reviewer', complexity: complexity('simple') }
    expect(firstOf(task({ ...simple, taskType: 'debugging' }), particular)).toBe('far/large')
    expect(firstOf(task({ ...simple, taskType: 'summary' }), particular)).toBe('far/small')
  })
})

test('whoever says what a model is good for overrules the features, unless they find the task hard', () => {
  const said = settingsOf({
    providers: [provider('far')],
    models: [model('far', 'large', 0.01), model('far', 'small', 0.001, { suitability: ['summary'] })],
    agents: [reviewer],
    policies: { costOptimization: { enabled: true, defaultModel: 'far/large' } },
  })
  const of = (level: 'moderate' | 'hard' | 'unknown') => ({ taskType: 'summary', complexity: complexity(level) })
  for (const level of ['moderate', 'unknown'] as const) {
    expect(firstOf(task(of(level)), said)).toBe('far/small')
    expect(firstOf(task({ ...of(level), agent: 'reviewer' }), said)).toBe('far/small')
  }
  expect(firstOf(task(of('hard')), said)).toBe('far/large')
  expect(firstOf(task({ ...of('hard'), agent: 'reviewer' }), said)).toBe('far/large')
})

test('at the threshold the preferred model stays, simple as the task may be', () => {
  const { chain, reasons } = chooseRoute(
    task({ agent: 'reviewer', inputTokens: 1500, complexity: complexity('simple') }),
    settings,
  )
  expect(chain.map(targetName)[0]).toBe('far/large')
  expect(reasons.at(-1)).toBe('about 1500 tokens are not under 1500, so far/large stays')
})

test('the model that an agent has for a kind of task is not traded for a cheaper one', () => {
  const strict = agent('strict', { preferredModel: 'far/small', taskTypes: { review: 'far/large' } })
  const own = settingsOf({ providers, models, agents: [strict] })
  const simple = task({ agent: 'strict', taskType: 'review', complexity: complexity('simple') })
  expect(namesOf(simple, own).slice(0, 2)).toEqual(['far/large', 'far/small'])
})

test('a task that nobody can classify goes to the default model, never to the cheapest', () => {
  const unclear = task({ complexity: complexity('unknown') })
  const withDefault = settingsOf({
    providers,
    models,
    policies: { costOptimization: { enabled: true, defaultModel: 'far/small' } },
  })
  expect(firstOf(unclear, withDefault)).toBe('far/small')
  expect(firstOf(unclear)).toBe('far/large')
})

test('an empty chain that someone wrote asks nobody else', () => {
  const alone = agent('alone', { preferredModel: 'far/large', fallbackChain: [] })
  expect(namesOf(task({ agent: 'alone' }), settingsOf({ providers, models, agents: [alone] }))).toEqual(['far/large'])
})

test('a fallback chain that someone wrote is the whole chain, in its order', () => {
  const chained = agent('chained', {
    preferredModel: 'far/small',
    fallbackChain: [
      { tool: 'api', model: 'near/tiny' },
      { tool: 'api', model: 'far/small' },
    ],
  })
  expect(namesOf(task({ agent: 'chained' }), settingsOf({ providers, models, agents: [chained] }))).toEqual([
    'far/small',
    'near/tiny',
  ])
})

test('a named model is the only one, and a named provider the only provider', () => {
  expect(namesOf(task({ model: 'small', complexity: complexity('simple') }))).toEqual(['far/small'])
  expect(namesOf(task({ provider: 'near', agent: 'reviewer' }))).toEqual(['near/tiny'])
})

test('a provider whose owner put models there takes any name of theirs', () => {
  expect(namesOf(task({ model: 'near/llama-of-mine:7b' }))).toEqual(['near/llama-of-mine:7b'])
})

test('says of every target that was left out which rule it breaks', () => {
  const { chain, rejected } = chooseRoute(
    task({ inputTokens: 5000, needs: { tools: false, vision: true } }),
    settingsOf({ providers, models: [...models, model('gone', 'lost', 1)] }),
  )
  expect(chain.map(targetName)).toEqual(['far/large', 'far/small'])
  expect(rejected).toEqual([
    { target: 'near/tiny', reason: 'it takes no images' },
    { target: 'gone/lost', reason: 'no provider gone is configured' },
  ])
})

test('local-only leaves nobody out of this machine, not even when it was named', () => {
  const closed = settingsOf({ providers, models, policies: { privacy: { mode: 'metadata', localOnly: true } } })
  expect(namesOf(task({}), closed)).toEqual(['near/tiny'])
  expect(errorOf(task({ model: 'far/large' }), closed)).toMatchObject({ code: 'local-only', exit: 4 })
})

test('an agent program is offered to who lets programs answer, and its model to who asks for a model', () => {
  const coder = agent('coder', {
    preferredTool: 'claude-code',
    preferredModel: 'large',
    fallbackChain: [{ tool: 'api', model: 'small' }],
  })
  const both = settingsOf({ providers, models, agents: [coder], tools: [tool('claude-code', ['large', 'small'])] })
  expect(namesOf(task({ agent: 'coder', answeredBy: 'models and programs' }), both)).toEqual([
    'claude-code:large',
    'far/small',
  ])
  expect(namesOf(task({ agent: 'coder' }), both)).toEqual(['far/large', 'far/small'])
})

test('a program is told to use a cheaper model for a simple task, unless it costs the same whatever it uses', () => {
  const coder = agent('coder', { preferredTool: 'code', preferredModel: 'large' })
  const simple = task({ agent: 'coder', answeredBy: 'models and programs', complexity: complexity('simple') })
  const of = (cost: string) =>
    settingsOf({
      providers,
      models,
      agents: [coder],
      tools: [tool('code', ['large', 'small'], { output: { format: 'text', cost } })],
    })
  expect(firstOf(simple, of('total_cost_usd'))).toBe('code:small')
  expect(firstOf(simple, of('not-metered'))).toBe('code:large')
})

describe('when nobody can answer', () => {
  test('because nothing is configured, one error says what to set', () => {
    expect(errorOf(task(), settingsOf({}))).toMatchObject({
      code: 'no-model',
      exit: 5,
      next: expect.stringContaining('ANTHROPIC_API_KEY'),
    })
  })

  test('because the key is missing, it says where one was looked for', () => {
    const { apiKey: _none, ...keyless } = provider('anthropic', { type: 'anthropic', keyFrom: 'ANTHROPIC_API_KEY' })
    const none = settingsOf({ providers: [keyless] })
    expect(errorOf(task(), none)).toMatchObject({
      code: 'no-model',
      exit: 5,
      why: expect.stringContaining('ANTHROPIC_API_KEY'),
    })
    for (const asked of [task({ provider: 'anthropic' }), task({ model: 'anthropic/claude-haiku-5-5' })])
      expect(errorOf(asked, none)).toMatchObject({ code: 'missing-key', exit: 5, why: 'looked for ANTHROPIC_API_KEY' })
  })

  test('because a provider of one’s own models was named without one, it says how to name one', () => {
    const none = settingsOf({ providers: [provider('mine', { type: 'ollama' })] })
    expect(errorOf(task({ provider: 'mine' }), none)).toMatchObject({
      code: 'no-model',
      next: expect.stringContaining('--model mine/<model>'),
    })
    expect(errorOf(task({ model: 'llama' }), none).next).toContain('mine/llama')
  })

  test.each([
    [{ agent: 'reviewr' }, 'unknown-agent', 'did you mean reviewer?'],
    [{ provider: 'fa' }, 'unknown-provider', 'did you mean far?'],
    [{ model: 'lagre' }, 'unknown-model', 'did you mean large?'],
  ] as const)('%j is refused with the nearest name', (asked, code, next) => {
    expect(errorOf(task(asked), settings)).toMatchObject({ code, exit: 2, next })
  })

  test('because nothing has a window large enough, it says so', () => {
    expect(errorOf(task({ inputTokens: 1_000_000 }), settings)).toMatchObject({ code: 'prompt-too-long', exit: 2 })
  })
})

test('the catalogue knows every default model, with a price', () => {
  const hosted = (['anthropic', 'openai', 'google'] as const).map((type) => provider(type, { type }))
  const offered = offeredModels(settingsOf({ providers: hosted }))
  expect(offered.map(({ model: id }) => id).toSorted()).toEqual(Object.values(defaultModels).flat().toSorted())
  expect(offered.filter(({ facts }) => !facts.price || !facts.contextWindow || !facts.tools).map(targetName)).toEqual(
    [],
  )
})
