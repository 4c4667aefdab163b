import { expect, test } from 'bun:test'
import { workspace } from '@nimbus/testkit'

test('of several processes that apply one plan at once one does, and the others say so', async () => {
  await using place = await workspace({ 'a.txt': 'one' })
  const write = (id: string, file: string) => ({ id, operation: 'fs.write', input: { file, content: `by ${id}` } })
  const steps = [write('1', 'a.txt'), { ...write('2', 'b.txt'), dependsOn: ['1'] }]
  await place.write({ 'plan.json': JSON.stringify({ steps }) })
  const { id } = await place.call('nimbus.plan-save', { plan: 'plan.json' })
  await place.call('nimbus.approve', { plan: id })

  const results = await Promise.all(Array.from({ length: 4 }, () => place.cli(['apply', id, '--json'])))
  expect(results.map(({ exit }) => exit).sort((a, b) => a - b)).toEqual([0, 4, 4, 4])
  const refusals = results
    .filter(({ exit }) => exit === 4)
    .map(({ stdout }) => (JSON.parse(stdout) as { error: { code: string; message: string } }).error)
  for (const error of refusals)
    expect(error).toMatchObject({ code: 'plan-used', message: `${id} has been applied already` })

  const { ports, principal } = await place.host()
  const runs = await ports.journal.list({ tenant: principal.tenant, operation: 'fs.write', limit: 50 })
  const effects = runs.filter(({ outcome }) => outcome !== 'preview')
  expect(effects.map(({ step, plan }) => [step, plan])).toEqual([
    ['2', id],
    ['1', id],
  ])
})
