import { expect, test } from 'bun:test'
import { make, openYard, statuses } from './testing.ts'

/** Policy that lets calls pass which no plan has shown. */
const open = (yard: ReturnType<typeof openYard>) => {
  yard.ports.policy = async () => [
    { name: 'house', rules: [{ operation: '*', decide: 'allow', reason: 'anything goes here' }] },
  ]
}

const sprawl = (id: string) => make(id, { operation: 'yard.sprawl' })
const look = { id: 'look', operation: 'yard.look', input: { name: 'a' }, effect: 'read' as const, dependsOn: ['a'] }

test('a step that did more than the plan shows stops the task before the next effect, and asks', async () => {
  const place = openYard()
  open(place)
  const { yard, approved, apply, run, ports } = place
  const task = await apply(await approved([sprawl('a'), look, make('b', { dependsOn: ['look'] })]))
  expect(task.status).toBe('asks')
  expect(statuses(task)).toEqual(['a done', 'look done', 'b asks'])
  expect(yard.done).toEqual(['yard.make a', 'yard.make a-more'])
  expect(task.steps[0]?.findings).toContainEqual({
    status: 'fail',
    code: 'unexpected-effect',
    message: 'step a has created yard:a-more, which was not shown',
    resource: 'yard:a-more',
  })
  expect(task.steps[2]?.error).toMatchObject({ code: 'unexpected-effect', exit: 3 })
  expect(task.result?.verdict).toBe('not-achieved')

  const model = { tenant: 'local', id: 'agent:ada', kind: 'model' as const, onBehalfOf: 'ada', scopes: [] }
  for (const [id, held] of ports.held.plans) ports.held.plans.set(id, { ...held, requester: model.id })
  expect(statuses(await run(task.id, {}, { principal: model }))).toEqual(['a done', 'look done', 'b asks'])

  const after = await run(task.id)
  expect(after).toMatchObject({ status: 'done', result: { verdict: 'unknown' } })
  expect(after.result?.evidence.map(({ message }) => message)).toContain(
    'step a has created yard:a-more, which was not shown; ada has gone on knowing it',
  )
})

test('what was shown of it, and what it shows at its turn where nobody could look before, is expected', async () => {
  const place = openYard()
  open(place)
  const { approved, apply } = place
  const shown = ['a', 'a-more'].map((name) => ({ resource: `yard:${name}`, effect: 'update' as const }))
  const whole = { decisions: [{ step: 'a', decide: 'ask' as const, rule: '', changes: shown }] }
  expect((await apply(await approved([sprawl('a')], whole))).result?.verdict).toBe('achieved')
  const unseen = { decisions: [{ step: 'c', decide: 'ask' as const, rule: '', changes: [] }] }
  expect((await apply(await approved([make('c')], unseen))).result?.verdict).toBe('achieved')
})

test('one that failed after it did more asks as well, and a kill does not lose what it did', async () => {
  const place = openYard()
  open(place)
  const { yard, approved, create, killed, run } = place
  const { id } = await create(await approved([sprawl('a'), make('b', { dependsOn: ['a'] })]))
  const { ports } = place
  await killed(id, (die) => {
    const { write } = ports.tasks
    ports.tasks.write = async (hold, change) => (change.step?.status === 'done' ? die() : write(hold, change))
  })
  const task = await run(id)
  expect(statuses(task)).toEqual(['a done', 'b asks'])
  expect(yard.done).toEqual(['yard.make a', 'yard.make a-more'])

  yard.failures.set('c-more', 1)
  yard.things.set('c-more', '0')
  const failing = await place.apply(await approved([sprawl('c')]))
  expect(statuses(failing)).toEqual(['c failed'])
  expect(failing.steps[0]?.findings).toContainEqual(expect.objectContaining({ code: 'unexpected-effect' }))
  expect(statuses(await run(failing.id))).toEqual(['c asks'])
  expect(statuses(await run(failing.id))).toEqual(['c done'])
})
