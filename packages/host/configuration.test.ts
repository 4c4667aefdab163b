import { expect, test } from 'bun:test'
import {
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { failure } from '@nimbus/testkit'
import { createConfiguration } from './configuration.ts'
import { ensureHome, homeOf } from './home.ts'
import { parseSetting, settings } from './settings.ts'
import { createTrust } from './trust.ts'

const ground = (files: { user?: string; workspace?: string } = {}, env: Record<string, string> = {}) => {
  const root = realpathSync(mkdtempSync(join(tmpdir(), 'nimbus-config-')))
  const home = homeOf({ NIMBUS_HOME: join(root, 'home') })
  const workspace = join(root, 'workspace')
  ensureHome(home)
  mkdirSync(join(workspace, '.nimbus'), { recursive: true })
  if (files.user !== undefined) writeFileSync(home.config, files.user)
  if (files.workspace !== undefined) writeFileSync(join(workspace, '.nimbus/config.yaml'), files.workspace)
  const trust = createTrust(home, () => new Date())
  return {
    home,
    workspace,
    trust,
    config: createConfiguration(home, env, trust),
    [Symbol.dispose]: () => rmSync(root, { recursive: true, force: true }),
  }
}

test('a variable wins over the workspace, that over the user, and that over the default', async () => {
  const user = 'log: { level: debug }\ngenerator: { conventions: user.yaml }\n'
  const workspace = 'log: { level: info }\n'
  using place = ground({ user, workspace }, { NIMBUS_LOG: 'off' })
  const origin = async (key: string) => (await place.config.get(key, place.workspace)).origin
  expect(await place.config.get('log.level', place.workspace)).toMatchObject({
    value: 'off',
    origin: 'environment',
    source: 'NIMBUS_LOG',
  })
  expect(await origin('generator.conventions')).toBe('user')
  expect(await origin('server.port')).toBe('default')
  using plain = ground({ user, workspace })
  expect(await plain.config.get('log.level', plain.workspace)).toMatchObject({ value: 'info', origin: 'workspace' })
})

test.each(settings.filter(({ sensitive }) => sensitive).map(({ key }) => [key] as const))(
  'an untrusted workspace may not set %s, and what it set is listed',
  async (key) => {
    const [group = '', name] = key.split('.')
    const setting = settings.find((each) => each.key === key)
    const value = Array.isArray(setting?.type)
      ? setting.type.at(-1)
      : setting?.type === 'number' || setting?.type === 'integer'
        ? 7
        : 'postgres://hostile'
    using place = ground({ workspace: `${group}: ${name ? `{ ${name}: ${value} }` : value}\n` })
    expect((await place.config.get(key, place.workspace)).origin).toBe('default')
    const { trusted, ignored } = await place.trust.status(place.workspace)
    expect({ trusted, ignored: ignored.map((each) => each.setting) }).toEqual({ trusted: false, ignored: [key] })
    await place.trust.grant(place.workspace, 'ada')
    expect(await place.config.get(key, place.workspace)).toMatchObject({ origin: 'workspace', value })
    expect((await place.trust.status(place.workspace)).ignored).toEqual([])
    expect(await place.trust.revoke(place.workspace)).toBe(true)
    expect((await place.config.get(key, place.workspace)).origin).toBe('default')
  },
)

test('what would loosen policy is listed as well', async () => {
  using place = ground()
  const rules =
    'rules:\n  - { operation: a, decide: deny, reason: x }\n  - { operation: a, decide: allow, reason: y }\n'
  writeFileSync(join(place.workspace, '.nimbus/policy.yaml'), rules)
  expect((await place.trust.status(place.workspace)).ignored.map(({ setting }) => setting)).toEqual(['rules.1'])
})

test('a value is stored for this user only, and can be taken away again', async () => {
  using place = ground({ user: '# mine\nlog:\n  level: debug # loud\n' })
  await place.config.set('log.level', 'info')
  expect(readFileSync(place.home.config, 'utf8')).toBe('# mine\nlog:\n  level: info # loud\n')
  expect(statSync(place.home.config).mode & 0o777).toBe(0o600)
  await place.config.unset('log.level')
  expect((await place.config.get('log.level', place.workspace)).origin).toBe('default')
})

test('a text that looks like another type stays what the setting takes', async () => {
  using place = ground()
  await place.config.set('server.port', '4000')
  expect(await place.config.get('server.port', place.workspace)).toMatchObject({ value: 4000, origin: 'user' })
  await place.config.set('generator.conventions', 'true')
  expect(await place.config.get('generator.conventions', place.workspace)).toMatchObject({ value: 'true' })
})

test.each([
  ['autonomy', 'never', 'takes one of observe, propose, operate, break-glass'],
  ['server.port', 'many', 'takes a whole number from 0 to 65535'],
  ['server.port', '-1', 'takes a whole number from 0 to 65535'],
  ['server.port', '', 'takes a whole number from 0 to 65535'],
  ['server.port', '65536', 'takes a whole number from 0 to 65535'],
  ['safety.max_changes', '1.5', 'takes a whole number of 0 or more'],
  ['safety.max_changes', '', 'takes a whole number of 0 or more'],
  ['safety.max_minutes', 'Infinity', 'takes a number of 0 or more'],
  ['safety.max_cost_usd', 'abc', 'takes a number of 0 or more, or nothing for no limit'],
  ['safety.max_cost_usd', '-1', 'takes a number of 0 or more, or nothing for no limit'],
  [
    'database.url',
    'postgress://u:p@db/x',
    'takes postgres://…, the whole path of a SQLite file, or nothing for the one in the home',
  ],
  ['safety.max_deletions_per_day', '0.5', 'takes a whole number of 0 or more, or nothing for no limit'],
] as const)('%s does not take %p', async (key, value, problem) => {
  using place = ground()
  const error = await failure(place.config.set(key, value))
  expect(error).toMatchObject({ code: 'invalid-setting', message: `${key}: ${problem}`, exit: 2 })
  expect(error.why).toContain(value)
})

test('a limit that may be none takes an amount as text or number, and nothing', async () => {
  using place = ground()
  for (const [raw, value] of [
    ['0.10', 0.1],
    [5, 5],
    [' ', ''],
    ['0', 0],
  ] as const) {
    await place.config.set('safety.max_cost_usd', raw)
    expect(await place.config.get('safety.max_cost_usd', place.workspace)).toMatchObject({ value, origin: 'user' })
  }
})

test('a setting that does not exist is answered with the nearest one', async () => {
  using place = ground()
  expect(await failure(place.config.set('sever.port', '1'))).toMatchObject({
    code: 'unknown-setting',
    next: 'did you mean server.port?',
  })
})

test('a broken file does not count as an empty one', async () => {
  using place = ground({ user: 'autonomy: observe\n  oops: [\n' })
  expect(await failure(place.config.get('autonomy', place.workspace))).toMatchObject({ code: 'invalid-yaml', exit: 2 })
  expect(await failure(place.config.set('autonomy', 'operate'))).toMatchObject({ code: 'invalid-yaml' })
})

test('validation finds unknown keys and bad values of both files', async () => {
  using place = ground({ user: 'autonomy: often\n', workspace: 'servr: { port: 1 }\n' })
  const problems = await place.config.validate(place.workspace)
  expect(problems.map(({ message }) => message)).toEqual([
    'autonomy: takes one of observe, propose, operate, break-glass',
    'There is no setting servr.port',
  ])
  expect(problems[1]?.next).toBe('did you mean server.port?')
})

test.each([
  ['- log\n', 'The file is not a mapping'],
  ['just words\n', 'The file is not a mapping'],
  ['log.level: info\n', 'log.level has no effect as one word'],
])('validation says that %p sets nothing', async (user, message) => {
  using place = ground({ user })
  const problems = await place.config.validate(place.workspace)
  expect(problems.map((problem) => problem.message)).toEqual([message])
})

test('what many set at once is all there', async () => {
  using place = ground({ user: '# mine\nlog: { level: info } # loud\n' })
  const limits = ['max_changes', 'max_deletions', 'max_minutes', 'max_changes_per_day', 'max_deletions_per_day']
  await Promise.all(
    limits.map((name, n) => createConfiguration(place.home, {}, place.trust).set(`safety.${name}`, n + 1)),
  )
  const values = await Promise.all(limits.map((name) => place.config.own(`safety.${name}`)))
  expect(values).toEqual([1, 2, 3, 4, 5])
  expect(readFileSync(place.home.config, 'utf8')).toStartWith('# mine\nlog: { level: info } # loud\n')
})

test('workspaces that are trusted at once are all trusted', async () => {
  using place = ground()
  const names = ['one', 'two', 'three', 'four'].map((name) => join(place.workspace, name))
  for (const name of names) mkdirSync(name)
  await Promise.all(names.map((name) => createTrust(place.home, () => new Date()).grant(name, 'ada')))
  expect((await place.trust.list()).map(({ path }) => path).toSorted()).toEqual(names.toSorted())
})

test('a broken list of trusted workspaces is not written anew', async () => {
  using place = ground()
  const broken = 'trusted: [\n'
  writeFileSync(place.home.trust, broken)
  expect(await failure(place.trust.grant(place.workspace, 'ada'))).toMatchObject({ code: 'invalid-yaml', exit: 2 })
  expect(readFileSync(place.home.trust, 'utf8')).toBe(broken)
})

test('a file that is a link is changed where it really lies', async () => {
  using place = ground()
  const real = join(place.workspace, 'mine.yaml')
  writeFileSync(real, 'log: { level: info }\n')
  symlinkSync(real, place.home.config)
  await place.config.set('log.level', 'debug')
  expect(lstatSync(place.home.config).isSymbolicLink()).toBe(true)
  expect(readFileSync(real, 'utf8')).toBe('log: { level: debug }\n')
})

test('a link to where no file is yet is followed as well', async () => {
  using place = ground()
  const real = join(place.workspace, 'mine.yaml')
  symlinkSync(real, place.home.config)
  await place.config.set('log.level', 'debug')
  expect(lstatSync(place.home.config).isSymbolicLink()).toBe(true)
  expect(readFileSync(real, 'utf8')).toContain('level: debug')
})

test('every default is a value that its setting takes', () => {
  for (const setting of settings) expect(parseSetting(setting, setting.default)).toEqual({ value: setting.default })
})
