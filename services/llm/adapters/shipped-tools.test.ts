import { expect, test } from 'bun:test'
import { join } from 'node:path'
import { type FakePrograms, failure, fakePrograms, workspace } from '@nimbus/testkit'
import { toolOf } from '../config/resolve-tools.ts'
import { checkedDefinition } from './definition/parse-definition.ts'
import { definitionProblems } from './definition-problems.ts'
import { shippedTools } from './shipped-tools.ts'

/** Keys that a machine may have must not decide how a tool is billed in a test. */
const noKeys = Object.fromEntries(
  ['ANTHROPIC_API_KEY', 'OPENAI_API_KEY', 'CODEX_API_KEY', 'GEMINI_API_KEY', 'GOOGLE_API_KEY'].map((name) => [
    name,
    undefined,
  ]),
)

const place = (fake: FakePrograms, env: Record<string, string> = {}) =>
  workspace({}, { env: { ...noKeys, PATH: `${fake.bin}:${process.env.PATH}`, ...env } })

const task = '--help "quoted" {{model}}\nsecond line'

test.each(Object.keys(shippedTools()))(
  '%s is a definition that can be asked with, whatever the prompt begins with',
  (name) => {
    const tool = toolOf(name, checkedDefinition(name, shippedTools()[name]))
    if ('problem' in tool) throw new Error(tool.problem.message)
    expect(definitionProblems(tool)).toEqual([])
    // By standard input or by file nothing in a prompt can be read as a flag, and its length does not matter.
    expect(['stdin', 'file']).toContain(tool.prompt)
    expect(tool.install).toContain('https://')
  },
)

const claude = `print({
  type: 'result', subtype: 'success', is_error: false, duration_ms: 1998, num_turns: 1, result: 'Looks good.\\n',
  session_id: '0e639165', total_cost_usd: 0.0125,
  usage: { input_tokens: 3, cache_creation_input_tokens: 100, cache_read_input_tokens: 15635, output_tokens: 6 },
})`

test('claude-code: on a seat its dollars are nobody’s, with a key they are counted', async () => {
  await using fake = fakePrograms()
  fake.program('claude', claude)
  await using seat = await place(fake)
  const input = { task, tool: 'claude-code', model: 'sonnet' } as const
  const answer = await seat.call('llm.exec', input)
  expect(answer).toMatchObject({
    text: 'Looks good.\n',
    tool: 'claude-code',
    usage: { input: 3, cachedWrite: 100, cachedRead: 15635, output: 6, reasoning: 0 },
    metering: 'not-metered',
  })
  expect(answer).not.toHaveProperty('cost')
  const { argv, stdin, env } = fake.received('claude')
  expect(argv).toEqual(['--print', '--output-format=json', '--model=sonnet'])
  expect(stdin).toBe(task)
  expect(env).not.toHaveProperty('ANTHROPIC_API_KEY')

  await using keyed = await place(fake, { ANTHROPIC_API_KEY: 'sk-ant-test-key' })
  expect(await keyed.call('llm.exec', input)).toMatchObject({ metering: 'metered', cost: 12_500_000 })
  expect(fake.received('claude').env).toMatchObject({ ANTHROPIC_API_KEY: 'sk-ant-test-key' })
})

test('claude-code: a failure that it reports in its result is one', async () => {
  await using fake = fakePrograms()
  fake.program(
    'claude',
    `print({ type: 'result', subtype: 'success', is_error: true, result: "You've hit your limit" }); process.exit(1)`,
  )
  await using ws = await place(fake)
  const error = await failure(ws.call('llm.exec', { task, tool: 'claude-code' }))
  expect(error).toMatchObject({ code: 'nobody-answered', exit: 1 })
  expect(error.why).toContain("You've hit your limit")
})

const codex = `print({ type: 'thread.started', thread_id: '0199a213' })
print({ type: 'turn.started' })
print({ type: 'item.completed', item: { id: 'item_0', type: 'reasoning', text: '**Looking**' } })
print({ type: 'item.completed', item: { id: 'item_1', type: 'command_execution', command: 'ls', aggregated_output: 'a', exit_code: 0 } })
print({ type: 'item.completed', item: { id: 'item_2', type: 'agent_message', text: 'I will look.' } })
print({ type: 'item.completed', item: { id: 'item_3', type: 'agent_message', text: 'There is a README.' } })
print({ type: 'turn.completed', usage: { input_tokens: 24763, cached_input_tokens: 24448, output_tokens: 122 } })`

test('codex: the last message is the answer, and cached tokens are counted once', async () => {
  await using fake = fakePrograms()
  fake.program('codex', codex)
  await using ws = await place(fake)
  expect(await ws.call('llm.exec', { task, tool: 'codex', model: 'gpt-5-codex' })).toMatchObject({
    text: 'There is a README.',
    usage: { input: 315, cachedRead: 24_448, output: 122, reasoning: 0 },
    metering: 'not-metered',
  })
  const { argv, stdin } = fake.received('codex')
  expect(argv).toEqual(['exec', '--json', '--skip-git-repo-check', '--model=gpt-5-codex', '-'])
  expect(stdin).toBe(task)
})

test('codex: a turn that failed says why', async () => {
  await using fake = fakePrograms()
  fake.program('codex', `print({ type: 'turn.failed', error: { message: 'usage limit reached' } }); process.exit(1)`)
  await using ws = await place(fake)
  const error = await failure(ws.call('llm.exec', { task, tool: 'codex' }))
  expect(error.why).toContain('usage limit reached')
})

test('gemini: the tokens of all its models are added', async () => {
  await using fake = fakePrograms()
  const model = (prompt: number, cached: number, candidates: number, thoughts: number) => ({
    api: { totalRequests: 1, totalErrors: 0, totalLatencyMs: 5053 },
    tokens: { prompt, candidates, total: prompt + candidates + thoughts, cached, thoughts, tool: 0 },
  })
  const said = {
    response: 'Done.',
    stats: { models: { 'gemini-2.5-pro': model(24_939, 21_263, 20, 154), 'gemini-2.5-flash': model(100, 0, 5, 0) } },
  }
  fake.program('gemini', `console.log(${JSON.stringify(JSON.stringify(said, null, 2))})`)
  await using ws = await place(fake)
  expect(await ws.call('llm.exec', { task, tool: 'gemini', model: 'gemini-2.5-pro' })).toMatchObject({
    text: 'Done.',
    usage: { input: 3776, cachedRead: 21_263, output: 25, reasoning: 154 },
    metering: 'not-metered',
  })
  expect(fake.received('gemini')).toMatchObject({
    argv: ['--output-format=json', '--model=gemini-2.5-pro'],
    stdin: task,
  })
})

test('gemini: its exit code for a missing sign-in is told apart', async () => {
  await using fake = fakePrograms()
  fake.program(
    'gemini',
    `print({ error: { type: 'FatalAuthenticationError', message: 'Please set an auth method', code: 41 } }); process.exit(41)`,
  )
  await using ws = await place(fake)
  const error = await failure(ws.call('llm.exec', { task, tool: 'gemini' }))
  expect(error.why).toContain('gemini is not signed in')
  expect(error.why).toContain('Please set an auth method')
})

test.each([
  ['claude-code', { ANTHROPIC_API_KEY: 'k' }, 'metered'],
  ['claude-code', { ANTHROPIC_AUTH_TOKEN: 't', ANTHROPIC_BASE_URL: 'https://gateway.example' }, 'metered'],
  ['claude-code', { CLAUDE_CODE_OAUTH_TOKEN: 't' }, 'not-metered'],
  ['gemini', { GEMINI_API_KEY: 'k' }, 'metered'],
  ['gemini', { GOOGLE_API_KEY: 'k', GOOGLE_GENAI_USE_VERTEXAI: 'true' }, 'metered'],
  ['gemini', { GOOGLE_CLOUD_PROJECT: 'p', GOOGLE_GENAI_USE_VERTEXAI: 'true' }, 'metered'],
  ['gemini', { GOOGLE_CLOUD_PROJECT: 'p', GOOGLE_GENAI_USE_VERTEXAI: 'false' }, 'not-metered'],
] as const)('%s with %o is %s', async (name, env, metering) => {
  await using fake = fakePrograms()
  await using ws = await place(fake, env)
  const { tools } = await ws.call('llm.tool-list', {})
  expect(tools.find((tool) => tool.name === name)).toMatchObject({ metering })
})

test('aider: the task goes by file, and its closing line has the figures', async () => {
  await using fake = fakePrograms()
  const said = [
    'Aider v0.86.1',
    'Main model: claude-sonnet-4-5 with diff edit format',
    'Git repo: .git with 3 files',
    'Repo-map: using 4096 tokens, auto refresh',
    '',
    'I changed main.py.',
    '',
    'It prints hello now.',
    '',
    'Tokens: 2.4k sent, 1.1k cache hit, 122 received. Cost: $0.0092 message, $0.0092 session.',
    '',
  ].join('\n')
  fake.program('aider', `process.stdout.write(${JSON.stringify(said)})`)
  await using ws = await place(fake)
  expect(await ws.call('llm.exec', { task, tool: 'aider', model: 'sonnet' })).toMatchObject({
    text: 'I changed main.py.\n\nIt prints hello now.',
    usage: { input: 2400, cachedRead: 1100, output: 122 },
    cost: 9_200_000,
    metering: 'metered',
  })
  const { argv, file } = fake.received('aider')
  expect(file).toBe(task)
  expect(argv.slice(1)).toContain('--model=sonnet')
})

test('opencode: the tokens and dollars of every step are added', async () => {
  await using fake = fakePrograms()
  const step = (cost: number, input: number) =>
    `print({ type: 'step_finish', timestamp: 1, sessionID: 's', part: { type: 'step-finish', cost: ${cost}, tokens: { input: ${input}, output: 10, reasoning: 2, cache: { read: 5, write: 1 } } } })`
  const text = (said: string) =>
    `print({ type: 'text', timestamp: 1, sessionID: 's', part: { type: 'text', text: '${said}' } })`
  fake.program('opencode', [text('Looking.'), step(0.01, 100), text('Found it.'), step(0.02, 50)].join('\n'))
  await using ws = await place(fake)
  expect(await ws.call('llm.exec', { task, tool: 'opencode', model: 'anthropic/claude-sonnet-4-5' })).toMatchObject({
    text: 'Found it.',
    usage: { input: 150, cachedRead: 10, cachedWrite: 2, output: 20, reasoning: 4 },
    cost: 30_000_000,
  })
  expect(fake.received('opencode').argv).toEqual(['run', '--format=json', '--model=anthropic/claude-sonnet-4-5'])
})

test('goose: its output is the answer, and nothing is made up about tokens', async () => {
  await using fake = fakePrograms()
  fake.program('goose', "process.stdout.write('All fine\\n')")
  await using ws = await place(fake)
  const answer = await ws.call('llm.exec', { task, tool: 'goose' })
  expect(answer).toMatchObject({ text: 'All fine\n', metering: 'unknown-price' })
  expect(answer).not.toHaveProperty('usage')
  expect(answer).not.toHaveProperty('cost')
  expect(fake.received('goose')).toMatchObject({
    argv: ['run', '--instructions=-', '--no-session', '--quiet'],
    stdin: task,
  })
})

test('models are named with or without their provider, by a name of one’s own, and as members of a family', async () => {
  await using fake = fakePrograms()
  fake.program('claude', claude)
  await using ws = await place(fake)
  await Bun.write(
    join(ws.env.NIMBUS_HOME ?? '', 'llm.yaml'),
    'models:\n  careful: { provider: anthropic, id: claude-opus-5 }\n',
  )
  for (const [model, name] of [
    ['opus', 'opus'],
    ['anthropic/claude-sonnet-4-5', 'claude-sonnet-4-5'],
    ['claude-opus-5', 'claude-opus-5'],
    ['careful', 'claude-opus-5'],
  ] as const) {
    await ws.call('llm.exec', { task, tool: 'claude-code', model })
    expect(fake.received('claude').argv).toContain(`--model=${name}`)
  }
  const refused = await failure(ws.call('llm.exec', { task, tool: 'claude-code', model: 'gpt-5' }))
  expect(refused).toMatchObject({ code: 'unsupported-model', exit: 2 })
})
