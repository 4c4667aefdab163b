import { expect, test } from 'bun:test'
import { fakePrograms, workspace } from '@nimbus/testkit'
import { modelServer } from '@nimbus/testkit/model-server'
import { barePath, writeLlmYaml } from './fake-agents.ts'

const yaml = `
tools:
  first: { binary: not-installed-anywhere, prompt: stdin, install: "get it from https://example.com/first" }
  second: { binary: second, prompt: stdin, output: { cost: not-metered } }
  third: { binary: also-not-installed, prompt: stdin }
agents:
  reviewer: { preferred_tool: first, fallback_chain: ["second:any"] }
  writer: { preferred_tool: second }
  lonely: { preferred_tool: first, fallback_chain: ["third:any"] }
models:
  any: { provider: anthropic, id: claude-sonnet-4-5 }
`
const answers = "process.stdout.write('from the second\\n')"
const place = async (bin: string) => {
  const ws = await workspace({}, { env: { PATH: `${bin}:${barePath}` } })
  await writeLlmYaml(ws, yaml)
  return ws
}

test('missing-tool-falls-back: an absent program warns and the next in the chain answers', async () => {
  await using fake = fakePrograms()
  fake.program('second', answers)
  await using ws = await place(fake.bin)
  const { exit, stdout, stderr } = await ws.cli(['llm', 'exec', '--agent', 'reviewer', '--task', 'look'])
  expect({ exit, stdout }).toEqual({ exit: 0, stdout: 'from the second\n' })
  expect(stderr).toContain('! first is not installed here; second answered')
})

test('missing-tool-falls-back: other agents are unaffected', async () => {
  await using fake = fakePrograms()
  fake.program('second', answers)
  await using ws = await place(fake.bin)
  const { exit, stdout, stderr } = await ws.cli(['llm', 'exec', '--agent', 'writer', '--task', 'look'])
  expect({ exit, stdout }).toEqual({ exit: 0, stdout: 'from the second\n' })
  expect(stderr).not.toContain('!')
})

test('missing-tool-falls-back: nothing left is one error, exit 5, that says how to get one', async () => {
  await using fake = fakePrograms()
  await using ws = await place(fake.bin)
  const { exit, stdout, stderr } = await ws.cli(['llm', 'exec', '--agent', 'lonely', '--task', 'look'])
  expect({ exit, stdout }).toEqual({ exit: 5, stdout: '' })
  expect(stderr.match(/✗/g)).toHaveLength(1)
  expect(stderr).toContain('first → third')
  expect(stderr).toContain('https://example.com/first')
})

test('missing-tool-falls-back: a program that fails is passed over as well, and says why when nobody is left', async () => {
  await using fake = fakePrograms()
  fake.program('broken', "console.error('quota exceeded'); process.exit(9)")
  fake.program('second', answers)
  await using ws = await place(fake.bin)
  const broken = '  broken: { binary: broken, prompt: stdin, exit_codes: { 9: rate-limited } }\n'
  const agents =
    'agents:\n  a: { preferred_tool: broken, fallback_chain: ["second:any"] }\n  b: { preferred_tool: broken }\n'
  await writeLlmYaml(ws, yaml.replace('agents:\n', broken + agents))
  const next = await ws.cli(['llm', 'exec', '--agent', 'a', 'look'])
  expect({ exit: next.exit, stdout: next.stdout }).toEqual({ exit: 0, stdout: 'from the second\n' })
  expect(next.stderr).toContain('quota exceeded; second answered')
  const alone = await ws.cli(['llm', 'exec', '--agent', 'b', 'look'])
  expect(alone.exit).toBe(1)
  expect(alone.stderr).toContain('quota exceeded')
})

test('missing-tool-falls-back: a variable that a program requires is named, exit 5, or the next one answers', async () => {
  await using fake = fakePrograms()
  fake.program('second', answers)
  fake.program('needy', answers)
  await using ws = await place(fake.bin)
  const needy = '  needy: { binary: needy, prompt: stdin, env_required: [NEEDY_HOME] }\n'
  const agents =
    'agents:\n  a: { preferred_tool: needy, fallback_chain: ["second:any"] }\n  b: { preferred_tool: needy }\n'
  await writeLlmYaml(ws, yaml.replace('agents:\n', needy + agents))
  const next = await ws.cli(['llm', 'exec', '--agent', 'a', 'look'])
  expect({ exit: next.exit, stdout: next.stdout }).toEqual({ exit: 0, stdout: 'from the second\n' })
  const alone = await ws.cli(['llm', 'exec', '--agent', 'b', 'look'])
  expect({ exit: alone.exit, stdout: alone.stdout }).toEqual({ exit: 5, stdout: '' })
  expect(alone.stderr).toContain('needy needs the variable NEEDY_HOME')
  expect(() => fake.received('needy')).toThrow()
})

test('a chain of models and programs is gone through in its order', async () => {
  await using server = await modelServer()
  await using fake = fakePrograms()
  fake.program('second', answers)
  await using ws = await workspace({}, { env: { ...server.env, PATH: `${fake.bin}:${barePath}` } })
  const chain = '["api:openai/gpt-4o-mini", "second:any", "api:openai/gpt-4o"]'
  const mixed = `agents:\n  mixed: { preferred_model: anthropic/claude-sonnet-4-5, fallback_chain: ${chain} }\n`
  await writeLlmYaml(ws, yaml.replace('agents:\n', mixed))
  const asked = ['llm', 'exec', '--agent', 'mixed', '--task', 'Find the race condition']

  server.script({ refuse: 'auth' }, { refuse: 'auth' })
  expect((await ws.cli(asked)).stdout).toBe('from the second\n')
  expect(server.chats().map(({ model }) => model)).toEqual(['claude-sonnet-4-5', 'gpt-4o-mini'])

  fake.program('second', 'process.exit(9)')
  server.script({ refuse: 'auth' }, { refuse: 'unknown-model' }, { text: 'from the last' })
  expect((await ws.cli(asked)).stdout).toBe('from the last\n')
  expect(server.chats().at(-1)?.model).toBe('gpt-4o')
})
