import { expect, test } from 'bun:test'
import { failure, workspace } from '@nimbus/testkit'

const rules =
  'protected: [production]\nrules:\n  - { operation: fs.*, resource: "workspace:secret/**", decide: deny, reason: ours }\n'

test('it says what is decided, by which rule, about what would really happen', async () => {
  await using place = await workspace({ 'a.txt': 'one', '.nimbus/policy.yaml': rules })
  const explain = (file: string) =>
    place.call('nimbus.policy-explain', { operation: 'fs.write', input: { file, content: 'x' } })
  expect(await explain('new.txt')).toMatchObject({ decide: 'allow', changes: [{ effect: 'create' }] })
  expect(await explain('a.txt')).toMatchObject({ decide: 'ask', rule: 'defaults: what no rule allows asks first' })
  expect(await explain('secret/a.txt')).toMatchObject({ decide: 'deny', rule: 'workspace: ours' })
  expect(await place.file('new.txt').exists()).toBe(false)
})

test('a call that cannot be previewed says why', async () => {
  await using place = await workspace()
  const error = await failure(place.call('nimbus.policy-explain', { operation: 'fs.write', input: {} }))
  expect(error).toMatchObject({ code: 'no-decision', exit: 2 })
  expect(error.message).toContain('file')
  expect(await failure(place.call('nimbus.policy-explain', { operation: 'fs.wirte' }))).toMatchObject({
    next: 'did you mean fs.write?',
  })
})

test('without an input it says what holds whatever is touched, and which rules go by that', async () => {
  await using place = await workspace({ '.nimbus/policy.yaml': rules })
  const explained = await place.call('nimbus.policy-explain', { operation: 'fs.write' })
  expect(explained).toMatchObject({ decide: 'ask', rule: 'defaults: what no rule allows asks first', changes: [] })
  expect(explained.otherwise).toContainEqual({ decide: 'deny', on: 'workspace:secret/**', rule: 'workspace: ours' })
  const read = await place.call('nimbus.policy-explain', { operation: 'fs.read' })
  expect(read).toMatchObject({ decide: 'allow' })
  expect(read.otherwise?.map(({ decide }) => decide)).toEqual(['ask', 'deny'])
  const { exit, stdout } = await place.cli(['policy', 'explain', 'fs.write'])
  expect([exit, stdout]).toEqual([0, expect.stringContaining('deny   workspace:secret/**\n         workspace: ours')])
})

test('that there would be nothing to do now is no answer to whether it may be done', async () => {
  await using place = await workspace({})
  const explain = () => place.call('nimbus.policy-explain', { operation: 'engine.init' })
  expect(await explain()).toMatchObject({ changes: [{ effect: 'create' }, { effect: 'create' }] })
  await place.call('engine.init', {})
  expect(await explain()).toMatchObject({ decide: 'ask', changes: [] })
})

test('the rules in force are listed by layer, with what is ignored', async () => {
  await using place = await workspace({
    '.nimbus/policy.yaml': `${rules}  - { operation: "**", decide: allow, reason: trust me }\n`,
  })
  const { layers, ignored } = await place.call('nimbus.policy-check', {})
  expect(layers.map(({ name, rules: list }) => [name, list.length])).toEqual([
    ['defaults', 7],
    ['user', 0],
    ['workspace', 1],
  ])
  expect(layers.at(-1)?.protected).toEqual(['production'])
  expect(ignored.map(({ setting }) => setting)).toEqual(['rules.1'])
})

test('a broken policy stops every command, and the error names the rule', async () => {
  await using place = await workspace({
    '.nimbus/policy.yaml': 'rules:\n  - { operation: a, decide: maybe, reason: x }\n',
  })
  for (const argv of [
    ['policy', 'check'],
    ['fs', 'list'],
  ]) {
    const { exit, stderr } = await place.cli(argv)
    expect(exit).toBe(2)
    expect(stderr).toContain('policy.yaml: rules.0')
  }
})
