import { expect, test } from 'bun:test'
import { writeFileSync } from 'node:fs'
import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { RunEvent } from '@nimbus/kernel'
import { failure, fakePrograms, type TestWorkspace, workspace } from '@nimbus/testkit'
import { type ModelServer, modelServer } from '@nimbus/testkit/model-server'

const answers = (text: string) => `process.stdout.write(${JSON.stringify(text)})`

/** A workspace whose user has these definitions, with the fake programs on PATH. */
const place = async (bin: string, yaml: string, files: Record<string, string> = {}): Promise<TestWorkspace> => {
  const ws = await workspace(files, { env: { PATH: `${bin}:/usr/bin:/bin` } })
  const home = ws.env.NIMBUS_HOME ?? ''
  await mkdir(home, { recursive: true })
  await writeFile(join(home, 'llm.yaml'), yaml)
  return ws
}

const helper = `
tools:
  helper: { binary: helper, prompt: stdin, models: { small: helper-small }, args: ["--model={{model}}"], output: { cost: not-metered } }
agents:
  reviewer: { preferred_tool: helper }
`

const stepDone = (title: string, work: () => void) => (event: RunEvent) => {
  const data = event.data
  if (event.type !== 'step' || !data || typeof data !== 'object') return
  if ('title' in data && data.title === title && 'status' in data && data.status === 'done') work()
}

test('the preview shows the program that would run, its context and its output, and starts nothing', async () => {
  await using fake = fakePrograms()
  const path = fake.program('helper', answers('x'))
  await using ws = await place(fake.bin, helper, { 'a.md': 'A\n' })
  const input = { agent: 'reviewer', task: 'x', model: 'small', context: ['a.md'], output: 'out.md' }
  const { preview } = await ws.invoke('llm.exec', input, { dryRun: true })
  expect(preview?.changes).toMatchObject([
    { resource: 'agent:helper', effect: 'update' },
    { resource: 'workspace:a.md', effect: 'read' },
    { resource: 'workspace:out.md', effect: 'create' },
  ])
  expect(preview?.changes[0]?.summary).toContain(`${path} --model=helper-small`)
  expect(() => fake.received('helper')).toThrow()
})

test('started by anything but a person in their own shell it asks', async () => {
  await using fake = fakePrograms()
  fake.program('helper', answers('x'))
  await using ws = await place(fake.bin, helper)
  for (const surface of ['http', 'mcp', 'agent'] as const) {
    const { error } = await ws.invoke('llm.exec', { agent: 'reviewer', task: 'x' }, { surface, consent: undefined })
    expect(error).toMatchObject({ code: 'approval-needed', exit: 3 })
  }
  expect(() => fake.received('helper')).toThrow()
})

test('context that looks like a secret asks before anybody reads it', async () => {
  await using fake = fakePrograms()
  fake.program('helper', answers('x'))
  await using ws = await place(fake.bin, helper, { '.env': 'TOKEN=hunter2hunter2\n' })
  const input = { agent: 'reviewer', task: 'x', context: ['.env'] }
  const { error } = await ws.invoke('llm.exec', input, { consent: undefined })
  expect(error).toMatchObject({ code: 'approval-needed' })
  expect(() => fake.received('helper')).toThrow()
})

test('verify says so when something else is in the output afterwards', async () => {
  await using fake = fakePrograms()
  fake.program('helper', answers('the answer\n'))
  await using ws = await place(fake.bin, helper)
  const onEvent = stepDone('Write out.md', () => writeFileSync(join(ws.path, 'out.md'), 'sabotage'))
  const input = { agent: 'reviewer', task: 'x', output: 'out.md' }
  const envelope = await ws.invoke('llm.exec', input, { onEvent })
  expect(envelope).toMatchObject({ ok: true, outcome: 'negative' })
  expect(envelope.findings).toMatchObject([{ status: 'fail', code: 'answer-written' }, { status: 'unknown' }])
})

test('what a program did is not taken back, and that is said', async () => {
  await using fake = fakePrograms()
  fake.program('helper', answers('x'))
  await using ws = await place(fake.bin, helper)
  const envelope = await ws.invoke('llm.exec', { agent: 'reviewer', task: 'x' })
  expect(envelope).toMatchObject({ outcome: 'done', findings: [{ status: 'unknown', code: 'program-effects' }] })
  expect(envelope.undo).toEqual({ irreversible: 'what helper did to files is its own doing; look with git diff' })
})

test('a secret that a program prints is redacted wherever it is kept or shown', async () => {
  await using fake = fakePrograms()
  fake.program('helper', "console.log('key is ' + process.env.HELPER_KEY)")
  const yaml = helper.replace('prompt: stdin,', 'prompt: stdin, env_vars: { HELPER_KEY: s3cret-value-123 },')
  await using ws = await place(fake.bin, yaml)
  const { exit, stdout, stderr } = await ws.cli(['llm', 'exec', '--agent', 'reviewer', 'x'])
  expect(exit).toBe(0)
  expect(stdout).toContain('key is ')
  expect(stdout + stderr).not.toContain('s3cret-value-123')
})

test('names that nobody has are refused with the nearest', async () => {
  await using fake = fakePrograms()
  fake.program('helper', answers('x'))
  await using ws = await place(fake.bin, helper)
  const refused = (input: { agent?: string; tool?: string; model?: string }) =>
    failure(ws.call('llm.exec', { task: 'x', ...input }))
  expect(await refused({ agent: 'reviwer' })).toMatchObject({
    code: 'unknown-agent',
    exit: 2,
    next: 'did you mean reviewer?',
  })
  expect(await refused({ tool: 'helpr' })).toMatchObject({
    code: 'unknown-tool',
    exit: 2,
    next: 'did you mean helper?',
  })
  expect(await refused({ agent: 'reviewer', model: 'smal' })).toMatchObject({
    code: 'unsupported-model',
    exit: 2,
    next: 'did you mean small?',
  })
})

test('a task that cannot arrive as it is, and context that is no text, are refused and start nothing', async () => {
  await using fake = fakePrograms()
  fake.program('helper', answers('x'))
  await using ws = await place(fake.bin, helper, { 'binary.bin': 'a\0b' })
  const nul = await failure(ws.call('llm.exec', { agent: 'reviewer', task: 'a\0b' }))
  expect(nul).toMatchObject({ code: 'invalid-prompt', exit: 2 })
  const half = await failure(ws.call('llm.exec', { agent: 'reviewer', task: 'a\ud800b' }))
  expect(half).toMatchObject({ code: 'invalid-prompt', exit: 2 })
  const binary = await failure(ws.call('llm.exec', { agent: 'reviewer', task: 'x', context: ['binary.bin'] }))
  expect(binary).toMatchObject({ code: 'binary-file', exit: 2 })
  expect(() => fake.received('helper')).toThrow()
})

test('cancelling stops the program and everything it started', async () => {
  await using fake = fakePrograms()
  fake.program('helper', "process.stdout.write('up\\n'); setInterval(() => {}, 1000)")
  await using ws = await place(fake.bin, helper)
  const abort = new AbortController()
  const onEvent = (event: RunEvent) => {
    if (event.type === 'chunk') abort.abort()
  }
  const { error } = await ws.invoke('llm.exec', { agent: 'reviewer', task: 'x' }, { signal: abort.signal, onEvent })
  expect(error).toMatchObject({ code: 'cancelled', exit: 130 })
})

test('a program that takes longer than asked is stopped, and the next one answers', async () => {
  await using fake = fakePrograms()
  fake.program('helper', 'setInterval(() => {}, 1000)')
  fake.program('other', answers('in time\n'))
  const yaml = helper
    .replace('agents:', '  other: { binary: other, prompt: stdin, output: { cost: not-metered } }\nagents:')
    .replace('preferred_tool: helper', 'preferred_tool: helper, fallback_chain: ["other:any"]')
  await using ws = await place(fake.bin, `${yaml}models:\n  any: { provider: anthropic, id: claude-sonnet-4-5 }\n`)
  const answer = await ws.call('llm.exec', { agent: 'reviewer', task: 'x', timeout: 1 })
  expect(answer).toMatchObject({ text: 'in time\n', tool: 'other' })
  expect(answer.warnings[0]).toContain('took longer than 1 s')
})

test('requests of a program count against limits, and a limit that is used up is said', async () => {
  await using fake = fakePrograms()
  fake.program('helper', answers('x\n'))
  await using ws = await place(
    fake.bin,
    `${helper}policies:\n  rate_limiting: { requests_per_minute: 1 }\n  limit: { type: hard }\n`,
  )
  // Three calls touch two minutes at most, so two of them are in the same one.
  const errors = []
  for (let call = 0; call < 3; call++) {
    const { error } = await ws.invoke('llm.exec', { agent: 'reviewer', task: 'x' })
    if (error) errors.push(error)
  }
  expect(errors.length).toBeGreaterThanOrEqual(1)
  expect(errors[0]).toMatchObject({ code: 'not-allowed', exit: 4 })
})

const withModel = `
tools:
  gone: { binary: not-installed-anywhere, prompt: stdin }
  helper: { binary: helper, prompt: stdin, output: { format: json, text: said, tokens: { input: in, output: out } } }
agents:
  reviewer: { preferred_tool: gone, fallback_chain: ["api:gpt-4o"], instructions: Be strict. }
  priced: { preferred_tool: helper, preferred_model: openai/gpt-4o }
models:
  openai/gpt-4o: { cost_per_1k_tokens: { input: 0.001, output: 0.01 } }
`

/** The same, with every provider being the scripted server. */
const modelPlace = async (server: ModelServer, bin: string, yaml = withModel): Promise<TestWorkspace> => {
  const ws = await workspace({}, { env: { ...server.env, PATH: `${bin}:/usr/bin:/bin` } })
  const home = ws.env.NIMBUS_HOME ?? ''
  await mkdir(home, { recursive: true })
  await writeFile(join(home, 'llm.yaml'), yaml)
  return ws
}

test('the last of a chain may be a model: it streams, is counted, and its file can be taken back', async () => {
  await using fake = fakePrograms()
  await using server = await modelServer({
    otherwise: { text: ['Looks', ' fine.'], usage: { input: 1000, output: 10 } },
  })
  await using ws = await modelPlace(server, fake.bin)
  const { exit, stdout, stderr } = await ws.cli(['llm', 'exec', '--agent', 'reviewer', 'look', '--output', 'review.md'])
  expect({ exit, stdout }).toEqual({ exit: 0, stdout: 'Looks fine.\n' })
  expect(stderr).toContain('! gone is not installed here; api answered')
  expect(stderr).toContain('openai/gpt-4o')
  expect(await ws.file('review.md').text()).toBe('Looks fine.')
  expect(JSON.stringify(server.chats()[0]?.body)).toContain('Be strict.')
  // Said once: the thread of model calls puts instructions before every conversation by itself.
  expect(JSON.stringify(server.chats()[0]?.body).split('Be strict.')).toHaveLength(2)

  const input = { agent: 'reviewer', task: 'look', output: 'again.md' }
  const { run, undo } = await ws.invoke('llm.exec', input)
  expect(undo).toMatchObject({ operation: 'fs.remove' })
  await ws.invoke('nimbus.undo', { run }, { consent: { yes: true, confirm: ['again.md'] } })
  expect(await ws.file('again.md').exists()).toBe(false)
})

test('asking only a model is a read', async () => {
  await using fake = fakePrograms()
  await using server = await modelServer()
  await using ws = await modelPlace(server, fake.bin)
  const look = await ws.invoke('llm.exec', { task: 'look', model: 'gpt-4o' }, { dryRun: true })
  expect(look.preview?.changes).toMatchObject([{ resource: 'model:gpt-4o', effect: 'read' }])
})

test('a program that says tokens and no dollars is billed at the price of its model', async () => {
  await using fake = fakePrograms()
  fake.program('helper', "print({ said: 'ok', in: 1000, out: 100 })")
  await using server = await modelServer()
  await using ws = await modelPlace(server, fake.bin)
  const answer = await ws.call('llm.exec', { agent: 'priced', task: 'x' })
  // 1,000 at $0.001 and 100 at $0.01 a thousand.
  expect(answer).toMatchObject({ metering: 'metered', usage: { input: 1000, output: 100 }, cost: 2_000_000 })
})

test('a hard budget that is used up stops a program before it starts, and --force goes past it on the record', async () => {
  await using fake = fakePrograms()
  fake.program('helper', "print({ said: 'ok', in: 1000, out: 100 })")
  await using server = await modelServer()
  const hard = `${withModel}policies: { daily_budget_usd: 0.0000001, limit: { type: hard } }\n`
  await using ws = await modelPlace(server, fake.bin, hard)
  const input = { agent: 'priced', task: 'x' }
  expect(await failure(ws.call('llm.exec', input))).toMatchObject({ code: 'not-allowed', exit: 4 })
  expect(() => fake.received('helper')).toThrow()
  const forced = await ws.invoke('llm.exec', { ...input, force: true, justification: 'the release waits' })
  expect(forced.findings).toMatchObject([{ status: 'pass', code: 'call-recorded' }, { status: 'unknown' }])
})

test('where privacy is local_only, a program that is not known to stay here is not asked', async () => {
  await using fake = fakePrograms()
  fake.program('helper', answers('x\n'))
  fake.program('here', answers('from here\n'))
  const yaml = `
tools:
  helper: { binary: helper, prompt: stdin }
  here: { binary: here, prompt: stdin, capabilities: [local], output: { cost: not-metered } }
agents:
  careful: { preferred_tool: helper, fallback_chain: ["here:any"] }
models:
  any: { provider: ollama, id: any }
policies: { privacy: { local_only: true } }
`
  await using ws = await place(fake.bin, yaml)
  expect(await failure(ws.call('llm.exec', { tool: 'helper', task: 'x' }))).toMatchObject({
    code: 'local-only',
    exit: 4,
  })
  const answer = await ws.call('llm.exec', { agent: 'careful', task: 'x' })
  expect(answer.text).toBe('from here\n')
  expect(answer.warnings[0]).toContain('privacy is local_only')
  expect(() => fake.received('helper')).toThrow()
})

test('a limit ends the chain where falling back on limits is off', async () => {
  await using fake = fakePrograms()
  fake.program('helper', "console.error('slow down'); process.exit(7)")
  fake.program('other', answers('x\n'))
  const yaml = `
tools:
  helper: { binary: helper, prompt: stdin, exit_codes: { 7: rate-limited } }
  other: { binary: other, prompt: stdin }
agents:
  reviewer: { preferred_tool: helper, fallback_chain: ["other:any"] }
models:
  any: { provider: ollama, id: any }
policies: { auto_fallback_on_rate_limit: false }
`
  await using ws = await place(fake.bin, yaml)
  const error = await failure(ws.call('llm.exec', { agent: 'reviewer', task: 'x' }))
  expect(error.why).toContain('slow down')
  expect(() => fake.received('other')).toThrow()
})
