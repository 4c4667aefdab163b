import { expect, test } from 'bun:test'
import { type TestWorkspace, workspace } from '@nimbus/testkit'
import { planTree } from './plan-view.ts'

const write = (id: string, file: string, content: unknown = 'x') => ({
  id,
  operation: 'fs.write',
  input: { file, content },
})
const save = (ws: TestWorkspace, steps: readonly object[], more: object = {}) =>
  ws.call('nimbus.plan-save', { document: { steps, ...more } })

test('a plan says what each step comes to and what could go wrong, and nothing that nobody knows', async () => {
  await using ws = await workspace({ 'old.txt': 'old', 'same.txt': 'x' })
  const { plan } = await save(ws, [
    { id: '1', operation: 'fs.read', input: { file: 'old.txt' } },
    { id: '2', operation: 'fs.remove', input: { file: 'old.txt' } },
    write('3', 'same.txt'),
    { ...write('4', 'new.txt'), expect: 'the page is there' },
    { id: '5', operation: 'nimbus.trust-remove', input: {} },
  ])
  expect(plan.steps.map(({ expect: comes }) => comes)).toEqual([
    undefined,
    'deletes workspace:old.txt',
    undefined,
    'the page is there',
    expect.any(String),
  ])
  expect(plan.risks).toEqual([
    'step 2 deletes workspace:old.txt',
    'step 5 cannot be undone: trust is given by a person: nimbus trust',
  ])
  expect({ estimates: plan.estimates, toolVersions: plan.toolVersions }).toEqual({ estimates: {}, toolVersions: {} })
})

test('an environment that needs a second person is a risk of a plan that changes something', async () => {
  await using ws = await workspace({ 'a.txt': 'a' })
  await Bun.write(`${ws.env.NIMBUS_HOME}/policy.yaml`, 'protected: [prod]\nrules: []\n')
  const { plan } = await save(ws, [write('1', 'new.txt')], { environment: 'prod' })
  expect(plan.risks).toEqual(['prod is protected: it needs a second person'])
  const look = [{ id: '1', operation: 'fs.read', input: { file: 'a.txt' } }]
  expect((await save(ws, look, { environment: 'prod' })).plan.risks).toEqual([])
})

test('the time is the median of what good runs of the same operations took, and says of how many', async () => {
  await using ws = await workspace()
  const { ports } = await ws.host()
  const asked: (readonly string[])[] = []
  ports.records.journal.lasted = async (operations) => {
    asked.push(operations)
    return [10, 1000, 30].map((ms) => ({ operation: 'fs.write', ms }))
  }
  const known = await save(ws, [write('1', 'a.txt'), write('2', 'b.txt')])
  expect(known.plan.estimates).toEqual({ durationMs: 60, runs: 3 })
  expect(asked).toEqual([['fs.write']])
  expect(planTree(known)).toContain('about 60 ms, by 3 runs · cost unknown (no price table)')
  const unknown = await save(ws, [write('1', 'a.txt'), { id: '2', operation: 'fs.read', input: { file: 'c.txt' } }])
  expect(unknown.plan.estimates).toEqual({})
  expect(planTree(unknown)).toContain('time unknown')
})

test('real runs are what the next plan goes by', async () => {
  await using ws = await workspace()
  for (const file of ['a.txt', 'b.txt']) await ws.call('fs.write', { file, content: 'x' })
  expect((await save(ws, [write('1', 'c.txt')])).plan.estimates).toMatchObject({ runs: 2 })
})

test('the versions of the programs that the steps need are in the plan, and apply says when they are others', async () => {
  await using ws = await workspace({ 'infra/main.tf': '' })
  const { ports } = await ws.host()
  let version = '1.11.4'
  const asked: (readonly string[])[] = []
  ports.records.versions = async (names) => {
    asked.push(names)
    const found: Record<string, string> = names.includes('terraform') ? { terraform: version } : {}
    return found
  }
  const format = { id: '1', operation: 'terraform.fmt', input: { directory: 'infra', check: true } }
  const saved = await save(ws, [format, { ...format, id: '2' }])
  expect(saved.plan.toolVersions).toEqual({ terraform: '1.11.4' })
  expect(planTree(saved)).toContain('· terraform 1.11.4')
  expect(asked).toEqual([['terraform']])
  await ws.call('nimbus.approve', { plan: saved.id })
  version = '1.12.0'
  const { otherTools } = await ws.call('nimbus.apply', { plan: saved.id })
  expect(otherTools).toEqual(['terraform is 1.12.0 now, and was 1.11.4 when the plan was made'])
})

test('an exported plan keeps what it said, whatever has happened since', async () => {
  await using ws = await workspace()
  const first = await save(ws, [write('1', 'a.txt')])
  await ws.call('fs.write', { file: 'b.txt', content: 'x' })
  const again = await ws.call('nimbus.plan-save', { document: { ...first.plan } })
  expect(again.digest).toBe(first.digest)
  expect(again.plan.estimates).toEqual({})
})
