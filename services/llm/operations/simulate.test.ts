import { describe, expect, test } from 'bun:test'
import { failure, workspace } from '@nimbus/testkit'

const line = (more: Record<string, unknown>) =>
  JSON.stringify({
    at: '2026-10-01T08:00:00Z',
    provider: 'anthropic',
    model: 'claude-sonnet-5-5',
    input_tokens: 1000,
    output_tokens: 100,
    ...more,
  })
const easy = { prompt: 'Rename the variable usr to user in this snippet.', difficulty: 'simple' }
const hard = { prompt: 'Prove that this lock-free queue never loses an element.', difficulty: 'hard' }

/** Two models with round prices: a million tokens cost 1,000 dollars or 100. */
const policy = `
providers:
  house: { type: openai-compatible, base_url: "https://models.example/v1", api_key: none }
models:
  house/large: { cost_per_1k_tokens: { input: 1, output: 1 }, context_window: 100000 }
  house/small: { cost_per_1k_tokens: { input: 0.1, output: 0.1 }, context_window: 100000 }
policies:
  cost_optimization: { default_model: house/large }
`
const house = { provider: 'house', model: 'large' }
const log = (...lines: readonly string[]) => ({ 'usage.jsonl': `${lines.join('\n')}\n`, 'policy.yaml': policy })
const asked = { log: 'usage.jsonl', policy: 'policy.yaml' }
const usd = 1e9

describe('the savings', () => {
  test('are what the moved calls cost less, to the nanodollar', async () => {
    await using place = await workspace(log(line({ ...house, ...easy }), line({ ...house, ...hard })))
    expect(await place.call('llm.simulate', asked)).toMatchObject({
      calls: 2,
      costNow: 2.2 * usd,
      costUnderPolicy: 1.21 * usd,
      saved: 0.99 * usd,
      savedPercent: 45,
      moved: [{ from: 'house/large', to: 'house/small', calls: 1, saved: 0.99 * usd }],
      hard: { labelled: 1, kept: 1, keptPercent: 100 },
    })
  })

  test('from a hard task that is taken for an easy one stand apart and do not count', async () => {
    await using place = await workspace(
      log(line({ ...house, ...easy, difficulty: 'hard' }), line({ ...house, ...easy })),
    )
    expect(await place.call('llm.simulate', asked)).toMatchObject({
      costUnderPolicy: 0.22 * usd,
      saved: 0.99 * usd,
      savedPercent: 45,
      hard: { labelled: 1, kept: 0, keptPercent: 0, downgraded: { calls: 1, saved: 0.99 * usd } },
      judged: { hard: { simple: 1 }, simple: { simple: 1 } },
    })
  })

  test('that are none are said to be less than nothing', async () => {
    await using place = await workspace(log(line({ ...house, ...hard, model: 'small' })))
    const { stdout } = await place.cli(['llm', 'simulate', 'usage.jsonl', '--policy', 'policy.yaml'])
    expect(stdout).toMatch(/^-900 % saved on 1 call: -\$0\.99 of \$0\.11\n/)
  })

  test('bill cached and reasoning tokens once', async () => {
    const cached = line({ ...house, ...hard, input_tokens: 400, cached_tokens: 600, reasoning_tokens: 50 })
    await using place = await workspace(log(cached))
    expect((await place.call('llm.simulate', asked)).costNow).toBe(1.15 * usd)
  })

  test('leave out a call whose price is unknown, and say how many', async () => {
    await using place = await workspace(log(line({ ...house, ...easy }), line({ ...house, ...easy, model: 'mystery' })))
    const savings = await place.call('llm.simulate', asked)
    expect(savings).toMatchObject({ calls: 2, unknownPrice: 1, costNow: 1.1 * usd })
    const { stdout } = await place.cli(['llm', 'simulate', 'usage.jsonl', '--policy', 'policy.yaml'])
    expect(stdout).toContain('1 call without a known price: in no sum')
    expect(stdout).toMatch(/house\/mystery → house\/small +1 call +saves what nobody knows +line 2\n/)
    expect(savings.moved).toMatchObject([
      { from: 'house/large', calls: 1, unknownPrice: 0, lines: [1] },
      { from: 'house/mystery', calls: 1, unknownPrice: 1, lines: [2] },
    ])
  })

  test('name the calls that move by their lines in the log', async () => {
    const moving = Array.from({ length: 7 }, () => line({ ...house, ...easy }))
    await using place = await workspace(log(line({ ...house, ...hard }), '', ...moving))
    const { moved } = await place.call('llm.simulate', asked)
    expect(moved).toMatchObject([{ calls: 7, lines: [3, 4, 5, 6, 7, 8, 9] }])
    const { stdout } = await place.cli(['llm', 'simulate', 'usage.jsonl', '--policy', 'policy.yaml'])
    expect(stdout).toContain('lines 3, 4, 5, 6, 7 and 2 more\n')
  })
})

test('a log without texts is replayed by its features, and one without either stays where it is', async () => {
  const features = line({ ...house, features: { routine: 1 } })
  await using place = await workspace(log(features, line(house)))
  expect(await place.call('llm.simulate', asked)).toMatchObject({ unlabelled: 2, moved: [{ calls: 1 }] })
})

describe('a policy that cannot be read', () => {
  const usage = log(line({ ...house, ...easy }))
  const refused = async (files: Record<string, string>, name: string) => {
    await using place = await workspace({ ...usage, ...files })
    return await failure(place.call('llm.simulate', { log: 'usage.jsonl', policy: name }))
  }

  test('is missed, and a directory is none', async () => {
    expect(await refused({}, 'nope.yaml')).toMatchObject({ code: 'no-file', at: 'nope.yaml', exit: 5 })
    expect(await refused({ 'dir/a.md': 'A\n' }, 'dir')).toMatchObject({ code: 'not-a-file', at: 'dir', exit: 2 })
  })
})

describe('a log that cannot be read', () => {
  test('is refused with the numbers of the lines', async () => {
    await using place = await workspace(log(line(house), '{"at": 1}', 'not json'))
    expect(await failure(place.call('llm.simulate', asked))).toMatchObject({
      code: 'invalid-usage-log',
      exit: 2,
      at: 'usage.jsonl:2',
      why: expect.stringContaining('usage.jsonl:3: is not JSON'),
    })
  })

  test.each([
    ['a negative count', { input_tokens: -1 }, 'input_tokens'],
    ['a day that does not exist', { at: '2026-02-30T00:00:00Z' }, 'at'],
    ['a difficulty of its own', { difficulty: 'brutal' }, 'difficulty'],
  ])('for %s says which field', async (_what, wrong, field) => {
    await using place = await workspace(log(line({ ...house, ...wrong })))
    const { why } = await failure(place.call('llm.simulate', asked))
    expect(why).toContain(`usage.jsonl:1: ${field}: `)
  })

  test('because it is not there or empty is one error', async () => {
    await using place = await workspace({ 'empty.jsonl': '\n' })
    expect(await failure(place.call('llm.simulate', { log: 'none.jsonl' }))).toMatchObject({ exit: 5 })
    expect(await failure(place.call('llm.simulate', { log: 'empty.jsonl' }))).toMatchObject({ exit: 2 })
  })
})

test('a policy that is wrong is refused with its name and its line', async () => {
  await using place = await workspace({ ...log(line(house)), 'policy.yaml': 'policies:\n  daily_budget_usd: -1\n' })
  const error = await failure(place.call('llm.simulate', asked))
  expect(error).toMatchObject({ exit: 2, at: 'policy.yaml:2:21' })
})
