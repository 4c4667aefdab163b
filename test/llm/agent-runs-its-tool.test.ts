import { expect, test } from 'bun:test'
import { fakePrograms, workspace } from '@nimbus/testkit'
import { barePath, writeLlmYaml } from './fake-agents.ts'

const yaml = `
tools:
  helper:
    binary: helper
    args: [run, --quiet, "--model={{model}}", "--role={{agent}}", "--", "{{prompt}}"]
    prompt: argument
    models: { careful: helper-large-2 }
    output: { format: text, cost: not-metered }
agents:
  reviewer:
    preferred_tool: helper
    preferred_model: careful
`
const models = `
models:
  careful: { provider: anthropic, id: claude-sonnet-4-5 }
`

test('agent-runs-its-tool: the agent’s program is asked with its model, and what it says passes through', async () => {
  await using fake = fakePrograms()
  fake.program('helper', "process.stdout.write('first line\\n\\ttabbed  \\r\\nno line end')")
  await using ws = await workspace({}, { env: { PATH: `${fake.bin}:${barePath}` } })
  await writeLlmYaml(ws, yaml + models)
  const task = `it's "quoted", {{model}}\n$(touch x)`
  const { exit, stdout, stderr } = await ws.cli(['llm', 'exec', '--agent', 'reviewer', '--task', task])
  expect(stderr).not.toContain('✗')
  expect(exit).toBe(0)
  expect(stdout).toBe('first line\n\ttabbed  \r\nno line end')
  expect(stderr).toContain('helper (careful) · tokens unknown · not metered')
  expect(fake.received('helper').argv).toEqual([
    'run',
    '--quiet',
    '--model=helper-large-2',
    '--role=reviewer',
    '--',
    task,
  ])
})

test('agent-runs-its-tool: instructions of the agent come before the task', async () => {
  await using fake = fakePrograms()
  fake.program('helper', "process.stdout.write('ok\\n')")
  await using ws = await workspace({}, { env: { PATH: `${fake.bin}:${barePath}` } })
  const instructed = yaml.replace('preferred_model: careful', 'preferred_model: careful\n    instructions: Be strict.')
  await writeLlmYaml(ws, instructed + models)
  expect((await ws.cli(['llm', 'exec', '--agent', 'reviewer', 'look'])).exit).toBe(0)
  expect(fake.received('helper').argv.at(-1)).toBe('Be strict.\n\nlook')
})

test('agent-runs-its-tool: the use is counted, with its agent, its tool and its tokens', async () => {
  await using fake = fakePrograms()
  fake.program('counter', "print({ say: 'ok', used: { in: 1200, out: 34 } })")
  await using ws = await workspace({}, { env: { PATH: `${fake.bin}:${barePath}` } })
  await writeLlmYaml(
    ws,
    `
tools:
  counter:
    binary: counter
    prompt: stdin
    output: { format: json, text: say, tokens: { input: used.in, output: used.out }, cost: not-metered }
agents:
  reviewer: { preferred_tool: counter }
`,
  )
  const { exit, stdout } = await ws.cli(['llm', 'exec', '--agent', 'reviewer', '--json', 'look'])
  expect(exit).toBe(0)
  const envelope = JSON.parse(stdout.trim().split('\n').at(-1) ?? '')
  expect(envelope).toMatchObject({
    ok: true,
    data: { text: 'ok', tool: 'counter', usage: { input: 1200, output: 34 }, metering: 'not-metered' },
  })
})

test('agent-runs-its-tool: a task of a megabyte from a file arrives byte for byte', async () => {
  await using fake = fakePrograms()
  fake.program('echoing', 'process.stdout.write(prompt)')
  const big = 'größe {{model}} "quoted" --flag\r\n'.repeat(32_000)
  await using ws = await workspace({ 'big.txt': big }, { env: { PATH: `${fake.bin}:${barePath}` } })
  await writeLlmYaml(ws, 'tools:\n  echoing: { binary: echoing, prompt: stdin, output: { cost: not-metered } }\n')
  expect(Buffer.byteLength(big)).toBeGreaterThan(1_000_000)
  const { exit, stdout } = await ws.cli(['llm', 'exec', '--tool', 'echoing', '--task', '@big.txt'])
  expect(exit).toBe(0)
  expect(stdout === big).toBe(true)
}, 30_000)

test('agent-runs-its-tool: a task that is not text is one error, and nothing is started', async () => {
  await using fake = fakePrograms()
  fake.program('echoing', 'process.stdout.write(prompt)')
  const files = { 'nul.txt': 'a\0b', 'bytes.txt': new Uint8Array([0x61, 0xff, 0x62]) }
  await using ws = await workspace(files, { env: { PATH: `${fake.bin}:${barePath}` } })
  await writeLlmYaml(ws, 'tools:\n  echoing: { binary: echoing, prompt: stdin }\n')
  for (const file of Object.keys(files)) {
    const { exit, stdout, stderr } = await ws.cli(['llm', 'exec', '--tool', 'echoing', '--task', `@${file}`])
    expect({ exit, stdout }).toEqual({ exit: 2, stdout: '' })
    expect(stderr.match(/✗/g)).toHaveLength(1)
  }
  expect(() => fake.received('echoing')).toThrow()
})
