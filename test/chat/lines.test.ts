import { expect, test } from 'bun:test'
import { workspace } from '@nimbus/testkit'
import { modelServer } from '@nimbus/testkit/model-server'

const call = { toolCalls: [{ name: 'call_operation', input: { operation: 'fs.read', input: { file: 'a.txt' } } }] }

test('each line of a pipe is said in one conversation; answers are on standard output, all else beside it', async () => {
  await using server = await modelServer()
  await using ws = await workspace({ 'a.txt': 'x' }, { env: server.env })
  server.script(call, { text: 'An x.' }, { text: 'You are welcome.' })
  const { exit, stdout, stderr } = await ws.cli(['chat', '--model', 'gpt-4o'], { stdin: 'Look\n\nThanks\n' })
  expect(exit).toBe(0)
  expect(stdout).toBe('An x.\nYou are welcome.\n')
  expect(stderr).toContain('▸ ✓ ○ read   fs.read file=a.txt')
  const { conversations } = await ws.call('engine.chat-list', {})
  expect(conversations).toMatchObject([{ turns: 2, title: 'Look' }])
})

test('nobody is asked in a pipe: what needs a person ends with its plan, and a yes in the next line is no answer', async () => {
  await using server = await modelServer()
  await using ws = await workspace({ 'a.txt': 'mine' }, { env: server.env })
  const write = { operation: 'fs.write', input: { file: 'a.txt', content: 'theirs' } }
  server.script({ toolCalls: [{ name: 'call_operation', input: write }] }, { text: 'It waits.' }, { text: 'Yes what?' })
  const { stdout, stderr } = await ws.cli(['chat', '--model', 'gpt-4o'], { stdin: 'Write\ny\n' })
  expect(stdout).toBe('It waits.\nYes what?\n')
  expect(stderr).toMatch(/nimbus approve p_[a-z2-7]{20}/)
  expect(await ws.file('a.txt').text()).toBe('mine')
})

test('a plan is not applied by a line: the command that approves it is told', async () => {
  await using ws = await workspace({ 'a.txt': 'mine' })
  const { exit, stderr } = await ws.cli(['chat', '--mode', 'offline'], { stdin: 'delete a.txt\n/apply\ny\n' })
  expect(exit).not.toBe(0)
  expect(stderr).toMatch(/nimbus approve p_[a-z2-7]{20}/)
  expect(await ws.file('a.txt').exists()).toBe(true)
})

test('commands work in lines, /quit ends them, and the last bad end is the exit code', async () => {
  await using ws = await workspace()
  const { exit, stdout, stderr } = await ws.cli(['chat', '--mode', 'offline'], {
    stdin: '/help\n/nope\n/quit\n/help\n',
  })
  expect(stdout.match(/\/apply \[plan\]/g)).toHaveLength(1)
  expect(stdout.split('\n').filter((line) => Bun.stringWidth(line) > 80)).toEqual([])
  expect(stderr).toContain('there is no /nope')
  expect(exit).toBe(2)
})

test('a plan that nobody has approved is not applied from a pipe, and the next line is heard', async () => {
  await using ws = await workspace({ 'a.txt': 'mine' })
  const input = { file: 'a.txt', content: 'theirs' }
  const { error } = await ws.invoke('fs.write', input, { surface: 'http', consent: undefined })
  const { exit, stdout, stderr } = await ws.cli(['chat', '--mode', 'offline'], {
    stdin: `/apply ${error?.plan}\ny\n/help\n`,
  })
  expect(stderr).toContain(`nimbus approve ${error?.plan}`)
  expect(stdout).toContain('/apply [plan]')
  expect(exit).toBe(3)
  expect(await ws.file('a.txt').text()).toBe('mine')
})

test('an empty pipe is an empty conversation', async () => {
  await using ws = await workspace()
  expect(await ws.cli(['chat'], { stdin: '' })).toEqual({ exit: 0, stdout: '', stderr: '' })
  expect(await ws.call('engine.chat-list', {})).toMatchObject({ conversations: [] })
})

test('with --json a message is needed, and its result is one envelope after the chunks', async () => {
  await using server = await modelServer()
  await using ws = await workspace({}, { env: server.env })
  expect((await ws.cli(['chat', '--json'], { stdin: 'Hello\n' })).exit).toBe(2)
  server.script({ text: 'Hi.' })
  const { stdout } = await ws.cli(['chat', 'Hello', '--model', 'gpt-4o', '--json'])
  const last = JSON.parse(stdout.trim().split('\n').at(-1) ?? '') as { data: unknown }
  expect(last.data).toMatchObject({ answer: 'Hi.', mode: 'model', turn: 1 })
})

test('Ink is loaded by no command but a view at a terminal', async () => {
  await using ws = await workspace({
    'record.ts': `import { writeFileSync } from 'node:fs'
      process.on('exit', () => writeFileSync(process.env.RECORD ?? '', JSON.stringify(Object.keys(require.cache))))`,
  })
  const main = `${import.meta.dir}/../../apps/nimbus/main.ts`
  for (const argv of [['chat'], ['chat', 'Hello', '--mode', 'offline'], ['chat', 'list']]) {
    const record = `${ws.path}/loaded.json`
    const child = Bun.spawn([process.execPath, '--preload', `${ws.path}/record.ts`, main, ...argv], {
      cwd: ws.path,
      env: { ...ws.env, RECORD: record },
      stdin: new TextEncoder().encode('/help\n'),
      stdout: 'ignore',
      stderr: 'ignore',
    })
    await child.exited
    const loaded = (await Bun.file(record).json()) as string[]
    expect(loaded.filter((path) => /node_modules\/(ink|react|yoga-layout)\//.test(path))).toEqual([])
  }
})

test('a pipe lists conversations and goes on with one by its number', async () => {
  await using server = await modelServer({ otherwise: { text: 'Yes.' } })
  await using ws = await workspace({}, { env: server.env })
  for (const stdin of ['First\n', 'Second\n']) await ws.cli(['chat', '--model', 'gpt-4o'], { stdin })
  const { stdout, stderr } = await ws.cli(['chat', '--model', 'gpt-4o'], { stdin: '/resume\n/resume 2\nMore\n' })
  expect(stdout).toMatch(/^ {2}1 {2}c_.*Second\n {2}2 {2}c_.*First\nYes\.\n$/)
  expect(stderr).toMatch(/goes on with c_/)
  const { conversations } = await ws.call('engine.chat-list', {})
  expect(conversations.map(({ title, turns }) => `${title} ${turns}`)).toEqual(['First 2', 'Second 1'])
})
