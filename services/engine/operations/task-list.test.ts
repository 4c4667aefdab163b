import { expect, test } from 'bun:test'
import { type TestWorkspace, workspace } from '@nimbus/testkit'

const approved = async (place: TestWorkspace, ...files: string[]): Promise<string> => {
  const steps = files.map((file) => ({ id: file, operation: 'fs.write', input: { file, content: 'text' } }))
  const { id } = await place.call('nimbus.plan-save', { document: { steps } })
  await place.call('nimbus.approve', { plan: id })
  return id
}

test('lists what can be opened, and says how much another key has sealed', async () => {
  await using place = await workspace()
  const begun = await place.call('engine.task-create', { plan: await approved(place, 'a.txt', 'b.txt') })
  await place.call('engine.task-execute', { task: begun.id })
  await place.call('engine.task-create', { plan: await approved(place, 'c.txt') })
  await Bun.write(`${place.env.NIMBUS_HOME}/key`, new Uint8Array(32).fill(7))

  const tasks = await place.cli(['task', 'list'])
  expect(tasks).toMatchObject({ exit: 0, stdout: expect.stringContaining('! 2 tasks cannot be opened') })
  await place.cli(['fs', 'write', 'b.txt', 'another text'])
  const plans = await place.cli(['plan', 'list'])
  expect(plans.stdout).toMatch(/^p_\w+ {2}waiting .* fs\.write\n! 2 plans cannot be opened/)
  const { data } = JSON.parse((await place.cli(['statistics', '--json'])).stdout)
  expect(data).toMatchObject({ complete: false })
})
