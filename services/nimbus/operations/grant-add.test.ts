import { expect, test } from 'bun:test'
import { failure, workspace } from '@nimbus/testkit'

const none = { consent: { yes: false, confirm: [] } }
const docs = { operation: 'fs.*', resource: 'workspace:docs/**', reason: 'writing the guide' }

test('what is granted is no longer asked about, and only that', async () => {
  await using place = await workspace({ 'docs/a.md': 'one', 'b.md': 'one' })
  const write = (file: string) => place.invoke('fs.write', { file, content: 'two' }, none)
  expect((await write('docs/a.md')).error?.code).toBe('approval-needed')
  const grant = await place.call('nimbus.grant-add', docs)
  expect(grant).toMatchObject({ principal: 'tester', grantedBy: 'tester', effect: 'update' })
  expect(Date.parse(grant.expires) - Date.now()).toBeGreaterThan(7.9 * 3_600_000)
  expect((await write('docs/a.md')).ok).toBe(true)
  expect((await write('b.md')).error?.code).toBe('approval-needed')
  expect((await place.invoke('fs.remove', { file: 'docs/a.md' }, none)).error?.code).toBe('approval-needed')
})

test('a grant for a model lets the model, and nobody else', async () => {
  await using place = await workspace({ 'docs/a.md': 'one' })
  await place.call('nimbus.grant-add', { ...docs, principal: 'helper' })
  const model = { tenant: 'local', id: 'helper', kind: 'model', scopes: ['invoke'] } as const
  const write = { file: 'docs/a.md', content: 'two' }
  expect((await place.invoke('fs.write', write, none)).error?.code).toBe('approval-needed')
  expect((await place.invoke('fs.write', write, { ...none, principal: model, surface: 'mcp' })).ok).toBe(true)
})

test('grants are listed, and end by a start of their id', async () => {
  await using place = await workspace()
  const { id } = await place.call('nimbus.grant-add', docs)
  expect((await place.call('nimbus.grant-list', {})).grants.map((grant) => grant.id)).toEqual([id])
  expect(await place.call('nimbus.grant-remove', { grant: id.slice(0, 7) })).toEqual({ removed: id })
  expect((await place.call('nimbus.grant-list', {})).grants).toEqual([])
  expect(await failure(place.call('nimbus.grant-remove', { grant: id }))).toMatchObject({
    code: 'not-found',
    next: 'list them with: nimbus grant list',
  })
})

test('granting itself asks, and is for persons alone', async () => {
  await using place = await workspace()
  expect((await place.invoke('nimbus.grant-add', docs, none)).error?.code).toBe('approval-needed')
  for (const surface of ['mcp', 'agent', 'call'] as const)
    expect((await place.invoke('nimbus.grant-add', docs, { surface })).error?.code).toBe('excluded')
})

test('undoing a grant ends it', async () => {
  await using place = await workspace()
  const { run } = await place.invoke('nimbus.grant-add', docs)
  await place.call('nimbus.undo', { run })
  expect((await place.call('nimbus.grant-list', {})).grants).toEqual([])
})

test.each([
  ['a reason', { ...docs, reason: '' }],
  ['a time that ends', { ...docs, hours: 100_000 }],
  ['an effect there is', { ...docs, effect: 'destroy' }],
] as const)('a grant needs %s', async (_what, input) => {
  await using place = await workspace()
  expect((await place.invoke('nimbus.grant-add', input)).error).toMatchObject({ code: 'invalid-input', exit: 2 })
})

test('verify sees a grant that was not recorded, and one that is still in force', async () => {
  await using place = await workspace()
  const { id } = await place.call('nimbus.grant-add', docs)
  const { ports } = await place.host()
  ports.grants.remove = async () => true
  expect(await place.invoke('nimbus.grant-remove', { grant: id })).toMatchObject({
    outcome: 'negative',
    findings: [{ status: 'fail', code: 'grant-removed' }],
  })
  ports.grants.add = async () => {}
  expect(await place.invoke('nimbus.grant-add', docs)).toMatchObject({
    outcome: 'negative',
    findings: [{ status: 'fail', code: 'grant-recorded' }],
  })
})
