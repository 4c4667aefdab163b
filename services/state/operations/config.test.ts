import { expect, test } from 'bun:test'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { failure, type TestWorkspace, workspace } from '@nimbus/testkit'

const file = (ws: TestWorkspace) => join(ws.env.NIMBUS_HOME ?? '', 'config.yaml')
const written = (ws: TestWorkspace) => Bun.file(file(ws)).text()
const write = (ws: TestWorkspace, text: string) => {
  mkdirSync(ws.env.NIMBUS_HOME ?? '', { recursive: true })
  writeFileSync(file(ws), text)
}

test('a setting is shown bare, set, listed with its origin, and unset again', async () => {
  await using ws = await workspace()
  expect((await ws.cli(['config', 'get', 'log.level'])).stdout).toBe('warn\n')
  expect((await ws.cli(['config', 'set', 'log.level', 'info'])).exit).toBe(0)
  expect((await ws.cli(['config', 'get', 'log.level'])).stdout).toBe('info\n')
  expect((await ws.cli(['config', 'set', 'server.port', '4000'])).exit).toBe(0)
  const { settings } = await ws.call('state.config-list', {})
  expect(settings.find(({ key }) => key === 'server.port')).toMatchObject({ value: 4000, origin: 'user' })
  expect((await ws.cli(['config', 'unset', 'log.level'])).stdout).toContain('warn is in effect (default)')
})

test('the rest of the file stays as it was written', async () => {
  await using ws = await workspace()
  write(ws, '# mine\nlog:\n  level: info # chatty\nserver: { port: 3001 }\n')
  await ws.call('state.config-set', { key: 'log.level', value: 'debug' })
  expect(await written(ws)).toBe('# mine\nlog:\n  level: debug # chatty\nserver: { port: 3001 }\n')
})

test('undo gives back the value before, and nothing where there was none', async () => {
  await using ws = await workspace()
  write(ws, 'server:\n  port: 3001\n')
  const changed = await ws.invoke('state.config-set', { key: 'server.port', value: 3002 })
  const added = await ws.invoke('state.config-set', { key: 'log.level', value: 'info' })
  expect((await ws.invoke('nimbus.undo', { run: added.run })).outcome).toBe('done')
  expect((await ws.invoke('nimbus.undo', { run: changed.run })).outcome).toBe('done')
  expect(await written(ws)).toBe('server:\n  port: 3001\n')
})

test('undo knows what the file said, also where a variable overrides it', async () => {
  await using ws = await workspace({}, { env: { NIMBUS_LOG: 'off' } })
  write(ws, 'log:\n  level: info\n')
  const set = await ws.cli(['config', 'set', 'log.level', 'debug', '--json'])
  expect(JSON.parse(set.stdout)).toMatchObject({
    data: { previous: 'info', overridden: expect.stringContaining('NIMBUS_LOG') },
  })
  expect((await ws.cli(['config', 'set', 'log.level', 'debug'])).stdout).toContain('! NIMBUS_LOG overrides it here')
})

test('an unknown setting and a value that does not fit are refused, the file untouched', async () => {
  await using ws = await workspace()
  write(ws, 'log:\n  level: info\n')
  const unknown = await failure(ws.call('state.config-set', { key: 'log.lvel', value: 'info' }))
  expect(unknown).toMatchObject({ code: 'unknown-setting', exit: 2, next: 'did you mean log.level?' })
  const loud = await ws.cli(['config', 'set', 'log.level', 'loud'])
  expect(loud.exit).toBe(2)
  expect(loud.stderr).toContain('takes one of debug, info, warn, off')
  expect(await written(ws)).toBe('log:\n  level: info\n')
})

test('how far calls may go is asked about, and is not for models', async () => {
  await using ws = await workspace()
  expect((await ws.cli(['config', 'set', 'autonomy', 'break-glass'])).exit).toBe(3)
  const key = 'autonomy'
  for (const [operation, input] of [
    ['state.config-set', { key, value: 'break-glass' }],
    ['state.config-unset', { key }],
  ] as const) {
    const { error } = await ws.invoke(operation, input, { surface: 'mcp' })
    expect(error).toMatchObject({ code: 'only-persons', exit: 4 })
  }
})

test('nobody is asked about a value that a setting does not take', async () => {
  await using ws = await workspace()
  for (const [key, value] of [
    ['safety.max_cost_usd', 'abc'],
    ['safety.max_changes', '1.5'],
  ] as const) {
    const { exit, stderr } = await ws.cli(['config', 'set', key, value])
    expect(exit).toBe(2)
    expect(stderr).toStartWith(`✗ ${key}: takes a `)
  }
  expect((await ws.call('nimbus.plan-list', {})).plans).toEqual([])
})

test('validation names every problem and ends with exit code 6', async () => {
  await using ws = await workspace({ '.nimbus/config.yaml': 'log:\n  levle: info\n' })
  write(ws, 'server:\n  port: many\n')
  const { exit, stdout } = await ws.cli(['config', 'validate'])
  expect(exit).toBe(6)
  expect(stdout).toContain('server.port: takes a whole number')
  expect(stdout).toContain('did you mean log.level?')
})

test.each([
  ['a file that cannot be read', 'server: [', 'config.yaml:1:10', 'cannot be read as YAML'],
  ['a value that does not fit', 'log: { level: loud }\n', 'config.yaml', 'takes one of debug, info, warn, off'],
])('%s stops every command but those that explain it', async (_what, text, at, message) => {
  // Without programs doctor has none to ask for a version.
  await using ws = await workspace({}, { path: [] })
  write(ws, text)
  const validated = await ws.cli(['config', 'validate'])
  expect(validated.exit).toBe(6)
  expect(validated.stdout).toContain(at)
  expect(validated.stdout).toContain(message)
  const doctor = await ws.cli(['doctor', '--offline', '--json'])
  expect(doctor.exit).toBe(0)
  const found = JSON.parse(doctor.stdout) as { data: { configuration: { valid: boolean; problems: string[] } } }
  expect(found.data.configuration).toMatchObject({ valid: false, problems: [expect.stringContaining(message)] })
  const { exit, stderr } = await ws.cli(['fs', 'list'])
  expect(exit).toBe(2)
  expect(stderr).toContain(message)
})

test('validation says what is wrong with policy and with the list of trusted workspaces as well', async () => {
  await using ws = await workspace({ '.nimbus/policy.yaml': 'rules: [{ operation: a, decide: maybe, reason: x }]\n' })
  write(ws, '')
  writeFileSync(join(ws.env.NIMBUS_HOME ?? '', 'trust.yaml'), 'trusted: [\n')
  const { exit, stdout } = await ws.cli(['config', 'validate'])
  expect(exit).toBe(6)
  expect(stdout).toContain('trust.yaml:2:1')
  expect(stdout).toContain('policy.yaml: rules.0')
})

test('verify says so when the file does not say what was set, or still does', async () => {
  await using ws = await workspace()
  const sabotage = (text: string) => ({
    onEvent({ type, data }: { type: string; data: unknown }) {
      if (type === 'step' && data && typeof data === 'object' && 'status' in data && data.status === 'done')
        write(ws, text)
    },
  })
  const set = await ws.invoke('state.config-set', { key: 'log.level', value: 'info' }, sabotage('log:\n  level: off\n'))
  expect(set).toMatchObject({ outcome: 'negative', findings: [{ status: 'fail', code: 'setting-written' }] })
  const unset = await ws.invoke('state.config-unset', { key: 'log.level' }, sabotage('log:\n  level: debug\n'))
  expect(unset).toMatchObject({ outcome: 'negative', findings: [{ status: 'fail', code: 'setting-removed' }] })
})

test('of many changes at once each knows the value that it replaced', async () => {
  await using ws = await workspace()
  const key = 'safety.max_changes'
  const values = [1, 2, 3, 4, 5, 6]
  const made = await Promise.all(values.map((value) => ws.call('state.config-set', { key, value })))
  const { value: last } = await ws.call('state.config-get', { key })
  const replaced = made.map(({ previous }) => previous)
  expect(replaced.filter((each) => each === undefined)).toHaveLength(1)
  expect(new Set([...replaced, last])).toEqual(new Set([undefined, ...values]))
})
