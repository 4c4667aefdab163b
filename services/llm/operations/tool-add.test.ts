import { expect, test } from 'bun:test'
import { existsSync, lstatSync, mkdirSync, readFileSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import type { RunEvent } from '@nimbus/kernel'
import { failure, fakePrograms, type TestWorkspace, workspace } from '@nimbus/testkit'

const userFile = (ws: TestWorkspace, name = 'llm.yaml') => join(ws.env.NIMBUS_HOME ?? '', name)
const write = (path: string, text: string) => {
  mkdirSync(dirname(path), { recursive: true })
  writeFileSync(path, text)
}
const read = (path: string) => readFileSync(path, 'utf8')

const mine = `# what I use
agents:
  reviewer:   { preferred_tool: codex }   # for now

policies:
    daily_budget_usd: 5      # no more
`
const plain = { name: 'my-agent', binary: 'my-agent', prompt: 'stdin' as const, args: ['--quiet'] }

const afterEffect = (work: () => void) => (event: RunEvent) => {
  const data = event.data
  if (event.type === 'step' && data && typeof data === 'object' && 'status' in data && data.status === 'done') work()
}

test('a definition is added, everything else stays byte for byte, and undo gives the file back', async () => {
  await using ws = await workspace()
  write(userFile(ws), mine)
  const envelope = await ws.invoke('llm.tool-add', plain)
  expect(envelope).toMatchObject({ outcome: 'done', data: { did: 'updated' }, findings: [{ status: 'pass' }] })
  const after = read(userFile(ws))
  expect(after.startsWith(mine)).toBe(true)
  expect(after.slice(mine.length)).toBe(
    'tools:\n  my-agent:\n    binary: my-agent\n    args:\n      - --quiet\n    prompt: stdin\n',
  )
  const undone = await ws.invoke(
    'nimbus.undo',
    { run: envelope.run },
    { consent: { yes: true, confirm: ['config/llm.yaml'] } },
  )
  expect(undone.outcome).toBe('done')
  expect(read(userFile(ws))).toBe(mine)
})

test('beside other definitions it goes to their end, and their spacing stays', async () => {
  await using ws = await workspace()
  const others = `tools:\n  other:   { binary: other,   prompt: stdin }   # odd\n${mine}`
  write(userFile(ws), others)
  await ws.call('llm.tool-add', plain)
  const added = '  my-agent:\n    binary: my-agent\n    args:\n      - --quiet\n    prompt: stdin\n'
  expect(read(userFile(ws))).toBe(others.replace('# odd\n', `# odd\n${added}`))
})

test('without a file one is made for its owner alone, and undo removes it', async () => {
  await using ws = await workspace()
  const envelope = await ws.invoke('llm.tool-add', plain)
  expect(envelope.data).toMatchObject({ did: 'created' })
  expect(statSync(userFile(ws)).mode & 0o777).toBe(0o600)
  const undone = await ws.invoke(
    'nimbus.undo',
    { run: envelope.run },
    { consent: { yes: true, confirm: ['config/llm.yaml'] } },
  )
  expect(undone.outcome).toBe('done')
  expect(existsSync(userFile(ws))).toBe(false)
})

test('a tool that was added by YAML alone can be asked at once', async () => {
  await using fake = fakePrograms()
  fake.program('my-agent', "print({ said: 'hello ' + prompt })")
  await using ws = await workspace(
    { 'agent.yaml': 'binary: my-agent\nprompt: stdin\noutput: { format: json, text: said, cost: not-metered }\n' },
    { env: { PATH: `${fake.bin}:/usr/bin:/bin` } },
  )
  expect((await ws.cli(['llm', 'tool', 'add', 'my-agent', '--file', 'agent.yaml'])).exit).toBe(0)
  const { exit, stdout } = await ws.cli(['llm', 'exec', '--tool', 'my-agent', 'world'])
  expect({ exit, stdout }).toEqual({ exit: 0, stdout: 'hello world\n' })
})

test('the preview shows the difference, hides secrets, and changes nothing', async () => {
  await using ws = await workspace()
  const secret = 'sk-ant-api03-abcdefghijklmnop'
  write(userFile(ws), `providers:\n  anthropic: { api_key: ${secret} }\n`)
  const look = await ws.invoke('llm.tool-add', plain, { dryRun: true })
  expect(look.preview?.changes).toMatchObject([{ resource: 'nimbus:config/llm.yaml', effect: 'update' }])
  expect(look.preview?.changes[0]?.diff).toContain('+  my-agent:')
  expect(JSON.stringify(look)).not.toContain(secret)
  expect(read(userFile(ws))).not.toContain('my-agent')
})

test('saying what is said already changes nothing', async () => {
  await using ws = await workspace()
  await ws.call('llm.tool-add', plain)
  expect(await ws.call('llm.tool-add', plain)).toMatchObject({ did: 'nothing' })
})

test('of a shipped tool only what is different is written', async () => {
  await using ws = await workspace()
  await ws.call('llm.tool-add', { name: 'codex', binary: '/opt/codex' })
  const { tools } = await ws.call('llm.tool-list', {})
  expect(tools.find(({ name }) => name === 'codex')).toMatchObject({
    binary: '/opt/codex',
    prompt: 'stdin',
    origin: 'user',
  })
})

test('a project has its own, which asks before a file that is there is changed and counts once it is trusted', async () => {
  await using ws = await workspace({ '.nimbus/llm.yaml': 'agents: {}\n' })
  const asked = await ws.invoke('llm.tool-add', { ...plain, project: true }, { consent: undefined })
  expect(asked.error).toMatchObject({ code: 'approval-needed' })
  expect(await ws.call('llm.tool-add', { ...plain, project: true })).toMatchObject({ file: '.nimbus/llm.yaml' })
  const names = async () => (await ws.call('llm.tool-list', {})).tools.map(({ name }) => name)
  expect(await names()).not.toContain('my-agent')
  await ws.call('nimbus.trust-add', {})
  expect(await names()).toContain('my-agent')
})

test('a folder of files gets it in its file for tools', async () => {
  await using ws = await workspace()
  write(userFile(ws, 'llm/tools.yaml'), 'other: { binary: other, prompt: stdin } # mine\n')
  await ws.call('llm.tool-add', plain)
  const text = read(userFile(ws, 'llm/tools.yaml'))
  expect(text).toContain('# mine')
  expect(text).not.toContain('tools:')
  const { tools } = await ws.call('llm.tool-list', {})
  expect(tools.filter(({ origin }) => origin === 'user').map(({ name }) => name)).toEqual(['my-agent', 'other'])
})

test.each([
  [{ args: ['--m={{modle}}'] }, 'did you mean {{model}}?'],
  [{ prompt: 'argument', args: ['run'] }, 'no argument names {{prompt}}'],
  [{ binary: './my-agent' }, 'relative path'],
  [{ format: 'json' }, 'has to say where the answer is'],
  [{ format: 'regex', answerAt: 'no group' }, 'no regular expression with a group (?<text>…)'],
] as const)('%p is refused, and nothing is written', async (wrong, said) => {
  await using ws = await workspace()
  const input = { ...plain, ...wrong, args: [...('args' in wrong ? wrong.args : plain.args)] }
  const error = await failure(ws.call('llm.tool-add', input))
  expect(error).toMatchObject({ code: 'invalid-definition', exit: 2 })
  expect(error.message).toContain(said)
  expect(existsSync(userFile(ws))).toBe(false)
})

test.each([
  ['binary: [', 'not YAML'],
  ['binry: x\n', 'binry'],
  ['a: &a [x]\nb: *a\n', 'not YAML'],
  ['- a\n', 'map'],
  ['', 'a map is wanted'],
])('a file with %p is refused', async (text, said) => {
  await using ws = await workspace({ 'agent.yaml': text })
  const error = await failure(ws.call('llm.tool-add', { name: 'my-agent', file: 'agent.yaml' }))
  expect(error).toMatchObject({ code: 'invalid-definition', exit: 2 })
  expect(`${error.message} ${error.why}`).toContain(said)
})

test('verify says so when the file says something else afterwards', async () => {
  await using ws = await workspace()
  const onEvent = afterEffect(() =>
    writeFileSync(userFile(ws), 'tools:\n  my-agent: { binary: evil, prompt: stdin }\n'),
  )
  const envelope = await ws.invoke('llm.tool-add', plain, { onEvent })
  expect(envelope).toMatchObject({
    ok: true,
    outcome: 'negative',
    findings: [{ status: 'fail', code: 'tool-defined' }],
  })
})

test('undo refuses to lose what was edited since', async () => {
  await using ws = await workspace()
  const { run } = await ws.invoke('llm.tool-add', plain)
  writeFileSync(userFile(ws), `${read(userFile(ws))}# a note\n`)
  const undone = await ws.invoke('nimbus.undo', { run }, { consent: { yes: true, confirm: ['config/llm.yaml'] } })
  expect(undone.error).toMatchObject({ code: 'changed-meanwhile', exit: 4 })
  expect(read(userFile(ws))).toContain('# a note')
})

test('of many calls at once, in this process and in others, none is lost', async () => {
  await using ws = await workspace()
  write(userFile(ws), mine)
  const here = ['a', 'b', 'c'].map((name) => ws.invoke('llm.tool-add', { ...plain, name }))
  const others = ['d', 'e', 'f', 'g'].map((name) =>
    ws.cli(['llm', 'tool', 'add', name, '--binary', 'my-agent', '--prompt', 'stdin', '--yes']),
  )
  expect((await Promise.all(here)).map(({ outcome }) => outcome)).toEqual(['done', 'done', 'done'])
  expect((await Promise.all(others)).map(({ exit }) => exit)).toEqual([0, 0, 0, 0])
  const { tools } = Bun.YAML.parse(read(userFile(ws))) as { tools: object }
  expect(Object.keys(tools).sort()).toEqual(['a', 'b', 'c', 'd', 'e', 'f', 'g'])
})

test('a file that is a link stays one, and what it leads to is not passed over', async () => {
  await using ws = await workspace()
  const real = join(ws.home, 'dotfiles/llm.yaml')
  write(real, mine)
  mkdirSync(dirname(userFile(ws)), { recursive: true })
  symlinkSync(real, userFile(ws))
  const { error } = await ws.invoke('llm.tool-add', plain)
  expect(error).toMatchObject({ code: 'not-a-file', exit: 2, message: '~/.nimbus/llm.yaml is a link' })
  expect(error?.next).toContain(real)
  expect((await ws.invoke('llm.tool-list', {})).ok).toBe(true)
  expect(lstatSync(userFile(ws)).isSymbolicLink()).toBe(true)
  expect(read(real)).toBe(mine)
})

test('a folder of the project that leads elsewhere is not written to', async () => {
  await using elsewhere = await workspace()
  await using ws = await workspace()
  rmSync(join(ws.path, '.nimbus'), { recursive: true })
  symlinkSync(elsewhere.path, join(ws.path, '.nimbus'))
  const { error } = await ws.invoke('llm.tool-add', { ...plain, project: true })
  expect(error).toMatchObject({ code: 'linked-folder', exit: 4, at: '.nimbus' })
  expect(await elsewhere.file('llm.yaml').exists()).toBe(false)
})

test('the tool that an agent already names can be defined, whatever else does not fit together', async () => {
  await using ws = await workspace()
  write(userFile(ws), 'agents:\n  a: { preferred_tool: my-agent }\n  b: { preferred_model: no-such-model }\n')
  expect((await ws.invoke('llm.tool-add', plain)).outcome).toBe('done')
  const { problems } = await ws.call('llm.config-validate', {})
  expect(problems.map(({ message }) => message)).toEqual(['agents.b.preferred_model: there is no model no-such-model'])
})

test('a definition that leaves an agent without its model is refused', async () => {
  await using ws = await workspace()
  const before = 'agents: { a: { preferred_tool: codex, preferred_model: gpt-5 } }\n'
  write(userFile(ws), before)
  expect(await failure(ws.call('llm.tool-add', { name: 'codex', models: ['other'] }))).toMatchObject({
    code: 'breaks-config',
    why: expect.stringContaining('codex does not take the model gpt-5'),
  })
  expect(read(userFile(ws))).toBe(before)
})
