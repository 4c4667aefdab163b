import { expect, test } from 'bun:test'
import { chmodSync, existsSync, mkdirSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { failure, workspace } from '@nimbus/testkit'
import { checkpointOf, ensureHome, homeOf } from './home.ts'

const model = { tenant: 'local', id: 'helper', kind: 'model', scopes: ['invoke'] } as const
const write = { file: 'a.txt', content: 'one' }

test('the home is made on first use, for this user only', async () => {
  await using place = await workspace()
  await place.host()
  const home = homeOf(place.env)
  expect(statSync(home.path).mode & 0o777).toBe(0o700)
  for (const secret of [home.database, home.key]) expect(statSync(secret).mode & 0o077).toBe(0)
})

test('a home that cannot be made is an error that says where and what to do', async () => {
  await using place = await workspace({ 'a-file': '' })
  const error = await failure((async () => ensureHome(homeOf({ NIMBUS_HOME: join(place.path, 'a-file/home') })))())
  expect(error).toMatchObject({ code: 'no-home', exit: 5 })
  expect(error.next).toContain('NIMBUS_HOME')
})

const mayIgnoreModes = process.getuid?.() === 0
test.skipIf(mayIgnoreModes)(
  'a home of somebody else is no defect of Nimbus (not as root, who may use any)',
  async () => {
    await using place = await workspace()
    const home = homeOf({ NIMBUS_HOME: join(place.path, 'closed') })
    mkdirSync(home.path, { mode: 0o000 })
    const error = await failure((async () => ensureHome(home))())
    expect(error).toMatchObject({ code: 'no-home', exit: 5, at: home.path })
    expect(error.next).toContain('chown')
  },
)

test('a home that goes over to another database, and back, has a whole audit in both', async () => {
  await using place = await workspace()
  const there = { env: { NIMBUS_DATABASE_URL: join(place.home, 'other.db') } }
  const audit = async (options = {}) => (await place.cli(['audit', 'verify'], options)).stdout
  await place.cli(['fs', 'write', 'a.txt', 'one'])
  await place.cli(['fs', 'write', 'b.txt', 'two'], there)
  await place.cli(['fs', 'write', 'c.txt', 'three'], there)
  expect(await audit(there)).toContain('checkpoint matches')
  await place.cli(['fs', 'write', 'd.txt', 'four'])
  expect(await audit()).toContain('checkpoint matches')
})

test('a new password makes no other database', () => {
  const home = homeOf({ NIMBUS_HOME: '/home' })
  const [before, after, elsewhere] = ['u:old@db/a', 'u:new@db/a', 'u:new@db/b'].map((name) =>
    checkpointOf(home, `postgres://${name}`),
  )
  expect(after).toBe(before)
  expect(elsewhere).not.toBe(before)
  expect(checkpointOf(home, home.database)).toBe(home.checkpoint)
})

test('observe forbids every effect and says how to raise it; reads go on', async () => {
  await using place = await workspace({ 'b.txt': 'two' }, { env: { NIMBUS_AUTONOMY: 'observe' } })
  const { error } = await place.invoke('fs.write', write)
  expect(error).toMatchObject({ code: 'policy-denied', exit: 4 })
  expect(error?.why).toContain('NIMBUS_AUTONOMY=operate')
  expect(await place.file('a.txt').exists()).toBe(false)
  expect((await place.invoke('fs.read', { file: 'b.txt' })).ok).toBe(true)
})

test('propose makes a plan whatever is said, and applies none', async () => {
  await using place = await workspace({}, { env: { NIMBUS_AUTONOMY: 'propose' } })
  const refused = await place.invoke('fs.write', write, { ask: async () => true })
  expect(refused.error).toMatchObject({ code: 'approval-needed', exit: 3 })
  const plan = refused.error?.plan ?? ''
  expect((await place.invoke('nimbus.approve', { plan })).ok).toBe(true)
  const applied = await place.invoke('nimbus.apply', { plan })
  expect(applied.error).toMatchObject({ code: 'autonomy', exit: 4 })
  expect(await place.file('a.txt').exists()).toBe(false)
  const raised = await place.cli(['apply', plan], { env: { NIMBUS_AUTONOMY: 'operate' } })
  expect(raised.stderr).not.toContain('✗')
  expect(await place.file('a.txt').text()).toBe('one')
})

test('operate asks about what no rule allows', async () => {
  await using place = await workspace({ 'a.txt': 'old' })
  const { error } = await place.invoke('fs.write', write, { consent: { yes: false, confirm: [] } })
  expect(error).toMatchObject({ code: 'approval-needed', exit: 3 })
})

test('break-glass asks a person nothing, except about deletions, and a model as ever', async () => {
  await using place = await workspace({ 'a.txt': 'old' }, { env: { NIMBUS_AUTONOMY: 'break-glass' } })
  const none = { consent: { yes: false, confirm: [] } }
  expect((await place.invoke('fs.write', write, none)).ok).toBe(true)
  expect((await place.invoke('fs.remove', { file: 'a.txt' }, none)).error?.code).toBe('approval-needed')
  const byModel = await place.invoke(
    'fs.write',
    { ...write, content: 'x' },
    { ...none, principal: model, surface: 'mcp' },
  )
  expect(byModel.error?.code).toBe('approval-needed')
})

test('an untrusted repository cannot raise its own autonomy', async () => {
  await using place = await workspace({ '.nimbus/config.yaml': 'autonomy: break-glass\n', 'a.txt': 'old' })
  const { error } = await place.invoke('fs.write', write, { consent: { yes: false, confirm: [] } })
  expect(error?.code).toBe('approval-needed')
})

test('a setting that is wrong makes a failed result, never a rejection', async () => {
  await using place = await workspace()
  await place.host()
  mkdirSync(join(place.path, '.nimbus'), { recursive: true })
  writeFileSync(join(homeOf(place.env).path, 'config.yaml'), 'autonomy: sometimes\n')
  expect(await place.invoke('fs.list', {})).toMatchObject({ ok: false, error: { code: 'invalid-setting', exit: 2 } })
})

test('whose token it is, is told; a token file that others can read opens nothing', async () => {
  await using place = await workspace({}, { env: { NIMBUS_TOKEN: 'told-by-hand' } })
  const host = await place.host()
  expect(await host.authenticate('told-by-hand')).toMatchObject({ id: 'tester', kind: 'person' })
  expect(await host.authenticate('else')).toBeUndefined()
  const { tokens } = homeOf(place.env)
  mkdirSync(tokens, { recursive: true })
  writeFileSync(join(tokens, 'other.json'), JSON.stringify({ token: 'open', principal: model }))
  chmodSync(join(tokens, 'other.json'), 0o644)
  expect(await host.authenticate('open')).toBeUndefined()
  expect(existsSync(join(tokens, 'other.json'))).toBe(true)
})
