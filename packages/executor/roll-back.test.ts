import { expect, test } from 'bun:test'
import { failed } from '@nimbus/kernel'
import { make, openYard, statuses } from './testing.ts'

test('what was done before a failure is taken back, the latest first', async () => {
  const { yard, approved, apply } = openYard()
  yard.things.set('a', 'old')
  yard.failures.set('c', 1)
  const steps = [make('a'), make('b', { dependsOn: ['a'] }), make('c', { dependsOn: ['b'] })]
  const task = await apply(await approved(steps, { onFailure: 'roll-back' }))
  expect(task.status).toBe('rolled-back')
  expect(statuses(task)).toEqual(['a undone', 'b undone', 'c failed'])
  expect([...yard.things]).toEqual([['a', 'old']])
  expect(yard.done.slice(2)).toEqual(['yard.remove b', 'yard.make a'])
})

test('it stops at what cannot be taken back, for what came before may lean on it', async () => {
  const { yard, approved, apply } = openYard()
  yard.things.set('b', '1')
  yard.failures.set('c', 1)
  const remove = {
    id: 'b',
    operation: 'yard.remove',
    input: { name: 'b' },
    dependsOn: ['a'],
    effect: 'delete' as const,
  }
  const task = await apply(
    await approved([make('a'), remove, make('c', { dependsOn: ['b'] })], { onFailure: 'roll-back' }),
  )
  expect(task.status).toBe('failed')
  expect(statuses(task)).toEqual(['a done', 'b kept', 'c failed'])
  expect(task.steps[1]?.error).toMatchObject({ code: 'irreversible', why: 'it is gone' })
})

test('policy is asked about every step back, and a prohibition holds', async () => {
  const { yard, approved, apply, ports } = openYard()
  yard.failures.set('b', 1)
  const rule = { operation: 'yard.remove', decide: 'deny' as const, reason: 'nothing is removed here' }
  ports.policy = async () => [{ name: 'house', rules: [rule] }]
  const task = await apply(await approved([make('a'), make('b', { dependsOn: ['a'] })], { onFailure: 'roll-back' }))
  expect(task).toMatchObject({ status: 'failed', steps: [{ status: 'kept', error: { code: 'policy-denied' } }, {}] })
  expect(yard.things.has('a')).toBe(true)
})

test('one that was done is taken back on demand, as far as that was approved', async () => {
  const { yard, approved, apply, run, ports } = openYard()
  const task = await apply(await approved([make('a'), make('b', { dependsOn: ['a'] })]))
  const asked = await run(task.id, { back: true })
  expect(statuses(asked)).toEqual(['a done', 'b kept'])
  expect(asked.steps[1]?.error?.code).toBe('approval-needed')
  const question = asked.steps[1]?.error?.plan ?? ''
  const [{ plan } = {}] = await ports.plans.find(question, 'local')
  await ports.plans.approve(question, { by: 'bob', digest: plan?.digest ?? '', at: '' })
  expect(statuses(await run(task.id, { back: true }))).toEqual(['a kept', 'b undone'])

  const changes = ['a', 'b'].map((name) => ({ resource: `yard:${name}`, effect: 'delete' as const }))
  const back = await run(task.id, { back: true }, { covering: { by: 'bob', changes } })
  expect(back.status).toBe('rolled-back')
  expect(yard.things.size).toBe(0)
})

test('killed while it is taken back it goes on taking back, and takes nothing back twice', async () => {
  const { yard, approved, apply, run, ports } = openYard()
  yard.failures.set('c', 1)
  const steps = [make('a'), make('b', { dependsOn: ['a'] }), make('c', { dependsOn: ['b'] })]
  // The process ends when the first step back has been made and before anybody has written that down.
  const { write } = ports.tasks
  ports.tasks.write = async (hold, change) => {
    if (change.step?.status === 'undone') throw failed('killed', 'the process has ended')
    return write(hold, change)
  }
  await apply(await approved(steps, { onFailure: 'roll-back' })).catch(() => undefined)
  ports.tasks.write = write
  const [held] = [...ports.held.tasks.values()]
  if (!held) throw new Error('no task')
  ports.held.tasks.set(held.id, { ...held, held: false, status: 'rolling-back' })

  const task = await run(held.id)
  expect(task.status).toBe('rolled-back')
  expect(yard.done.filter((each) => each.startsWith('yard.remove'))).toEqual(['yard.remove b', 'yard.remove a'])
})

test('a step that says it is done and is not is taken back as well, and its failure is still told', async () => {
  const { yard, approved, apply } = openYard()
  yard.midway = async (name) => {
    if (yard.things.has('b') && name === 'b') yard.things.set('b', 'something else')
  }
  const steps = [make('a'), make('b', { dependsOn: ['a'] })]
  const task = await apply(await approved(steps, { onFailure: 'roll-back' }))
  expect(task.status).toBe('rolled-back')
  expect(statuses(task)).toEqual(['a undone', 'b undone'])
  expect(task.steps[1]?.error?.code).toBe('not-achieved')
  expect(yard.things.size).toBe(0)
})

test('nobody says that all is taken back while of one step nobody can tell what it did', async () => {
  const { yard, approved, create, killed, run } = openYard()
  const send = { id: 'b', operation: 'yard.send', input: { name: 'b' }, effect: 'create' as const, dependsOn: ['a'] }
  const { id } = await create(await approved([make('a'), send]))
  await killed(id, (die) => {
    yard.midway = async (name) => {
      if (name === 'b') await die()
    }
  })
  const covering = { by: 'bob', changes: [{ resource: 'yard:a', effect: 'delete' as const }] }
  const task = await run(id, { back: true }, { covering })
  expect(statuses(task)).toEqual(['a undone', 'b unclear'])
  expect(task.status).toBe('failed')
})
