import { expect, test } from 'bun:test'
import { type TestWorkspace, workspace } from '@nimbus/testkit'
import { modelServer } from '@nimbus/testkit/model-server'

const mark = '‹not kept›'
const model = 'gpt-4o'
const answer = 'The answer is forty-two.'

const ask = { id: 'ask', operation: 'llm.chat', input: { prompt: 'What is it?', model } }
const write = {
  id: 'write',
  operation: 'fs.write',
  input: { file: 'answer.txt', content: { $from: { step: 'ask', pointer: '/text' } } },
  dependsOn: ['ask'],
}

const approved = async (place: TestWorkspace, steps: readonly object[]): Promise<string> => {
  const { id } = await place.call('nimbus.plan-save', { document: { steps } })
  await place.call('nimbus.approve', { plan: id })
  return id
}

/** What the rows of the steps of a task hold. */
const kept = async (place: TestWorkspace, task: string): Promise<string> => {
  const { ports } = await place.host()
  const [found] = await ports.tasks.find(task, 'local')
  return JSON.stringify(found?.steps)
}

test('what a model said is handed on, told to whoever applied the plan, and gone from the task that is done', async () => {
  await using server = await modelServer({ otherwise: { text: answer } })
  await using place = await workspace({ 'answer.txt': 'old' }, { env: server.env })
  const plan = await approved(place, [ask, write])
  const asked = await place.invoke('nimbus.apply', { plan })
  const [task = ''] = /t_[a-z2-7]{20}/.exec(asked.error?.next ?? '') ?? []
  expect(await kept(place, task)).toContain(answer)
  await place.call('nimbus.approve', { plan: asked.error?.plan ?? '' })
  const done = await place.call('engine.task-resume', { task })
  expect(await place.file('answer.txt').text()).toBe(answer)
  expect(done.steps[0]?.data).toMatchObject({ text: answer })
  expect(await kept(place, task)).not.toContain(answer)
  expect((await place.call('engine.task-show', { task })).steps[0]?.data).toMatchObject({ text: mark })
  expect(await place.call('engine.task-roll-back', { task })).toMatchObject({ status: 'rolled-back' })
  expect(await place.file('answer.txt').text()).toBe('old')
})

test('a task that stopped keeps it as long as it can be gone on with, and not a day longer', async () => {
  await using server = await modelServer({ otherwise: { text: answer } })
  await using place = await workspace({ 'answer.txt': 'old' }, { env: server.env })
  const asked = await place.invoke('nimbus.apply', { plan: await approved(place, [ask, write]) })
  const [task = ''] = /t_[a-z2-7]{20}/.exec(asked.error?.next ?? '') ?? []
  const another = async () => {
    await place.call('nimbus.apply', {
      plan: await approved(place, [{ id: '1', operation: 'fs.list', input: {} }]),
    })
  }
  await another()
  expect(await kept(place, task)).toContain(answer)
  const { ports } = await place.host()
  const later = new Date(Date.now() + 25 * 60 * 60 * 1000)
  ports.clock.now = () => later
  await another()
  expect(await kept(place, task)).not.toContain(answer)
  expect((await place.invoke('engine.task-resume', { task })).error?.code).toBe('plan-expired')
  expect(await ports.schedules.due(later.toISOString(), 10)).toEqual([])
})
