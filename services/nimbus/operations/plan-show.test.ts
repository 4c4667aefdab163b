import { expect, test } from 'bun:test'
import { type TestWorkspace, workspace } from '@nimbus/testkit'
import { planText, viewOf } from '../plan-view.ts'

const saved = async (place: TestWorkspace): Promise<string> => {
  await place.write({
    'a.txt': 'one',
    'plan.json': JSON.stringify({
      intent: 'copy',
      steps: [
        { id: '1', operation: 'fs.read', input: { file: 'a.txt' } },
        {
          id: '2',
          operation: 'fs.write',
          dependsOn: ['1'],
          input: { file: 'b.txt', content: { $from: { step: '1', pointer: '/text' } } },
        },
        { id: '3', operation: 'fs.remove', dependsOn: ['2'], input: { file: 'a.txt' } },
      ],
    }),
  })
  return (await place.call('nimbus.plan-save', { plan: 'plan.json' })).id
}

test('a plan is a tree on the terminal, with marks, where values come from, and what asks later', async () => {
  await using place = await workspace()
  const id = await saved(place)
  const { stdout, exit } = await place.cli(['plan', 'show', id.slice(0, 8)])
  expect(exit).toBe(0)
  const [head, ...rest] = stdout.split('\n')
  expect(head).toStartWith(`${id}  waiting · requested by tester`)
  expect(rest.slice(0, 4)).toEqual([
    'time unknown · cost unknown (no price table)',
    ' 1  ✓ read    fs.read  file=a.txt',
    '    └─ 2  ~ update  fs.write  file=b.txt content=← 1.text',
    '       └─ 3  - delete  fs.remove  file=a.txt',
  ])
  expect(rest[4]).toBe('     - delete workspace:a.txt  3 B')
  expect(stdout).toContain('? step 2: asked when its turn comes: its input comes from an earlier step')
})

test('it says how the plan is applied: with an approval that it still needs, and without one otherwise', async () => {
  await using place = await workspace({ 'a.txt': 'one' })
  const id = await saved(place)
  const noted = async (plan: string) => (await place.cli(['plan', 'show', plan])).stderr.trim()
  expect(await noted(id)).toBe(`approve and apply it with: nimbus approve ${id} && nimbus apply ${id}`)
  await place.call('nimbus.approve', { plan: id })
  expect(await noted(id)).toBe(`apply it with: nimbus apply ${id}`)
  await place.call('nimbus.apply', { plan: id })
  expect(await noted(id)).toBe('')
  const look = await place.call('nimbus.plan-save', {
    document: { steps: [{ id: '1', operation: 'fs.list', input: {} }] },
  })
  expect(await noted(look.id)).toBe(`apply it with: nimbus apply ${look.id}`)
})

test('what would change in a file is shown line by line, as it is now, and is not kept', async () => {
  await using place = await workspace({ 'a.txt': 'one\ntwo\n' })
  const document = { steps: [{ id: '1', operation: 'fs.write', input: { file: 'a.txt', content: 'one\n2\n' } }] }
  const { id } = await place.call('nimbus.plan-save', { document })
  const { stdout } = await place.cli(['plan', 'show', id])
  expect(stdout).toContain('     ~ update workspace:a.txt  8 B → 6 B\n         --- a/a.txt\n')
  expect(stdout).toContain('         -two\n         +2\n')
  await place.write({ 'a.txt': 'zero\ntwo\n' })
  expect((await place.cli(['plan', 'show', id])).stdout).toContain('         -zero\n')
  const { run } = JSON.parse((await place.cli(['plan', 'show', id, '--json'])).stdout) as { run: string }
  expect(JSON.stringify(await place.call('state.history-show', { run }))).not.toContain('-zero')
})

test('lines are shown neither at a file that several steps change nor at one that policy has forbidden since', async () => {
  await using place = await workspace({ 'a.txt': 'one\n', 'secret/b.txt': 'hush\n', 'c.txt': 'see\n' })
  const writes = [
    ['a.txt', 'two\n'],
    ['a.txt', 'three\n'],
    ['secret/b.txt', 'x\n'],
    ['c.txt', 'seen\n'],
  ].map(([file, content], i) => ({ id: `${i}`, operation: 'fs.write', input: { file, content } }))
  const { id } = await place.call('nimbus.plan-save', { document: { steps: writes } })
  await place.write({
    '.nimbus/policy.yaml':
      'rules:\n  - { operation: "**", resource: "workspace:secret/**", decide: deny, reason: ours }\n',
  })
  const { diffs } = await place.call('nimbus.plan-show', { plan: id })
  expect(Object.keys(diffs ?? {})).toEqual(['workspace:c.txt'])
})

test('a name with a line break stays one line, so that it cannot pass as another one of the plan', async () => {
  await using place = await workspace()
  const input = { file: 'a\n     - nothing is deleted', content: 'x' }
  const document = { steps: [{ id: '1', operation: 'fs.write', input }] }
  const { id } = await place.call('nimbus.plan-save', { document })
  for (const argv of [
    ['plan', 'show', id],
    ['approve', id],
  ]) {
    const { stdout } = await place.cli(argv)
    expect(stdout).toContain('+ create workspace:a⏎     - nothing is deleted  1 B')
  }
})

test('its document is data.plan with --json and the whole output with --format json', async () => {
  await using place = await workspace()
  const id = await saved(place)
  const { data } = JSON.parse((await place.cli(['plan', 'show', id, '--json'])).stdout) as {
    data: { plan: { intent: string; steps: { id: string; dependsOn: string[]; effect: string; reason: string }[] } }
  }
  expect(data.plan.intent).toBe('copy')
  expect(data.plan.steps[1]).toMatchObject({ id: '2', operation: 'fs.write', dependsOn: ['1'], effect: 'update' })
  expect(JSON.parse((await place.cli(['plan', 'show', id, '--format', 'json'])).stdout)).toEqual(data.plan)
})

test('whoever asked for what needs a second person is told so, and the second person is not', async () => {
  await using place = await workspace({
    'envs/production/main.tf': '',
    '.nimbus/policy.yaml': 'protected: [production]\n',
  })
  const document = {
    environment: 'production',
    steps: [{ id: '1', operation: 'fs.write', input: { file: 'a.txt', content: 'x' } }],
  }
  const { id } = await place.call('nimbus.plan-save', { document })
  expect((await place.cli(['plan', 'show', id])).stderr).toStartWith('it needs a second person: have somebody else run')
  const other = { principal: { tenant: 'local', id: 'bea', kind: 'person', scopes: ['invoke', 'approve'] } } as const
  expect((await place.call('nimbus.plan-show', { plan: id }, other)).secondPerson).toBeUndefined()
})

test('its graph is for Markdown', async () => {
  await using place = await workspace()
  const { stdout } = await place.cli(['plan', 'show', await saved(place), '--format', 'mermaid'])
  expect(stdout.split('\n').slice(0, 2)).toEqual(['flowchart TD', '  s1["1 · fs.read<br/>Read a text file"]:::read'])
  expect(stdout).toContain('s1 -->|"text"| s2')
})

test('nobody is said to have let a plan expire, or used it, who has approved it', async () => {
  await using place = await workspace()
  const id = await saved(place)
  await place.call('nimbus.approve', { plan: id })
  const { ports, principal } = await place.host()
  const [stored] = await ports.plans.find(id, principal.tenant)
  if (!stored) throw new Error('no plan')
  expect(planText(viewOf(stored, new Date(0)))).toStartWith(`${id}  approved by tester · `)
  expect(planText(viewOf(stored, new Date(stored.plan.expires)))).toStartWith(`${id}  expired · approved by tester · `)
})
