import { expect, test } from 'bun:test'
import { failed } from '@nimbus/kernel'
import { failure } from '@nimbus/testkit'
import { make, openYard, statuses } from './testing.ts'

const build = (id: string) => make(id, { operation: 'yard.build' })
const send = { id: 'a', operation: 'yard.send', input: { name: 'a' }, effect: 'create' as const }

test('killed after its effect, a step that must not be made twice is found done', async () => {
  const { yard, approved, create, killed, run } = openYard()
  const { id } = await create(await approved([build('a'), make('b', { dependsOn: ['a'] })]))
  await killed(id, (die) => {
    yard.midway = die
  })
  const task = await run(id)
  expect(statuses(task)).toEqual(['a done', 'b done'])
  expect(yard.done).toEqual(['yard.build a', 'yard.make b'])
  expect(task.steps[0]).toMatchObject({ findings: [{ code: 'found-done', status: 'pass' }] })
})

test('killed before its effect, the same look shows that nothing happened, and it is made once', async () => {
  const { yard, approved, create, killed, run } = openYard()
  const { id } = await create(await approved([build('a')]))
  await killed(id, (die) => {
    yard.early = die
  })
  expect(yard.done).toEqual([])
  expect((await run(id)).status).toBe('done')
  expect(yard.done).toEqual(['yard.build a'])
})

test('killed after its end was recorded, before the task knew: the record counts, with what it gave', async () => {
  const { yard, approved, create, killed, run, ports } = openYard()
  const { id } = await create(await approved([{ ...send, id: 'a' }, make('b', { dependsOn: ['a'] })]))
  await killed(id, (die) => {
    const { end } = ports.journal
    ports.journal.end = async (run, how) => {
      await end(run, how)
      await die()
    }
  })
  const task = await run(id)
  expect(statuses(task)).toEqual(['a done', 'b done'])
  expect(task.steps[0]?.data).toEqual({ name: 'a' })
  expect(yard.done).toEqual(['yard.send a', 'yard.make b'])
})

test('what was asked for being there already means that it was done', async () => {
  const { yard, approved, create, killed, run } = openYard()
  yard.things.set('a', '1')
  const remove = { id: '1', operation: 'yard.remove', input: { name: 'a' }, effect: 'delete' as const }
  const { id } = await create(await approved([remove]))
  await killed(id, (die) => {
    yard.midway = die
  })
  expect((await run(id)).steps[0]).toMatchObject({ status: 'done', findings: [{ code: 'found-done' }] })
  expect(yard.done).toEqual(['yard.remove a'])
})

test('where nobody can tell it asks with what is known, and goes on as it is answered', async () => {
  for (const [is, sent] of [
    ['done', 1],
    ['not-done', 2],
  ] as const) {
    const { yard, approved, create, killed, run, ports } = openYard()
    const { id } = await create(await approved([send, make('b', { dependsOn: ['a'] })]))
    await killed(id, (die) => {
      yard.midway = die
    })
    const asks = await run(id)
    expect(asks).toMatchObject({ status: 'asks', result: { verdict: 'not-achieved' } })
    expect(statuses(asks)).toEqual(['a unclear', 'b waiting'])
    const next = `say what is so: nimbus task resume ${id} --step a --is done, or --is not-done`
    expect(asks.steps[0]?.error).toMatchObject({ code: 'step-unclear', next })
    expect(statuses(await run(id))).toEqual(['a unclear', 'b waiting'])

    expect(await failure(run(id, { answer: { step: 'b', is } }))).toMatchObject({ code: 'step-not-unclear', exit: 2 })
    expect(ports.held.tasks.get(id)).toMatchObject({ held: false, status: 'asks' })
    expect((await run(id, { answer: { step: 'a', is } })).status).toBe('done')
    expect(yard.done.filter((each) => each === 'yard.send a')).toHaveLength(sent)
  }
})

test('a step that another process still runs is not taken away from it', async () => {
  const { yard, approved, create, killed, run, ports } = openYard()
  const { id } = await create(await approved([build('a')]))
  await killed(id, (die) => {
    yard.midway = die
  })
  for (const [run, record] of ports.held.runs)
    if (record.outcome === 'interrupted') ports.held.runs.set(run, { ...record, outcome: 'running' })
  expect(await failure(run(id))).toMatchObject({ code: 'step-running', exit: 4 })
  expect(ports.held.tasks.get(id)?.held).toBe(false)
  expect((await failure(run(id))).code).toBe('step-running')
})

test('cut off in the middle by whoever cancelled it, a step that must not be made twice is looked at as well', async () => {
  for (const [step, then, done] of [
    [build('a'), ['a done', 'b done'], ['yard.build a', 'yard.make b']],
    [send, ['a unclear', 'b waiting'], ['yard.send a']],
  ] as const) {
    const { yard, approved, create, run } = openYard()
    const { id } = await create(await approved([step, make('b', { dependsOn: ['a'] })]))
    const stop = new AbortController()
    yard.midway = async () => {
      stop.abort()
      throw failed('stopped', 'somebody has stopped it')
    }
    expect((await run(id, {}, { signal: stop.signal })).status).toBe('cancelled')
    yard.midway = async () => undefined
    const task = await run(id)
    expect(statuses(task)).toEqual([...then])
    expect(yard.done).toEqual([...done])
  }
})

/** A task whose process died in the middle of an order, on which another step leans. */
const orderCutOff = async () => {
  const place = openYard()
  const from = { $from: { step: 'a', pointer: '/name' } }
  const order = { id: 'a', operation: 'yard.order', input: { name: 'a' }, effect: 'create' as const }
  const look = { id: 'b', operation: 'yard.look', input: { name: from }, effect: 'read' as const, dependsOn: ['a'] }
  const { id } = await place.create(await place.approved([order, look]))
  await place.killed(id, (die) => {
    place.yard.midway = die
  })
  return { ...place, id }
}

test('what an operation tells of a call that was made before counts as its end: result, findings and way back', async () => {
  const { yard, run, id } = await orderCutOff()
  yard.things.set('a', '1')
  const task = await run(id)
  expect(task).toMatchObject({ status: 'done', result: { verdict: 'achieved' } })
  expect(task.steps[0]).toMatchObject({
    data: { name: 'a' },
    findings: [{ code: 'found-done' }, { code: 'made', status: 'pass' }],
    undo: { operation: 'yard.remove' },
  })
  expect(yard.done).toEqual(['yard.order a'])
})

test('what was done in part is said, with what can be done about it, and looked at again each time', async () => {
  const { yard, run, id } = await orderCutOff()
  const [step] = (await run(id)).steps
  expect(step).toMatchObject({ status: 'unclear', findings: [{ code: 'made', status: 'fail' }] })
  expect(step?.error?.why).toBe('a look says: a was ordered before: there is half')
  expect(step?.error?.next).toStartWith('order the rest; or say what is so: nimbus task resume')

  // It is completed by hand, even after somebody has said that it is not done and it could not be made again.
  expect(statuses(await run(id, { answer: { step: 'a', is: 'not-done' } }))).toEqual(['a failed', 'b waiting'])
  yard.things.set('a', '1')
  expect(statuses(await run(id))).toEqual(['a done', 'b done'])
  expect(yard.done).toEqual(['yard.order a'])
})

test('what is said to be done, and what was done in part and failed, can be taken back', async () => {
  for (const [is, stood] of [
    ['done', 'a done'],
    ['not-done', 'a failed'],
  ] as const) {
    const { yard, run, id } = await orderCutOff()
    expect(statuses(await run(id))).toContain('a unclear')
    expect(statuses(await run(id, { answer: { step: 'a', is } }))).toContain(stood)
    const covering = { by: 'bob', changes: [{ resource: 'yard:a', effect: 'delete' as const }] }
    const task = await run(id, { back: true }, { covering })
    expect(task.status).toBe('rolled-back')
    expect(yard.things.has('a')).toBe(false)
  }
})

test('the way back that was known ahead is left where no look can tell anything', async () => {
  const { yard, run, id } = await orderCutOff()
  yard.hidden.add('a')
  const [step] = (await run(id)).steps
  expect(step).toMatchObject({ status: 'unclear', undo: { operation: 'yard.remove', input: { name: 'a' } } })
  await run(id, { answer: { step: 'a', is: 'done' } })
  const covering = { by: 'bob', changes: [{ resource: 'yard:a', effect: 'delete' as const }] }
  expect((await run(id, { back: true }, { covering })).status).toBe('rolled-back')
  expect(yard.things.has('a')).toBe(false)
})

test('a look that failed is not taken for the end of the step that it looked at', async () => {
  const { yard, run, id } = await orderCutOff()
  yard.hidden.add('a')
  const [first] = (await run(id)).steps
  expect(first).toMatchObject({ status: 'unclear' })
  expect((await run(id)).steps[0]).toMatchObject({ status: 'unclear', run: first?.run })
  yard.hidden.clear()
  yard.things.set('a', '1')
  expect((await run(id)).steps[0]).toMatchObject({ status: 'done', run: first?.run })
})
