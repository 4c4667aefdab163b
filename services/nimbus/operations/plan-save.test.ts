import { expect, test } from 'bun:test'
import { failure, type TestWorkspace, workspace } from '@nimbus/testkit'

const model = { tenant: 'local', id: 'helper', kind: 'model', scopes: ['invoke'] } as const

const write = (id: string, file: unknown, content: unknown, dependsOn: readonly string[] = []) => ({
  id,
  operation: 'fs.write',
  input: { file, content },
  dependsOn,
})
const read = (id: string, file: unknown, dependsOn: readonly string[] = []) => ({
  id,
  operation: 'fs.read',
  input: { file },
  dependsOn,
})
const from = (step: string, pointer: string) => ({ $from: { step, pointer } })

const planFile = (place: TestWorkspace, document: unknown) =>
  place.write({ 'plan.json': typeof document === 'string' ? document : JSON.stringify(document) })

/** The plan file as Nimbus itself would have exported it. */
const exported = async (place: TestWorkspace, steps: readonly unknown[]): Promise<Record<string, unknown>> => {
  await planFile(place, { steps })
  const { id } = await place.call('nimbus.plan-save', { plan: 'plan.json' })
  const { stdout } = await place.cli(['plan', 'show', id, '--format', 'json'])
  return JSON.parse(stdout) as Record<string, unknown>
}

const refused = async (place: TestWorkspace, document: unknown) => {
  await planFile(place, document)
  return failure(place.call('nimbus.plan-save', { plan: 'plan.json' }))
}

test('a hand-written plan is saved with what each step would really do, approved, applied, and used up', async () => {
  await using place = await workspace({ 'a.txt': 'one' })
  await planFile(place, {
    steps: [read('1', 'a.txt'), write('2', 'b.txt', from('1', '/text'), ['1']), write('3', 'a.txt', 'two', ['2'])],
  })
  const { id, status, requester, plan } = await place.call('nimbus.plan-save', { plan: 'plan.json' })
  expect({ status, requester }).toEqual({ status: 'waiting', requester: 'tester' })
  expect(plan.steps.map(({ effect, reason }) => [effect, reason])).toEqual([
    ['read', 'Read a text file'],
    ['update', 'Write a text file'],
    ['update', 'Write a text file'],
  ])
  expect(plan.decisions.map(({ step, changes }) => [step, changes.map(({ resource }) => resource)])).toEqual([
    ['1', ['workspace:a.txt']],
    ['2', []],
    ['3', ['workspace:a.txt']],
  ])
  expect(Object.keys(plan.preconditions)).toEqual(['3/a.txt'])

  const consent = { yes: false, confirm: [] }
  expect(await failure(place.call('nimbus.apply', { plan: id }, { consent }))).toMatchObject({
    code: 'plan-not-approved',
  })
  await place.call('nimbus.approve', { plan: id })
  expect(await place.call('nimbus.apply', { plan: id })).toMatchObject({ outcome: 'done' })
  expect([await place.file('b.txt').text(), await place.file('a.txt').text()]).toEqual(['one', 'two'])
  expect(await failure(place.call('nimbus.apply', { plan: id }))).toMatchObject({ code: 'plan-used', exit: 4 })
})

test('a saved plan whose ground has moved is refused before its first effect', async () => {
  await using place = await workspace({ 'a.txt': 'one' })
  await planFile(place, { steps: [write('1', 'new.txt', 'x'), write('2', 'a.txt', 'two')] })
  const { id } = await place.call('nimbus.plan-save', { plan: 'plan.json' })
  await place.call('nimbus.approve', { plan: id })
  await place.write({ 'a.txt': 'by somebody else' })
  expect(await failure(place.call('nimbus.apply', { plan: id }))).toMatchObject({
    code: 'precondition-changed',
    message: expect.stringContaining('a.txt'),
  })
  expect(await place.file('new.txt').exists()).toBe(false)
})

test('an exported plan comes back as it was, and not with another word in it', async () => {
  await using place = await workspace({ 'a.txt': 'one' })
  const document = await exported(place, [write('1', 'a.txt', 'two')])
  await planFile(place, document)
  const { plan } = await place.call('nimbus.plan-save', { plan: 'plan.json' })
  expect(plan).toMatchObject({ steps: document.steps, digest: document.digest })
  expect(plan.id).not.toBe(document.id)
  expect(await refused(place, JSON.stringify(document).replace('two', 'six'))).toMatchObject({
    code: 'plan-edited',
    at: 'plan: /digest',
    exit: 2,
  })
})

test.each([
  ['empty', '', 'plan-unreadable', 'plan'],
  ['truncated', '{"steps": [{"id": "1", "oper', 'plan-unreadable', 'plan'],
  ['not an object', '[1]', 'plan-shape', 'plan: /steps'],
  ['without steps', { steps: [] }, 'plan-shape', 'plan: /steps'],
  ['from the future', { version: 2, steps: [{ new: 1 }] }, 'plan-version', 'plan: /version'],
  ['with a field nobody knows', { steps: [{ ...read('1', 'a.txt'), when: 'now' }] }, 'plan-shape', 'plan: /steps/0'],
  ['very deep', `{"steps":${'['.repeat(5000)}${']'.repeat(5000)}}`, 'plan-unreadable', 'plan'],
  ['expired', { steps: [read('1', 'a.txt')], expires: '2020-01-01T00:00:00Z' }, 'plan-expired', 'plan: /expires'],
  [
    'for ever',
    { steps: [read('1', 'a.txt')], expires: '9999-01-01T00:00:00Z' },
    'plan-lives-too-long',
    'plan: /expires',
  ],
  ['of another place', { steps: [read('1', 'a.txt')], workspace: '/srv/x' }, 'other-workspace', 'plan: /workspace'],
  [
    'with an unknown operation',
    { steps: [{ ...read('1', 'a'), operation: 'fs.raed' }] },
    'unknown-operation',
    'step 1: /operation',
  ],
  ['with a bad input', { steps: [read('1', 7)] }, 'invalid-input', 'step 1: /input/file'],
  [
    'of steps in a circle',
    { steps: [read('1', 'a.txt', ['2']), read('2', 'a.txt', ['1'])] },
    'plan-cycle',
    'step 1: /dependsOn',
  ],
  [
    'that approves',
    { steps: [{ id: '1', operation: 'nimbus.approve', input: { plan: 'p_abcd' } }] },
    'not-in-a-plan',
    'step 1: /operation',
  ],
  [
    'that does more than it says',
    { steps: [{ ...write('1', 'a.txt', 'x'), effect: 'create' }] },
    'effect-exceeded',
    'step 1: /effect',
  ],
  ['with a secret left out', { steps: [write('1', 'a.txt', '‹redacted›')] }, 'secret-missing', 'step 1: /input'],
])('a plan file that is %s gets one clear error and saves nothing', async (_what, document, code, at) => {
  await using place = await workspace({ 'a.txt': 'one' })
  const error = await refused(place, document)
  expect(error).toMatchObject({ code, at, exit: 2 })
  expect(error.next ?? '').not.toBe('')
  expect((await place.call('nimbus.plan-list', {})).plans).toEqual([])
})

test('a step that cannot be looked at is named, with the exit code of its own error', async () => {
  await using place = await workspace()
  const error = await refused(place, {
    steps: [{ id: 'undo', operation: 'fs.restore', input: { file: 'a', run: `r_${'z'.repeat(20)}` } }],
  })
  expect(error).toMatchObject({ exit: 5 })
  expect(error.at).toStartWith('step undo')
})

test('what policy forbids is not saved', async () => {
  await using place = await workspace({ 'a.txt': 'one' })
  const rule = '{ operation: fs.write, decide: deny, reason: frozen }'
  await Bun.write(`${place.env.NIMBUS_HOME}/policy.yaml`, `rules:\n  - ${rule}\n`)
  expect(await refused(place, { steps: [write('1', 'a.txt', 'x')] })).toMatchObject({ code: 'policy-denied', exit: 4 })
})

test('a plan that was used is not saved again from its file', async () => {
  await using place = await workspace({ 'a.txt': 'one' })
  const document = await exported(place, [write('1', 'new.txt', 'x')])
  await place.call('nimbus.approve', { plan: String(document.id) })
  await place.call('nimbus.apply', { plan: String(document.id) })
  expect(await refused(place, document)).toMatchObject({ code: 'plan-used', exit: 4 })
  const { id: _id, digest: _digest, ...own } = document
  await planFile(place, own)
  expect(await place.call('nimbus.plan-save', { plan: 'plan.json' })).toMatchObject({ status: 'waiting' })
})

test('a model may save a plan and not approve it', async () => {
  await using place = await workspace({ 'a.txt': 'one' })
  const document = { steps: [write('1', 'a.txt', 'two')] }
  const saved = await place.invoke('nimbus.plan-save', { document }, { principal: model, surface: 'mcp' })
  expect(saved).toMatchObject({ ok: true, data: { requester: 'helper', status: 'waiting' } })
  const { id } = saved.data as { id: string }
  for (const surface of ['mcp', 'http'] as const) {
    const { error } = await place.invoke('nimbus.approve', { plan: id }, { principal: model, surface })
    expect(error).toMatchObject({ exit: 4 })
  }
})

test.each(['file', 'document'])(
  'a secret in a plan %s is kept for the step that needs it, and shown nowhere',
  async (as) => {
    await using place = await workspace()
    const input = { provider: 'anthropic', value: 'hunter2hunter2' }
    const document = { steps: [{ id: '1', operation: 'state.credentials-set', input }] }
    await planFile(place, document)
    const saved = await place.invoke('nimbus.plan-save', as === 'file' ? { plan: 'plan.json' } : { document })
    const { id } = saved.data as { id: string }
    const { stdout } = await place.cli(['history', 'show', saved.run, '--json'])
    expect(stdout).toContain('‹not kept›')
    expect(JSON.stringify(saved)).toContain('‹redacted›')
    expect(JSON.stringify(saved) + stdout).not.toContain('hunter2')
    expect(await place.call('nimbus.plan-validate', { plan: id })).toMatchObject({
      valid: true,
      unknown: [expect.any(String)],
    })
    expect(await failure(place.call('nimbus.plan-optimize', { plan: id }))).toMatchObject({
      code: 'plan-holds-secrets',
    })
    await place.call('nimbus.approve', { plan: id })
    await place.call('nimbus.apply', { plan: id })
    const { ports, principal } = await place.host()
    expect(await ports.records.credentials(principal.tenant).get('anthropic')).toBe('hunter2hunter2')
  },
)

test('verify sees a plan that was not saved as it was made', async () => {
  await using place = await workspace({ 'a.txt': 'one' })
  const { ports } = await place.host()
  const { save } = ports.records.plans
  ports.records.plans.save = (plan, owner) => save({ ...plan, digest: 'another' }, owner)
  await planFile(place, { steps: [write('1', 'a.txt', 'two')] })
  const { outcome, findings } = await place.invoke('nimbus.plan-save', { plan: 'plan.json' })
  expect({ outcome, findings }).toMatchObject({
    outcome: 'negative',
    findings: [{ status: 'fail', code: 'plan-saved' }],
  })
})

test('neither a file nor a document, both, and a file that is not there are said so', async () => {
  await using place = await workspace({ 'plan.json': '{}' })
  const save = (input: { plan?: string; document?: Record<string, unknown> }) =>
    failure(place.call('nimbus.plan-save', input))
  expect(await save({})).toMatchObject({ code: 'no-plan', exit: 2 })
  expect(await save({ plan: 'plan.json', document: {} })).toMatchObject({ code: 'two-plans', exit: 2 })
  expect(await save({ plan: 'nowhere.json' })).toMatchObject({ code: 'no-file', exit: 5 })
  expect(await save({ plan: 'p_zzzz' })).toMatchObject({ code: 'not-found', exit: 5 })
  expect(await save({ plan: '.nimbus' })).toMatchObject({ code: 'not-a-file', exit: 2 })
})
