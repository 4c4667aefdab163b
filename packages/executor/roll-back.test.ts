import { expect, test } from 'bun:test'
import { failed } from '@nimbus/kernel'
import { failure } from '@nimbus/testkit'
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

test('a clock that was set back changes nothing of the order', async () => {
  const { yard, approved, apply, later } = openYard()
  yard.midway = async (name) => void (name === 'b' && later(-3_600_000))
  yard.failures.set('c', 1)
  const steps = [make('a'), make('b', { dependsOn: ['a'] }), make('c', { dependsOn: ['b'] })]
  expect((await apply(await approved(steps, { onFailure: 'roll-back' }))).status).toBe('rolled-back')
  expect(yard.done.slice(2)).toEqual(['yard.remove b', 'yard.remove a'])
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

test('of a step of which nobody can tell what it did it asks first, and goes on as it is answered', async () => {
  for (const [is, then, status] of [
    ['not-done', ['a undone', 'b waiting'], 'rolled-back'],
    ['done', ['a done', 'b kept'], 'done'],
  ] as const) {
    const { yard, approved, create, killed, run } = openYard()
    const send = { id: 'b', operation: 'yard.send', input: { name: 'b' }, effect: 'create' as const, dependsOn: ['a'] }
    const { id } = await create(await approved([make('a'), send]))
    await killed(id, (die) => {
      yard.midway = async (name) => {
        if (name === 'b') await die()
      }
    })
    const changes = [{ resource: 'yard:a', effect: 'delete' as const }]
    const back = (answer?: { step: string; is: 'done' | 'not-done' }) =>
      run(id, { back: true, ...(answer ? { answer } : {}) }, { covering: { by: 'bob', changes } })
    const asks = await back()
    expect(asks.status).toBe('asks')
    expect(statuses(asks)).toEqual(['a done', 'b unclear'])
    expect(asks.steps[1]?.error).toMatchObject({
      code: 'step-unclear',
      next: `say what is so: nimbus task roll-back ${id} --step b --is done, or --is not-done`,
    })
    expect(statuses(await back())).toEqual(['a done', 'b unclear'])
    expect(await failure(back({ step: 'a', is: 'done' }))).toMatchObject({ code: 'step-not-unclear', exit: 2 })
    const task = await back({ step: 'b', is })
    expect(statuses(task)).toEqual([...then])
    expect(task.status).toBe(status)
  }
})

test('what nobody could tell is looked at once more before anybody is asked', async () => {
  const { yard, approved, create, killed, run } = openYard()
  yard.things.set('a', '0')
  const { id } = await create(await approved([make('a', { operation: 'yard.build' })]))
  await killed(id, (die) => {
    yard.midway = die
  })
  yard.things.set('a', 'something else')
  expect(statuses(await run(id))).toEqual(['a unclear'])
  yard.things.set('a', '0')
  const task = await run(id, { back: true })
  expect(statuses(task)).toEqual(['a waiting'])
  expect(task.status).toBe('rolled-back')
})

test('killed in the middle of taking back, where nobody can tell it asks, and goes on taking back as it is answered', async () => {
  for (const [is, removed] of [
    ['done', 0],
    ['not-done', 1],
  ] as const) {
    const { yard, approved, apply, killed, run } = openYard()
    yard.failures.set('b', 1)
    const failing = await apply(await approved([make('a'), make('b', { dependsOn: ['a'] })]))
    const covering = { by: 'bob', changes: [{ resource: 'yard:a', effect: 'delete' as const }] }
    await killed(
      failing.id,
      (die) => {
        yard.early = die
      },
      { back: true },
      { covering },
    )
    const asks = await run(failing.id)
    expect(asks.status).toBe('asks')
    expect(statuses(asks)).toEqual(['a undoing', 'b failed'])
    expect(asks.steps[0]?.error?.next).toContain(`nimbus task roll-back ${failing.id} --step a --is done`)
    const task = await run(failing.id, { back: true, answer: { step: 'a', is } }, { covering })
    expect(statuses(task)).toEqual(['a undone', 'b failed'])
    expect(task.status).toBe('rolled-back')
    expect(yard.done.filter((each) => each === 'yard.remove a')).toHaveLength(removed)
    const said = { status: 'unknown' as const, code: 'said-back', message: 'ada says that it is taken back' }
    const made = { status: 'pass' as const, code: 'made', message: 'a is 1' }
    expect(task.steps[0]?.findings).toEqual(is === 'done' ? [made, said] : [made])
  }
})

test('what is gone already, or was cut off and is gone, is on record as found so', async () => {
  const { yard, approved, apply, killed, run, ports } = openYard()
  const covering = { by: 'bob', changes: [{ resource: 'yard:a', effect: 'delete' as const }] }
  const gone = await apply(await approved([make('a')]))
  yard.things.delete('a')
  const cutOff = await apply(await approved([make('a')]))
  await killed(cutOff.id, (die) => (yard.midway = die), { back: true }, { covering })
  for (const { id } of [gone, cutOff]) {
    if (id === gone.id) await run(id, { back: true }, { covering })
    else await run(id)
    const [task] = await ports.tasks.find(id, 'local')
    expect(task).toMatchObject({ status: 'rolled-back', steps: [{ status: 'undone' }] })
    expect(task?.steps[0]?.findings?.at(-1)).toEqual({
      status: 'pass',
      code: 'found-back',
      message: 'there is nothing left to take back: a is not there',
    })
  }
})

test('what is asked for and cannot even begin is refused, and the record stays as it is', async () => {
  const { yard, approved, apply, run, ports } = openYard()
  yard.things.set('a', '0')
  const task = await apply(await approved([make('a')]))
  yard.hidden.add('a')
  expect(await failure(run(task.id, { back: true }))).toMatchObject({
    code: 'moved',
    why: `nothing of ${task.id} was taken back`,
  })
  const [after] = await ports.tasks.find(task.id, 'local')
  expect(after).toMatchObject({ status: 'done', steps: task.steps, result: { verdict: 'achieved' } })
})

test('a step that leaves no way back keeps its verdict when somebody asks for it back', async () => {
  const { yard, approved, apply, run, ports } = openYard()
  yard.things.set('a', '0')
  const steps = [make('b'), { id: 'a', operation: 'yard.remove', input: { name: 'a' }, dependsOn: ['b'] }]
  const task = await apply(await approved(steps))
  expect(await failure(run(task.id, { back: true }))).toMatchObject({
    code: 'irreversible',
    why: `it is gone; nothing of ${task.id} was taken back`,
  })
  const [after] = await ports.tasks.find(task.id, 'local')
  expect(after).toMatchObject({ status: 'done', steps: task.steps, ...(task.result ? { result: task.result } : {}) })
})

test('a question about the way back is no failure of the task, and one that failed in the middle is unknown', async () => {
  const { yard, approved, apply, run } = openYard()
  const task = await apply(await approved([make('a')]))
  expect(await run(task.id, { back: true })).toMatchObject({
    status: 'done',
    steps: [{ status: 'kept' }],
    result: { verdict: 'achieved' },
  })
  yard.midway = async () => Promise.reject(failed('torn', 'the line is torn'))
  const covering = { by: 'bob', changes: [{ resource: 'yard:a', effect: 'delete' as const }] }
  const torn = await run(task.id, { back: true }, { covering })
  expect(torn).toMatchObject({ status: 'failed', steps: [{ status: 'kept' }], result: { verdict: 'unknown' } })
  expect(torn.result?.evidence.map(({ message }) => message)).toContain(
    'taking it back has failed in the middle: the line is torn',
  )
})
