import { expect, test } from 'bun:test'
import { join } from 'node:path'
import { fakePrograms, type TestWorkspace, workspace } from '@nimbus/testkit'
import { type ModelServer, modelServer } from '@nimbus/testkit/model-server'
import { barePath, writeLlmYaml } from './fake-agents.ts'

const configuration = `
agents:
  assistant:
    preferred_model: anthropic/claude-sonnet-5-5
models:
  anthropic/claude-sonnet-5-5: {}
  anthropic/claude-haiku-5-5: {}
`

const placeFor = async (server: ModelServer, policies = ''): Promise<TestWorkspace> => {
  const place = await workspace({}, { env: server.env })
  await Bun.write(join(place.home, '.nimbus/llm.yaml'), configuration + policies)
  return place
}

/** Asks as a person does; gives which model the provider was asked for, and the reasons as they were recorded. */
const asked = async (place: TestWorkspace, server: ModelServer, prompt: string) => {
  const before = server.chats().length
  const { exit, stdout, stderr } = await place.cli(['llm', 'chat', '--agent', 'assistant', prompt, '--json'])
  if (exit !== 0) throw new Error(stderr)
  const last = stdout.trim().split('\n').at(-1) ?? ''
  const { run } = JSON.parse(last) as { run: string }
  const shown = await place.cli(['run', 'show', run, '--json'])
  const recorded = JSON.parse(shown.stdout) as { data: { data?: { reasons: string[] } } }
  return {
    models: server
      .chats()
      .slice(before)
      .map(({ model }) => model),
    recorded: JSON.stringify(recorded),
  }
}

const simple = 'Rename the variable usr to user in this snippet: const usr = 1'
const hard = 'Prove that this lock-free queue never loses an element, or show an interleaving in which it does.'

test('a small simple prompt is answered by the cheap model, and the record says why', async () => {
  await using server = await modelServer()
  await using place = await placeFor(server)
  const { models, recorded } = await asked(place, server, simple)
  expect(models).toEqual(['claude-haiku-5-5'])
  expect(recorded).toMatch(/tokens are under 1500 and the task is simple .*anthropic\/claude-haiku-5-5 for \$/)
})

test('above the threshold the preferred model stays, simple as the task is', async () => {
  await using server = await modelServer()
  await using place = await placeFor(server)
  const { models, recorded } = await asked(place, server, `${simple}\n${'const other = 2\n'.repeat(500)}`)
  expect(models).toEqual(['claude-sonnet-5-5'])
  expect(recorded).toMatch(/about \d+ tokens are not under 1500, so anthropic\/claude-sonnet-5-5 stays/)
})

test('a short but hard task stays on the preferred model', async () => {
  await using server = await modelServer()
  await using place = await placeFor(server)
  const { models, recorded } = await asked(place, server, hard)
  expect(models).toEqual(['claude-sonnet-5-5'])
  expect(recorded).toMatch(/the task is short but hard \(score [\d.]+\), so anthropic\/claude-sonnet-5-5 stays/)
})

test('the threshold is the one of the configuration', async () => {
  await using server = await modelServer()
  await using place = await placeFor(server, 'policies: { prefer_cheaper_models_under_tokens: 10 }\n')
  expect((await asked(place, server, simple)).models).toEqual(['claude-sonnet-5-5'])
})

test('an agent program is told to use its cheap model for a small simple task, and its preferred one for a hard one', async () => {
  await using fake = fakePrograms()
  fake.program('helper', "process.stdout.write('done\\n')")
  await using place = await workspace({}, { env: { PATH: `${fake.bin}:${barePath}` } })
  await writeLlmYaml(
    place,
    `
tools:
  helper:
    binary: helper
    args: ["--model={{model}}", "--", "{{prompt}}"]
    prompt: argument
    models: { claude-sonnet-5-5: large, claude-haiku-5-5: small }
    output: { format: text }
agents:
  coder: { preferred_tool: helper, preferred_model: claude-sonnet-5-5 }
models:
  anthropic/claude-sonnet-5-5: {}
  anthropic/claude-haiku-5-5: {}
`,
  )
  const modelFor = async (task: string) => {
    const { exit, stderr } = await place.cli(['llm', 'exec', '--agent', 'coder', '--task', task])
    expect(exit, stderr).toBe(0)
    return fake.received('helper').argv[0]
  }
  expect(await modelFor(simple)).toBe('--model=small')
  expect(await modelFor(hard)).toBe('--model=large')
  const explained = await place.call('llm.route-explain', { agent: 'coder', task: simple })
  expect(explained.chosen).toBe('helper:claude-haiku-5-5')
})
