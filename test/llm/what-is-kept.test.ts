import { expect, test } from 'bun:test'
import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { fakePrograms, type TestWorkspace, workspace } from '@nimbus/testkit'
import { type ModelServer, modelServer, testKeys } from '@nimbus/testkit/model-server'
import { barePath, writeLlmYaml } from './fake-agents.ts'

const asked = 'the-quick-brown-question'
const answered = 'the-lazy-dog-answer'
const yaml = (mode: string) => `
policies: { privacy: { mode: ${mode} } }
tools:
  helper: { binary: helper, args: ["--", "{{prompt}}"], prompt: argument, output: { cost: not-metered } }
`

/** Everything that Nimbus has written into its home. */
const home = (ws: TestWorkspace): string => {
  const root = ws.env.NIMBUS_HOME ?? ''
  const files = readdirSync(root, { recursive: true, encoding: 'utf8' }).map((name) => join(root, name))
  return files
    .filter((file) => statSync(file).isFile() && !file.endsWith('llm.yaml'))
    .map((file) => readFileSync(file, 'latin1'))
    .join('\n')
}

/** Asks in every way there is from a shell: streamed, whole, with tools, by an agent program, and looks at it afterwards. */
const useAll = async (ws: TestWorkspace): Promise<void> => {
  const tools = JSON.stringify([{ name: 'clock', inputSchema: { type: 'object' } }])
  const chat = ['--model', 'openai/gpt-4o']
  const said = { model: 'openai/gpt-4o', messages: [{ role: 'user', content: asked }] }
  for (const argv of [
    ['llm', 'chat', asked, '--system', asked, ...chat],
    ['llm', 'chat', '--messages', JSON.stringify([{ role: 'user', content: asked }]), '--no-stream', ...chat],
    ['llm', 'chat-tools', asked, '--tools', tools, ...chat],
    ['llm', 'chat', asked, '--force', ...chat],
    ['llm', 'exec', asked, '--tool', 'helper', '--output', 'answer.md'],
    // What is there by now is an answer as well, and is looked at before it is replaced.
    ['llm', 'exec', asked, '--tool', 'helper', '--output', 'answer.md', '--yes'],
    ['llm', 'exec', asked, '--tool', 'api', ...chat],
    ['llm', 'forward', '--format', 'openai', '--body', JSON.stringify(said)],
    ['llm', 'forward', '--format', 'openai', '--body', JSON.stringify({ ...said, stream: true })],
    ['llm', 'tokens', 'count', asked],
    ['llm', 'route', 'explain', '--task', asked],
    ['llm', 'usage', 'export'],
  ]) {
    const { exit, stderr } = await ws.cli(argv)
    expect({ argv, exit, stderr }).toMatchObject({ exit: 0 })
  }
}

/** Goes past a budget from elsewhere, which a person looks at and approves first. */
const useAfterApproval = async (ws: TestWorkspace): Promise<void> => {
  const input = { prompt: asked, model: 'openai/gpt-4o', force: true }
  const { error } = await ws.invoke('llm.chat', input, { surface: 'http', consent: undefined })
  const plan = error?.plan ?? ''
  const { stdout } = await ws.cli(['plan', 'show', plan, '--json'])
  expect(stdout).toContain(asked)
  expect((await ws.cli(['approve', plan])).exit).toBe(0)
  expect((await ws.cli(['apply', plan])).stdout).toContain(answered)
}

const place = async (server: ModelServer, bin: string, mode: string): Promise<TestWorkspace> => {
  const ws = await workspace({}, { env: { ...server.env, PATH: `${bin}:${barePath}` } })
  await writeLlmYaml(ws, yaml(mode))
  return ws
}

test('without being asked to keep texts, nothing that was said is on disk, and no key ever is', async () => {
  await using fake = fakePrograms()
  fake.program('helper', `process.stdout.write('${answered}\\n'); console.error('${answered}')`)
  await using server = await modelServer({
    otherwise: { text: answered, toolCalls: [{ name: 'clock', input: { zone: answered } }] },
  })
  for (const mode of ['metadata', 'full']) {
    await using ws = await place(server, fake.bin, mode)
    await useAll(ws)
    await useAfterApproval(ws)
    const kept = home(ws)
    expect({ mode, asked: kept.includes(asked), answered: kept.includes(answered) }).toEqual({
      mode,
      asked: mode === 'full',
      answered: mode === 'full',
    })
    for (const key of Object.values(testKeys)) expect(kept).not.toContain(key)
  }
}, 60_000)

test('the history says that something was said, by whom and to whom, and not what', async () => {
  await using server = await modelServer({ otherwise: { text: answered } })
  await using ws = await workspace({}, { env: server.env })
  const { run, data } = await ws.invoke('llm.chat', { prompt: asked, model: 'openai/gpt-4o' })
  expect(data).toMatchObject({ text: answered })
  const { stdout } = await ws.cli(['history', 'show', run, '--json'])
  const shown = JSON.parse(stdout).data
  expect(JSON.stringify(shown)).not.toContain(answered)
  expect(JSON.stringify(shown)).toContain('"prompt":"‹not kept›"')
  expect(JSON.stringify(shown)).toContain('"model":"gpt-4o"')
})
