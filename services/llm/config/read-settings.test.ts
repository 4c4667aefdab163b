import { expect, test } from 'bun:test'
import { configuration } from './testing.ts'

const whole = `
providers:
  anthropic: { api_key: "\${KEY}" }
  box: { type: openai-compatible, base_url: http://127.0.0.1:8000/v1, headers: { X-Team: ops } }
tools:
  mycli:
    binary: mycli
    args: [--model, "{{model}}", "{{prompt}}"]
    models: [claude-sonnet-4-5]
    timeout_seconds: 5
models:
  claude-sonnet-4-5: { cost_per_1k_tokens: { input: 0.003, output: 0.015, cached_read: 0.0003 } }
  box/llama: { context_window: 8000, task_suitability: [review] }
  small: { provider: openai, id: gpt-5-nano }
agents:
  reviewer:
    preferred_tool: mycli
    preferred_model: claude-sonnet-4-5
    fallback_chain: ["mycli:claude-sonnet-4-5", "api:small", "api:box/llama3.2:3b"]
    task_types: { debugging: claude-sonnet-4-5 }
policies:
  daily_budget_usd: \${BUDGET:-5}
  limit: { type: hard, threshold_percent: 50 }
  rate_limiting: { requests_per_minute: 10 }
  time_zone: Europe/Berlin
  per_agent: { reviewer: { monthly_budget_usd: 3 } }
`

test('a file says all there is to say, and comes back as settings', async () => {
  await using files = await configuration(
    whole
      .replace('box/llama: { ', 'box/llama: { cost_per_1k_tokens: { input: 0, output: 0 }, ')
      .replace('"api:box/llama3.2:3b"', '"api:box/llama"'),
    { env: { KEY: 'secret-key' } },
  )
  const { settings, problems } = await files.read()
  expect(problems).toEqual([])
  expect(settings.sources).toEqual(['~/.nimbus/llm.yaml'])
  expect(settings.providers.anthropic).toMatchObject({ apiKey: 'secret-key', keyFrom: '~/.nimbus/llm.yaml:3:25' })
  expect(settings.providers.box).toMatchObject({ local: true, headers: { 'X-Team': 'ops' } })
  expect(settings.tools.mycli).toMatchObject({ args: ['--model', '{{model}}', '{{prompt}}'], timeoutMs: 5000 })
  expect(settings.models['anthropic/claude-sonnet-4-5']).toMatchObject({
    costPer1k: { input: 0.003, cachedRead: 0.0003 },
  })
  expect(settings.models['claude-sonnet-4-5']).toBe(settings.models['anthropic/claude-sonnet-4-5'])
  expect(settings.models.small).toMatchObject({ provider: 'openai', id: 'gpt-5-nano' })
  expect(settings.models.llama).toMatchObject({ provider: 'box', suitability: ['review'] })
  expect(settings.agents.reviewer).toEqual({
    name: 'reviewer',
    preferredTool: 'mycli',
    preferredModel: 'claude-sonnet-4-5',
    ownChain: true,
    fallbackChain: [
      { tool: 'mycli', model: 'claude-sonnet-4-5' },
      { tool: 'api', model: 'small' },
      { tool: 'api', model: 'box/llama' },
    ],
    taskTypes: { debugging: 'claude-sonnet-4-5' },
    limits: { monthlyUsd: 3 },
  })
  expect(settings.policies).toMatchObject({
    dailyUsd: 5,
    requestsPerMinute: 10,
    limit: { type: 'hard', thresholdPercent: 50 },
    timeZone: 'Europe/Berlin',
    retentionDays: 90,
  })
})

test('with a hard budget a model of unknown price is a problem, at its place', async () => {
  await using files = await configuration(whole, { env: { KEY: 'secret-key' } })
  const problems = await files.problems()
  expect(problems.join('\n')).toContain('~/.nimbus/llm.yaml:13:3 models.box/llama: the price of box/llama is unknown')
  expect(problems.join('\n')).toContain('the price of box/llama3.2:3b is unknown')
  expect(problems).toHaveLength(2)
})

test('the workspace goes before the user, key by key', async () => {
  await using files = await configuration({
    'llm.yaml':
      'agents: { a: { preferred_model: gpt-5, description: mine } }\npolicies: { daily_budget_usd: 1, retention_days: 5 }\n',
    'workspace/.nimbus/llm.yaml': 'agents: { a: { preferred_model: gpt-5-mini } }\npolicies: { daily_budget_usd: 2 }\n',
  })
  const { settings, problems } = await files.read()
  expect(problems).toEqual([])
  expect(settings.agents.a?.preferredModel).toBe('gpt-5-mini')
  expect(settings.policies).toMatchObject({ dailyUsd: 2, retentionDays: 5 })
  expect(settings.sources).toEqual(['~/.nimbus/llm.yaml', '.nimbus/llm.yaml'])
})

test('a folder of files says the same, with or without the name of the section in each', async () => {
  await using files = await configuration({
    'llm/agents.yaml': 'a: { preferred_model: gpt-5 }\n',
    'llm/policies.yaml': 'policies:\n  daily_budget_usd: 1\n',
    'llm/models.yaml': 'gpt-5:\n  context_window: -1\n',
  })
  expect(await files.problems()).toEqual([
    '~/.nimbus/llm/models.yaml:2:19 models.gpt-5.context_window: -1 cannot be used | use 1 or more',
  ])
  await files.write({ 'llm/models.yaml': 'gpt-5: { context_window: 1000 }\n' })
  const { settings } = await files.read()
  expect(settings.agents.a?.preferredModel).toBe('gpt-5')
  expect(settings.models['openai/gpt-5']?.contextWindow).toBe(1000)
  await files.write({ 'llm.yaml': 'agents: {}\n' })
  expect((await files.problems()).join()).toContain('both a file llm.yaml and a folder llm/')
})

test.each([
  [
    'agents: { a: { prefered_model: x } }',
    '1:16 agents.a.prefered_model: there is no such key | did you mean preferred_model?',
  ],
  ['polices: {}', '1:1 polices: there is no such key | did you mean policies?'],
  ['policies: { daily_budget_usd: -5 }', '1:31 policies.daily_budget_usd: -5 cannot be used | use 0 or more'],
  [
    'policies: { daily_budget_usd: 1e30 }',
    '1:31 policies.daily_budget_usd: 1e+30 cannot be used | use 1000000 or less',
  ],
  [
    'models: { "openai/gpt-4o": { cost_per_1k_tokens: { input: 1e20, output: 1 } } }',
    '1:59 models.openai/gpt-4o.cost_per_1k_tokens.input: 100000000000000000000 cannot be used | use 100 or less',
  ],
  [
    'policies: { daily_budget_usd: .inf }',
    '1:31 policies.daily_budget_usd: .inf cannot be used | write one such as 3, without quotes',
  ],
  ['policies: { limit: { type: hrad } }', '1:28 policies.limit.type: "hrad" cannot be used | did you mean hard?'],
  [
    'policies: { time_zone: Europe/Berln }',
    '1:24 policies.time_zone: there is no time zone Europe/Berln | did you mean Europe/Berlin?',
  ],
  ['agents:\n  a: {}\n  a: {}', '3:3 a is given twice | keep one of them'],
  ['providers:\n  p: { type: openai, api_key: ${KEY} }', '2:32 this is not YAML | put a variable in quotes: "${NAME}"'],
  ['a: &x [1]\nb: *x', '2:4 aliases are not read | write the part out'],
  ['agents: [', '1:10 this is not YAML | correct the text at this place'],
  [
    'agents: { a: { preferred_model: claude-sonet-4-5 } }',
    '1:33 agents.a.preferred_model: there is no model claude-sonet-4-5 | did you mean claude-sonnet-4-5?',
  ],
  [
    'agents: { a: { preferred_tool: mcli } }\ntools: { mycli: { binary: x, args: ["{{prompt}}"] } }',
    '1:32 agents.a.preferred_tool: there is no tool mcli | did you mean mycli?',
  ],
  [
    'providers: { mine: { base_url: http://x } }',
    '1:14 providers.mine.type: missing | add type: and one of anthropic, openai, google, ollama, openai-compatible',
  ],
  [
    'providers: { mine: { type: openai-compatible } }',
    '1:14 providers.mine.base_url: missing | add base_url: and its address, such as http://127.0.0.1:8000/v1',
  ],
  [
    'models: { x/y: {} }',
    '1:11 models.x/y: nobody knows whose model this is | add provider: and one of anthropic, openai, google, ollama',
  ],
  ['models: { opnai/y: {} }', '1:11 models.opnai/y: there is no provider opnai | did you mean openai/y?'],
  ['tools: { x: { binary: 5 } }', '1:23 tools.x.binary: 5 cannot be used | put it in quotes, or write { key: value }'],
  ['models: { y: { provider: opnai } }', '1:26 models.y.provider: there is no provider opnai | did you mean openai?'],
  ['tools: { api: { binary: x } }', '1:10 tools.api: this name is taken | rename the tool'],
  [
    'policies: { per_agent: { ghost: { daily_budget_usd: 1 } } }',
    '1:26 policies.per_agent.ghost: there is no agent ghost | describe it under agents:',
  ],
  [
    'providers: { openai: { api_key: 123 } }',
    '1:33 providers.openai.api_key: the value cannot be used | put it in quotes',
  ],
  [
    'agents: { a: { preferred_model: "${NOPE}" } }',
    '1:33 agents.a.preferred_model: the variable NOPE is not set | set it, or write ${NOPE:-default}',
  ],
  [
    'agents: { a: { preferred_model: "${}" } }',
    '1:33 agents.a.preferred_model: this is no variable | write ${NAME} or ${NAME:-default}; for the characters themselves write $${',
  ],
  ['- a', '1:1 the file: ["a"] cannot be used | write { key: value }'],
  ['---\n---\n', '2:1 there is more than one document in the file | remove ---'],
])('%j is one problem at its place', async (text, problem) => {
  await using files = await configuration(text)
  expect(await files.problems()).toEqual([`~/.nimbus/llm.yaml:${problem}`])
})

test('several problems are all told', async () => {
  await using files = await configuration('policies: { daily_budget_usd: -1, monthly_budget_usd: -2 }\nagent: {}\n')
  expect(await files.problems()).toHaveLength(3)
})

test('a chain of agents is followed, and a circle of them is a problem', async () => {
  await using files = await configuration({
    'llm.yaml':
      'agents:\n  a: { preferred_model: gpt-5, fallback_chain: ["agent:b"] }\n  b: { preferred_model: gpt-5-mini, fallback_chain: ["api:gpt-5-nano"] }\n',
  })
  const { settings } = await files.read()
  expect(settings.agents.a?.fallbackChain).toEqual([
    { tool: 'api', model: 'gpt-5-mini' },
    { tool: 'api', model: 'gpt-5-nano' },
  ])
  await files.write({
    'llm.yaml':
      'agents:\n  a: { fallback_chain: ["agent:b"] }\n  b: { fallback_chain: ["agent:c"] }\n  c: { fallback_chain: ["agent:a"] }\n',
  })
  const circles = await files.problems()
  expect(circles[0]).toContain('it goes round in a circle')
  expect(circles.length).toBeGreaterThan(0)
  await files.write({ 'llm.yaml': 'agents:\n  a: { fallback_chain: ["api:gpt-5", "api:gpt-5"] }\n' })
  expect((await files.problems())[0]).toContain('api:gpt-5 is there twice')
})

test('the secrets of headers and of the environment of tools are known as such', async () => {
  await using files = await configuration(
    'providers: { openai: { headers: { Authorization: "Bearer ${T}", X-Team: ops } } }\ntools: { t: { binary: x, args: ["{{prompt}}"], env_vars: { MY_TOKEN: "${T}", MODE: fast } } }\n',
    { env: { T: 'hidden-value' } },
  )
  expect((await files.read()).secrets).toEqual(['Bearer hidden-value', 'hidden-value'])
})

test('a limit of a model holds under whichever of its names it is written', async () => {
  await using files = await configuration(
    'models: { small: { provider: openai, id: gpt-5-nano } }\npolicies: { per_model: { small: { daily_budget_usd: 1 }, gpt-5: { daily_budget_usd: 2 }, anthropic/claude-sonnet-5: { daily_budget_usd: 3 } } }\n',
  )
  const { settings, problems } = await files.read()
  expect(problems).toEqual([])
  expect(settings.policies.perModel).toEqual({
    'openai/gpt-5-nano': { dailyUsd: 1 },
    'gpt-5': { dailyUsd: 2 },
    'anthropic/claude-sonnet-5': { dailyUsd: 3 },
  })
})

test('a name that every object has finds nothing that nobody configured', async () => {
  await using files = await configuration('agents: { a: { task_types: { review: gpt-5 } } }\n')
  const { settings } = await files.read()
  for (const name of ['constructor', 'toString', '__proto__', 'hasOwnProperty']) {
    for (const map of [settings.providers, settings.agents, settings.tools, settings.models])
      expect(map[name]).toBeUndefined()
    expect(settings.policies.perModel[name]).toBeUndefined()
    expect(settings.agents.a?.taskTypes[name]).toBeUndefined()
    expect(settings.tools.codex?.models[name]).toBeUndefined()
  }
})
