import { expect, test } from 'bun:test'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { failure, type TestWorkspace, workspace } from '@nimbus/testkit'

const env = { ANTHROPIC_API_KEY: undefined, OPENAI_API_KEY: 'a-very-secret-key', GEMINI_API_KEY: undefined }
const write = (ws: TestWorkspace, text: string) => {
  mkdirSync(ws.env.NIMBUS_HOME ?? '', { recursive: true })
  writeFileSync(join(ws.env.NIMBUS_HOME ?? '', 'llm.yaml'), text)
}

test('everything in force is shown with where it comes from, and keys only as set or not', async () => {
  await using ws = await workspace({ '.nimbus/llm.yaml': 'policies: { daily_budget_usd: 1 }\n' }, { env })
  write(
    ws,
    'providers: { anthropic: { api_key: hidden-in-the-file } }\npolicies: { daily_budget_usd: 5, retention_days: 7, per_model: { gpt-5.4: { daily_budget_usd: 1 } } }\n',
  )
  const shown = await ws.call('llm.config-show', {})
  expect(shown.sources).toEqual(['~/.nimbus/llm.yaml', '.nimbus/llm.yaml'])
  expect(shown.providers.find(({ name }) => name === 'anthropic')).toMatchObject({
    key: 'set',
    keyFrom: '~/.nimbus/llm.yaml:1:36',
    origin: 'user',
  })
  expect(shown.providers.find(({ name }) => name === 'openai')).toMatchObject({ key: 'set', keyFrom: 'OPENAI_API_KEY' })
  expect(shown.providers.find(({ name }) => name === 'google')).toMatchObject({ key: 'not set', origin: 'default' })
  expect(shown.providers.find(({ name }) => name === 'ollama')).toMatchObject({ key: 'not needed' })
  const policy = (key: string) => shown.policies.find((each) => each.key === key)
  expect(policy('daily_budget_usd')).toMatchObject({ value: 1, origin: 'workspace', source: '.nimbus/llm.yaml:1:31' })
  expect(policy('retention_days')).toMatchObject({ value: 7, origin: 'user' })
  expect(policy('per_model.gpt-5.4')).toMatchObject({ value: { daily_budget_usd: 1 }, origin: 'user' })
  expect(policy('limit.type')).toMatchObject({ value: 'soft', origin: 'default' })
  expect(policy('monthly_budget_usd')).not.toHaveProperty('value')
  const { stdout, stderr } = await ws.cli(['llm', 'config', 'show'])
  expect(stdout).toMatch(/daily_budget_usd +1 +\.nimbus\/llm\.yaml:1:31/)
  expect(stdout).toMatch(/monthly_budget_usd +\(none\) +default/)
  for (const secret of ['hidden-in-the-file', 'a-very-secret-key'])
    expect(stdout + stderr + JSON.stringify(shown)).not.toContain(secret)
})

test('a stored credential is shown by its name', async () => {
  await using ws = await workspace({}, { env })
  await ws.call('state.credentials-set', { provider: 'anthropic', value: 'another-secret-key' })
  const { providers } = await ws.call('llm.config-show', {})
  expect(providers[0]).toMatchObject({ name: 'anthropic', key: 'set', keyFrom: 'credential anthropic' })
})

test('with nothing configured it shows the defaults and how to begin', async () => {
  await using ws = await workspace({}, { env })
  const { exit, stdout } = await ws.cli(['llm', 'config', 'show'])
  expect(exit).toBe(0)
  expect(stdout).toStartWith('nothing is configured; write a file with: nimbus llm config init')
  expect(stdout).toMatch(/limit\.type +soft +default/)
})

test('a broken file is one error at its place', async () => {
  await using ws = await workspace({}, { env })
  write(ws, 'agents: { a: { preferred_model: claude-sonet-5 } }\n')
  for (const operation of ['llm.config-show', 'llm.agent-list'] as const) {
    const error = await failure(ws.call(operation, {}))
    expect(error).toMatchObject({ code: 'invalid-llm-config', exit: 2, at: '~/.nimbus/llm.yaml:1:33' })
    expect(error.next).toContain('claude-sonnet-5')
  }
})

test('agents are listed with what they prefer and fall back on', async () => {
  await using ws = await workspace({}, { env })
  expect((await ws.cli(['llm', 'agent', 'list'])).stdout).toContain('There are no agents yet')
  write(
    ws,
    'agents:\n  reviewer: { description: Looks twice, preferred_tool: codex, preferred_model: gpt-5, fallback_chain: ["api:gpt-5-mini"], instructions: Be brief }\npolicies: { per_agent: { reviewer: { daily_budget_usd: 2 } } }\n',
  )
  const { agents } = await ws.call('llm.agent-list', {})
  expect(agents).toEqual([
    {
      name: 'reviewer',
      description: 'Looks twice',
      preferredTool: 'codex',
      preferredModel: 'gpt-5',
      fallbackChain: ['api:gpt-5-mini'],
      taskTypes: {},
      hasInstructions: true,
      dailyUsd: 2,
      source: '~/.nimbus/llm.yaml:2:3',
    },
  ])
  const { stdout } = await ws.cli(['llm', 'agent', 'list'])
  expect(stdout).toContain('reviewer  codex:gpt-5  then api:gpt-5-mini  Looks twice  ~/.nimbus/llm.yaml:2:3')
})
