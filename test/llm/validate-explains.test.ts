import { expect, test } from 'bun:test'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { type TestWorkspace, workspace } from '@nimbus/testkit'

const noKeys = {
  ANTHROPIC_API_KEY: undefined,
  OPENAI_API_KEY: undefined,
  GEMINI_API_KEY: undefined,
  GOOGLE_GENERATIVE_AI_API_KEY: undefined,
}

const write = (ws: TestWorkspace, text: string) => {
  mkdirSync(ws.env.NIMBUS_HOME ?? '', { recursive: true })
  writeFileSync(join(ws.env.NIMBUS_HOME ?? '', 'llm.yaml'), text)
}

const good = `providers:
  anthropic: { api_key: "\${TEST_KEY}" }
agents:
  reviewer:
    preferred_tool: claude-code
    preferred_model: sonnet
    fallback_chain: ["api:anthropic/claude-sonnet-5-5"]
models:
  anthropic/claude-sonnet-5-5: { task_suitability: [review] }
policies:
  daily_budget_usd: 5
`

test('a good file gives a summary: what it holds, where it is, and what is missing on this machine', async () => {
  await using ws = await workspace({}, { env: { ...noKeys, TEST_KEY: 'a-very-secret-key', PATH: '/nowhere' } })
  write(ws, good)
  const { exit, stdout, stderr } = await ws.cli(['llm', 'config', 'validate'])
  expect(exit).toBe(0)
  expect(stdout).toContain('✓ ~/.nimbus/llm.yaml is valid')
  expect(stdout).toContain('1 agent · 1 model · 0 tools · 1 provider')
  expect(stdout).toContain('! agents.reviewer: claude-code is not installed')
  expect(stdout).toContain('api:anthropic/claude-sonnet-5-5 answers instead')
  expect(stdout + stderr).not.toContain('a-very-secret-key')
})

test('a tool that is not there is told with its line and the one that was meant', async () => {
  await using ws = await workspace({}, { env: { ...noKeys, TEST_KEY: 'a-very-secret-key' } })
  write(ws, good.replace('preferred_tool: claude-code', 'preferred_tool: claud-code'))
  const { exit, stdout } = await ws.cli(['llm', 'config', 'validate'])
  expect(exit).toBe(6)
  expect(stdout).toContain('✗ agents.reviewer.preferred_tool: there is no tool claud-code')
  expect(stdout).toContain('at   ~/.nimbus/llm.yaml:5:21')
  expect(stdout).toContain('next did you mean claude-code?')
})

test('every problem is listed, and a variable that is not set is named with its line', async () => {
  await using ws = await workspace({}, { env: noKeys })
  write(ws, `${good}  monthly_budget_usd: -3\n`)
  const { exit, stdout } = await ws.cli(['llm', 'config', 'validate', '--json'])
  expect(exit).toBe(6)
  const { data } = JSON.parse(stdout)
  expect(data.problems).toMatchObject([
    { message: 'providers.anthropic.api_key: the variable TEST_KEY is not set', at: '~/.nimbus/llm.yaml:2:25' },
    {
      message: 'policies.monthly_budget_usd: -3 cannot be used',
      at: '~/.nimbus/llm.yaml:12:23',
      next: 'use 0 or more',
    },
  ])
})

test('without a file it says how to get one', async () => {
  await using ws = await workspace({}, { env: noKeys })
  const { exit, stderr } = await ws.cli(['llm', 'config', 'validate'])
  expect(exit).toBe(5)
  expect(stderr).toContain('next run nimbus llm config init')
})

test('without a file it names the places where one was looked for', async () => {
  await using ws = await workspace({}, { env: noKeys })
  const elsewhere = join(ws.path, '..', 'another-home')
  const { stderr } = await ws.cli(['llm', 'config', 'validate'], { env: { NIMBUS_HOME: elsewhere } })
  expect(stderr).toContain(`at   ${join(elsewhere, 'llm.yaml')}, .nimbus/llm.yaml`)
})

test('what init writes is valid, from every template', async () => {
  await using ws = await workspace({}, { env: noKeys })
  for (const template of ['quick-start', 'claude-only', 'cost-optimized', 'development']) {
    const { outcome } = await ws.invoke('llm.config-init', { template, force: true })
    expect(outcome).toBe('done')
    expect(await ws.call('llm.config-validate', {})).toMatchObject({ valid: true, sources: ['~/.nimbus/llm.yaml'] })
  }
})

test('what an untrusted workspace says in vain is told, and counts once it is trusted', async () => {
  await using ws = await workspace(
    {
      '.nimbus/llm.yaml':
        'providers: { openai: { base_url: https://proxy.example/v1 } }\npolicies: { daily_budget_usd: 1 }\n',
    },
    { env: noKeys },
  )
  const before = await ws.cli(['llm', 'config', 'validate'])
  expect(before.stdout).toContain(
    '! providers is ignored: it decides where prompts and keys are sent  .nimbus/llm.yaml:1:1',
  )
  expect(before.stdout).toContain('nimbus trust')
  await ws.invoke('nimbus.trust-add', {})
  const after = await ws.cli(['llm', 'config', 'show', '--json'])
  const { data } = JSON.parse(after.stdout)
  expect(data.ignored).toEqual([])
  expect(data.providers[0]).toMatchObject({ name: 'openai', baseUrl: 'https://proxy.example/v1', origin: 'workspace' })
})

test('a name of somebody else’s file stays one line, so that it cannot pass as what we say', async () => {
  const hostile = 'agents: { "x\\n✓ all is well": { prefered: 1 }, a: { preferred_model: "m\\n✓ all is well" } }\n'
  await using ws = await workspace({ '.nimbus/llm.yaml': hostile }, { env: noKeys })
  const { exit, stdout } = await ws.cli(['llm', 'config', 'validate'])
  expect(exit).toBe(6)
  expect(stdout).toContain('x⏎✓ all is well')
  expect(stdout.split('\n').filter((line) => line.startsWith('✓'))).toEqual([])
})
