import { expect, test } from 'bun:test'
import { workspace } from '@nimbus/testkit'

const write = (id: string, file: string, content: string) => ({ id, operation: 'fs.write', input: { file, content } })

test('it says field by field what is another, in a file and a saved plan alike', async () => {
  await using place = await workspace({
    'a.json': JSON.stringify({ steps: [write('1', 'a.txt', 'x'), write('2', 'b.txt', 'x')] }),
    'b.json': JSON.stringify({ steps: [write('1', 'a.txt', 'y'), write('3', 'c.txt', 'x'), write('4', 'b.txt', 'x')] }),
  })
  const { id } = await place.call('nimbus.plan-save', { plan: 'a.json' })
  const { stdout, exit } = await place.cli(['plan', 'diff', 'a.json', 'b.json'])
  expect(exit).toBe(0)
  expect(stdout.split('\n').slice(0, 4)).toEqual([
    '1 added, 0 removed, 1 changed',
    '+ 3  ~ update  fs.write',
    '~ 1  fs.write',
    '    content: x → y',
  ])
  const { same, added, changed } = await place.call('nimbus.plan-diff', { before: id, after: 'b.json' })
  expect(same).toBe(false)
  expect(added.map((step) => step.id)).toEqual(['3'])
  expect(changed.map((step) => step.id)).toEqual(['1', '4'])
})

test('a plan is the same as itself', async () => {
  await using place = await workspace({ 'a.json': JSON.stringify({ steps: [write('1', 'a.txt', 'x')] }) })
  expect((await place.cli(['plan', 'diff', 'a.json', 'a.json'])).stdout).toBe('✓ the plans do the same\n')
})
