import { expect, test } from 'bun:test'
import type { RunEvent } from '@nimbus/kernel'
import { failure, product, workspace } from '@nimbus/testkit'
import { gate, modelServer } from '@nimbus/testkit/model-server'
import { chatPlace } from '../chat/testing.ts'

const usage = { input: 1200, cachedRead: 300, output: 40 }

test('streams an answer to standard output and says on the other what it took', async () => {
  await using server = await modelServer({ otherwise: { text: ['Out of', ' memory.'], usage } })
  await using ws = await chatPlace(server)
  const { exit, stdout, stderr } = await ws.cli(['llm', 'chat', 'Why does my pod restart?', '--model', 'gpt-4o'])
  expect(stdout).toBe('Out of memory.\n')
  expect(stderr).toMatch(/^gpt-4o \(openai\) · 1,500 in \(300 cached\) · 40 out · \$0\.\d+ · \d/)
  expect(exit).toBe(0)
  expect(server.chats()[0]).toMatchObject({ stream: true, format: 'openai-responses' })
})

test('gives text, usage, cost and reasons to programs', async () => {
  await using server = await modelServer({ otherwise: { text: 'Out of memory.', usage } })
  await using ws = await chatPlace(server)
  const answer = await ws.call('llm.chat', { prompt: 'Why?', model: 'anthropic/claude-sonnet-4-5', stream: false })
  expect(answer).toMatchObject({
    text: 'Out of memory.',
    finish: 'stop',
    provider: 'anthropic',
    model: 'claude-sonnet-4-5',
    usage: { input: 1200, cachedRead: 300, cachedWrite: 0, output: 40, reasoning: 0 },
    toolCalls: [],
    warnings: [],
  })
  expect(answer.cost).toBeGreaterThan(0)
  expect(answer.reasons.length).toBeGreaterThan(0)
  expect(server.chats()[0]).toMatchObject({ stream: false, format: 'anthropic' })
  const { total } = await ws.call('llm.stats', {})
  expect(total).toMatchObject({ calls: 1, input: 1200, cachedRead: 300, output: 40, cost: answer.cost })
})

test('tokens that nobody knows are said to be unknown, and are in no answer as a number', async () => {
  await using server = await modelServer({ otherwise: { text: 'Hi', usage: { input: -5, output: -1 } } })
  await using ws = await chatPlace(server)
  const { stderr } = await ws.cli(['llm', 'chat', 'Hello', '--model', 'gpt-4o'])
  expect(stderr).toStartWith('gpt-4o (openai) · tokens unknown · cost unknown · ')
  const answer = await ws.call('llm.chat', { prompt: 'Hello', model: 'gpt-4o' })
  expect([answer.text, answer.usage, answer.cost]).toEqual(['Hi', undefined, undefined])
  const exec = await ws.cli(['llm', 'exec', '--tool', 'api', '--model', 'gpt-4o', 'Hello'])
  expect(exec.stderr).toContain('tokens unknown · cost unknown')
})

test('every piece is heard while the model still writes', async () => {
  await using server = await modelServer()
  await using ws = await chatPlace(server)
  const until = gate()
  server.script({ text: ['one', ' two'], fault: { kind: 'pause', after: 1, until } })
  const heard: unknown[] = []
  const first = Promise.withResolvers<void>()
  const onEvent = ({ type, data }: RunEvent) => {
    if (type !== 'chunk') return
    heard.push(data)
    first.resolve()
  }
  const answering = ws.invoke('llm.chat', { prompt: 'Count', model: 'gpt-4o' }, { onEvent })
  await first.promise
  expect(heard).toEqual(['one'])
  until.open()
  expect((await answering).data).toMatchObject({ text: 'one two' })
  expect(heard.join('')).toBe('one two')
})

test('sends instructions, files between marks that name them, and images by what their bytes say', async () => {
  await using server = await modelServer()
  const png = Buffer.from('iVBORw0KGgoAAAANSUhEUg==', 'base64')
  await using ws = await chatPlace(server, { 'notes.md': 'CPU is low\n', 'shot.dat': png })
  const files = ['--context', 'notes.md', '--image', 'shot.dat']
  const settings = ['--model', 'gpt-4o', '--max-tokens', '99', '--temperature', '0.5']
  const { exit, stderr } = await ws.cli(['llm', 'chat', 'Wrong?', '--system', 'Be brief.', ...files, ...settings])
  expect({ exit, stderr: exit === 0 ? '' : stderr }).toEqual({ exit: 0, stderr: '' })
  const sent = JSON.stringify(server.chats()[0]?.body)
  expect(sent).toContain('Be brief.')
  expect(sent).toMatch(/=== file notes\.md \[([0-9a-f]+)\]\\nCPU is low\\n=== end notes\.md \[\1\]/)
  expect(sent).toContain(`data:image/png;base64,${png.toString('base64')}`)
  expect(server.chats()[0]?.body).toMatchObject({ max_output_tokens: 99, temperature: 0.5 })
})

test('takes its prompt from a file or standard input, and settings as older clients send them', async () => {
  await using server = await modelServer()
  await using ws = await chatPlace(server, { 'ask.txt': 'From a file' })
  await ws.cli(['llm', 'chat', '@ask.txt', '--model', 'gpt-4o'])
  await ws.cli(['llm', 'chat', '-', '--model', 'gpt-4o'], { stdin: 'From a pipe' })
  const config = { model: 'gpt-4o-mini', maxTokens: 50, temperature: 0 }
  await ws.call('llm.chat', { messages: [{ role: 'user', content: 'From a client' }], config })
  const [file, pipe, client] = server.chats()
  expect(JSON.stringify(file?.body)).toContain('From a file')
  expect(JSON.stringify(pipe?.body)).toContain('From a pipe')
  expect(client?.body).toMatchObject({ model: 'gpt-4o-mini', max_output_tokens: 50, temperature: 0 })
})

test('an answer that must fit a schema comes whole, as JSON and nothing else', async () => {
  await using server = await modelServer({ otherwise: { text: '{"cause":"memory"}' } })
  await using ws = await chatPlace(server, {
    'schema.json': '{"type":"object","properties":{"cause":{"type":"string"}}}',
  })
  const { stdout, exit } = await ws.cli(['llm', 'chat', 'Why?', '--schema', '@schema.json', '--model', 'gpt-4o'])
  expect(JSON.parse(stdout)).toEqual({ cause: 'memory' })
  expect(exit).toBe(0)
})

test('answers that do not fit a schema keep nobody from the provider', async () => {
  await using server = await modelServer()
  await using ws = await chatPlace(server)
  const ask = (more: object) => ws.invoke('llm.chat', { prompt: 'Why?', model: 'gpt-4o', ...more })
  for (let i = 0; i < 6; i++)
    expect((await ask({ schema: { type: 'object' } })).error).toMatchObject({ code: 'provider-malformed' })
  expect((await ask({})).data).toMatchObject({ text: 'An answer of gpt-4o.' })
})

test('an answer that was cut off at its longest says so', async () => {
  await using server = await modelServer({ otherwise: { text: 'Half an ans', finish: 'length' } })
  await using ws = await chatPlace(server)
  const { stderr } = await ws.cli(['llm', 'chat', 'Why?', '--model', 'gpt-4o'])
  expect(stderr).toContain('! the answer was cut off at its longest')
})

test('cancelling stops the provider', async () => {
  await using server = await modelServer({ otherwise: { hold: gate() } })
  await using ws = await chatPlace(server)
  const caller = new AbortController()
  const answering = ws.invoke('llm.chat', { prompt: 'Why?', model: 'gpt-4o' }, { signal: caller.signal })
  const received = await server.chat(0)
  caller.abort()
  expect((await answering).error).toMatchObject({ code: 'cancelled', exit: 130 })
  expect(await received.ended).toBe('gone')
})

test('Ctrl-C stops the provider as well', async () => {
  await using server = await modelServer({
    otherwise: { text: ['Half', ' more'], fault: { kind: 'pause', after: 1, until: gate() } },
  })
  await using ws = await chatPlace(server)
  const child = Bun.spawn([...product().command, 'llm', 'chat', 'Why?', '--model', 'gpt-4o'], {
    cwd: ws.path,
    env: { ...ws.env },
    stdin: 'ignore',
    stdout: 'pipe',
    stderr: 'pipe',
  })
  const received = await server.chat(0)
  const reader = child.stdout.getReader()
  expect(new TextDecoder().decode((await reader.read()).value)).toBe('Half')
  child.kill('SIGINT')
  expect(await child.exited).toBe(130)
  expect(await received.ended).toBe('gone')
})

test('a file that looks like a secret is asked about before a model sees it', async () => {
  await using server = await modelServer()
  await using ws = await chatPlace(server, { '.env': 'TOKEN=hunter2hunter2\n' })
  const { exit } = await ws.cli(['llm', 'chat', 'What is this?', '--context', '.env', '--model', 'gpt-4o'])
  expect(exit).toBe(3)
  expect(server.requests).toHaveLength(0)
})

test('asking is a read, and its answer is what others wrote', async () => {
  await using server = await modelServer()
  await using ws = await chatPlace(server)
  const look = await ws.invoke('llm.chat', { prompt: 'Why?', model: 'gpt-4o' }, { dryRun: true, consent: undefined })
  expect(look).toMatchObject({
    data: { decide: 'allow' },
    preview: { changes: [{ resource: 'model:gpt-4o', effect: 'read' }] },
  })
  const host = await ws.host()
  expect(host.catalog.get('llm.chat')).toMatchObject({ untrusted: true, openWorld: true })
})

test('without any key it says which variable to set, and nothing is recorded as spent', async () => {
  await using ws = await workspace()
  const error = await failure(ws.call('llm.chat', { prompt: 'Why?' }))
  expect(error.exit).toBe(5)
  expect(error.next).toContain('ANTHROPIC_API_KEY')
  const named = await failure(ws.call('llm.chat', { prompt: 'Why?', model: 'anthropic/claude-sonnet-4-5' }))
  expect(named.exit).toBe(5)
  expect(`${named.why} ${named.next}`).toContain('ANTHROPIC_API_KEY')
  expect((await ws.call('llm.stats', {})).total).toMatchObject({ calls: 0, cost: 0 })
})

test('a key with a line break is one error that does not show it', async () => {
  await using server = await modelServer()
  const key = 'sk-proj-broken-0123456789'
  await using ws = await workspace({}, { env: { ...server.env, OPENAI_API_KEY: `${key}\nx` } })
  const { exit, stdout, stderr } = await ws.cli(['llm', 'chat', 'Why?', '--model', 'gpt-4o'])
  expect(exit).toBe(2)
  expect(stderr).toContain('OPENAI_API_KEY')
  expect(stdout + stderr).not.toContain(key)
  expect(server.requests).toHaveLength(0)
})

test('an unknown model is answered with the nearest names of the whole catalogue', async () => {
  await using server = await modelServer()
  await using ws = await chatPlace(server)
  const error = await failure(ws.call('llm.chat', { prompt: 'Why?', model: 'gpt-4p' }))
  expect(error).toMatchObject({ code: 'unknown-model', exit: 2 })
  expect(error.next).toContain('gpt-4')
})

test('a provider that fails again and again is left alone, and no other at the same address', async () => {
  await using server = await modelServer({ otherwise: { refuse: 'server' } })
  await using ws = await chatPlace(server)
  const ask = (model: string) => ws.call('llm.chat', { prompt: 'Why?', model, stream: false })
  // Each is tried twice.
  for (let n = 0; n < 3; n += 1) await failure(ask('anthropic/claude-sonnet-4-5'))
  expect(await failure(ask('anthropic/claude-sonnet-4-5'))).toMatchObject({ code: 'providers-resting' })
  server.script({ text: 'Memory.' })
  expect((await ask('openai/gpt-4o')).text).toBe('Memory.')
})

test('a mistyped key among the settings of a chat is refused, and nobody is asked', async () => {
  await using server = await modelServer()
  await using ws = await chatPlace(server)
  const config = '{"maxtokens":1,"temprature":0}'
  const { exit, stderr } = await ws.cli(['llm', 'chat', 'hi', '--model', 'gpt-4o', '--config', config])
  expect(exit).toBe(2)
  expect(stderr).toContain('config: ')
  expect(stderr).toContain('maxtokens')
  expect(server.requests).toHaveLength(0)
})
