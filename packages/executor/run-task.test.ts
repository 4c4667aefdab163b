import { expect, test } from 'bun:test'
import { failed } from '@nimbus/kernel'
import { failure } from '@nimbus/testkit'
import { createTask } from './create-task.ts'
import { make, openYard, statuses } from './testing.ts'

/** Lets work stop in the middle until it is told to go on. */
const gate = () => {
  const { promise, resolve } = Promise.withResolvers<void>()
  return { pass: promise, open: resolve }
}

test('independent steps run side by side, no more than may, and what depends on them afterwards', async () => {
  const { yard, approved, apply } = openYard({ parallel: 2 })
  let [now, most] = [0, 0]
  yard.midway = async () => {
    now += 1
    most = Math.max(most, now)
    await new Promise((resolve) => setImmediate(resolve))
    now -= 1
  }
  const plan = await approved([...['a', 'b', 'c', 'd'].map((id) => make(id)), make('e', { dependsOn: ['a', 'd'] })])
  expect(await apply(plan)).toMatchObject({ status: 'done', result: { verdict: 'achieved' } })
  expect(most).toBe(2)
  expect(yard.done.at(-1)).toBe('yard.make e')
})

test('steps whose effects meet keep the order of the plan, also when nothing says that they depend on each other', async () => {
  const { yard, approved, apply } = openYard()
  yard.things.set('same', '0')
  const values = ['1', '2', '3', '4']
  const plan = await approved(values.map((value, i) => make(`s${i}`, { input: { name: 'same', value } })))
  expect((await apply(plan)).status).toBe('done')
  expect(yard.things.get('same')).toBe('4')
})

test('a step that may be repeated is tried again as often as the plan says, waiting longer each time', async () => {
  const { yard, approved, apply, waits } = openYard()
  yard.failures.set('a', 2)
  const task = await apply(await approved([make('a', { retry: { attempts: 3 } })]))
  expect(task).toMatchObject({ status: 'done', steps: [{ attempts: 3 }] })
  expect(waits).toEqual([500, 1000])
})

test('whoever called, or anybody else, ends the wait for another try', async () => {
  for (const by of ['the caller', 'somebody else'] as const) {
    const caller = new AbortController()
    const waits = gate()
    const { yard, approved, create, run, ports } = openYard({
      sleep: (_ms, signal) =>
        new Promise((resolve) => {
          signal.addEventListener('abort', () => resolve())
          waits.open()
        }),
    })
    yard.failures.set('a', 2)
    const { id } = await create(await approved([make('a', { retry: { attempts: 3 } })]))
    const running = run(id, {}, { signal: caller.signal })
    await waits.pass
    if (by === 'the caller') caller.abort()
    else await ports.tasks.cancel(id, 'local')
    expect(await running).toMatchObject({ status: 'cancelled', steps: [{ status: 'waiting', attempts: 1 }] })
  }
})

test('a step that must not be made twice is not tried again, whatever the plan says', async () => {
  const { yard, approved, apply, waits } = openYard()
  yard.failures.set('a', 1)
  const task = await apply(await approved([make('a', { operation: 'yard.build', retry: { attempts: 3 } })]))
  expect(task).toMatchObject({ status: 'failed', steps: [{ attempts: 1, error: { code: 'not-now' } }] })
  expect(waits).toEqual([])
})

test('what is refused is not tried again', async () => {
  const { approved, apply, waits } = openYard()
  const uncovered = await approved([make('a', { retry: { attempts: 3 } })], { decisions: [] })
  expect(await apply(uncovered)).toMatchObject({ status: 'asks', steps: [{ status: 'asks', attempts: 1 }] })
  expect(waits).toEqual([])
})

test('a failure stops what was not begun', async () => {
  const { yard, approved, apply } = openYard()
  yard.failures.set('a', 1)
  const task = await apply(await approved([make('a'), make('b', { dependsOn: ['a'] })]))
  expect(task.status).toBe('failed')
  expect(statuses(task)).toEqual(['a failed', 'b waiting'])
  expect(task.result?.verdict).toBe('not-achieved')
})

test('other branches go on where the plan wants that, and what leans on the failure is skipped', async () => {
  const { yard, approved, apply } = openYard({ parallel: 1 })
  yard.failures.set('a', 1)
  const steps = [make('a'), make('b', { dependsOn: ['a'] }), make('c', { dependsOn: ['b'] }), make('d')]
  const task = await apply(await approved(steps, { onFailure: 'continue' }))
  expect(statuses(task)).toEqual(['a failed', 'b skipped', 'c skipped', 'd done'])
  expect(task).toMatchObject({ status: 'failed', result: { verdict: 'partly' } })
})

test('a resumed task does what is left, and nothing twice', async () => {
  const { yard, approved, apply, run } = openYard()
  yard.failures.set('b', 1)
  const steps = [make('a'), make('b', { dependsOn: ['a'] }), make('c', { dependsOn: ['b'] })]
  const task = await apply(await approved(steps))
  expect(statuses(task)).toEqual(['a done', 'b failed', 'c waiting'])
  expect(statuses(await run(task.id))).toEqual(['a done', 'b done', 'c done'])
  expect(yard.done).toEqual(['yard.make a', 'yard.make b', 'yard.make c'])
  expect(await failure(run(task.id))).toMatchObject({ code: 'task-ended', exit: 2 })
})

test('of two that run one task at once one does, and the other says so', async () => {
  const { yard, approved, create, run } = openYard()
  const { pass, open } = gate()
  yard.midway = () => pass
  const { id } = await create(await approved([make('a')]))
  const first = run(id)
  expect(await failure(run(id))).toMatchObject({ code: 'task-running', exit: 4 })
  open()
  expect((await first).status).toBe('done')
})

test('cancelled from elsewhere it interrupts what it does, begins nothing more, and can be gone on with', async () => {
  const { yard, approved, create, run, ports } = openYard()
  const started = gate()
  const never = gate()
  yard.midway = async () => {
    started.open()
    await never.pass
  }
  const { id } = await create(await approved([make('a'), make('b', { dependsOn: ['a'] })]))
  const running = run(id)
  await started.pass
  expect(await ports.tasks.cancel(id, 'local')).toBe('asked')
  const task = await running
  expect(task.status).toBe('cancelled')
  expect(statuses(task)).toEqual(['a failed', 'b waiting'])
  yard.midway = async () => undefined
  expect((await run(id)).status).toBe('done')
})

test('a step that takes too long is interrupted and says so', async () => {
  const { yard, approved, apply } = openYard()
  yard.midway = () => gate().pass
  const task = await apply(await approved([make('a', { timeoutMs: 20 })]))
  expect(task).toMatchObject({ status: 'failed', steps: [{ error: { code: 'step-timeout', exit: 1 } }] })
})

test('nothing is changed after a no that it depends on', async () => {
  const { yard, approved, apply } = openYard()
  yard.things.set('x', 'bad')
  const look = { id: 'look', operation: 'yard.look', input: { name: 'x' }, effect: 'read' as const }
  const task = await apply(await approved([look, make('a', { dependsOn: ['look'] })]))
  expect(statuses(task)).toEqual(['look done', 'a failed'])
  expect(task.steps[1]?.error).toMatchObject({ code: 'answer-no' })
  expect(yard.things.has('a')).toBe(false)
})

test('a step that asks waits for its answer, and goes on with exactly what was approved', async () => {
  const { yard, approved, apply, run, ports } = openYard()
  const task = await apply(await approved([make('a'), make('b', { dependsOn: ['a'] })], { decisions: [] }))
  expect(task).toMatchObject({
    status: 'asks',
    steps: [{ status: 'asks', error: { code: 'approval-needed', exit: 3 } }, {}],
  })
  const asked = task.steps[0]?.error?.plan ?? ''
  const [{ plan } = {}] = await ports.plans.find(asked, 'local')
  await ports.plans.approve(asked, { by: 'bob', digest: plan?.digest ?? '', at: '' })
  expect(statuses(await run(task.id))).toEqual(['a done', 'b asks'])
  expect([...yard.things.keys()]).toEqual(['a'])
  expect((await ports.plans.find(asked, 'local'))[0]?.status).toBe('used')
})

test('a plan that expired meanwhile is not gone on with', async () => {
  const { yard, approved, apply, run, later } = openYard()
  yard.failures.set('a', 1)
  const task = await apply(await approved([make('a')]))
  later(24 * 3_600_000)
  expect(await failure(run(task.id))).toMatchObject({ code: 'plan-expired', exit: 4 })
})

test('an effect that nobody has looked at afterwards is unknown, never achieved', async () => {
  const { yard, approved, apply } = openYard()
  yard.things.set('a', '1')
  const task = await apply(
    await approved([{ id: '1', operation: 'yard.remove', input: { name: 'a' }, effect: 'delete' }]),
  )
  expect(task).toMatchObject({ status: 'done', result: { verdict: 'unknown', evidence: [{ code: 'not-verified' }] } })
})

test('a limit of safety ends a plan before its first effect', async () => {
  const { yard, approved, apply } = openYard({ limits: { changes: 1 } })
  const plan = await approved([make('a'), make('b')])
  expect(await failure(apply(plan))).toMatchObject({ code: 'blast-radius', exit: 4 })
  expect(yard.done).toEqual([])
})

test('a task that runs too long begins nothing more', async () => {
  const { yard, approved, apply, later } = openYard({ limits: { minutes: 1 } })
  yard.midway = async () => later(2 * 60_000)
  const task = await apply(await approved([make('a'), make('b', { dependsOn: ['a'] })]))
  expect(statuses(task)).toEqual(['a done', 'b failed'])
  expect(task.steps[1]?.error).toMatchObject({ code: 'over-time', exit: 4 })
})

test('who has lost a task to another process stops what it still does', async () => {
  const { yard, approved, create, run, ports } = openYard()
  yard.midway = async (name) => {
    if (name === 'b') await gate().pass
  }
  const { id } = await create(await approved([make('a'), make('b')]))
  const { write } = ports.tasks
  ports.tasks.write = async (hold, change) => {
    if (change.step?.id === 'a' && change.step.status === 'done') throw failed('task-lost', 'somebody else has it')
    return write(hold, change)
  }
  expect((await failure(run(id))).code).toBe('task-lost')
  const runs = [...ports.held.runs.values()].filter(({ operation }) => operation === 'yard.make')
  expect(runs.map(({ outcome }) => outcome)).toContain('cancelled')
})

test('a task is let go of only when nothing of it runs any more', async () => {
  const { yard, approved, create, run, ports } = openYard()
  yard.failures.set('a', 1)
  yard.midway = async (name) => {
    if (name === 'c') await gate().pass
  }
  const { id } = await create(
    await approved([make('a'), make('b', { dependsOn: ['a'] }), make('c')], { onFailure: 'continue' }),
  )
  const { write } = ports.tasks
  ports.tasks.write = async (hold, change) => {
    if (change.step?.status === 'skipped') throw failed('store-full', 'the disk is full')
    return write(hold, change)
  }
  expect((await failure(run(id))).code).toBe('store-full')
  expect([...ports.held.runs.values()].map(({ outcome }) => outcome)).not.toContain('running')
})

test('whose look fails because somebody was faster is told that, and not what stood in the way', async () => {
  const { apply, approved, ports, request, around, yard } = openYard()
  const plan = await approved([make('a')])
  const early = await ports.plans.find(plan, 'local')
  await apply(plan)
  yard.hidden.add('a')
  const { find } = ports.plans
  const finds = [early]
  // It has read the plan while that was still to be applied.
  ports.plans.find = async (...asked) => finds.pop() ?? find.apply(ports.plans, asked)
  expect(await failure(createTask(plan, request, ports, around.limits))).toMatchObject({ code: 'plan-used' })
})

test('whose look fails while nobody was faster is told what stands in the way', async () => {
  const { approved, create, yard } = openYard()
  const plan = await approved([make('a')])
  yard.hidden.add('a')
  expect(await failure(create(plan))).toMatchObject({ code: 'moved' })
})

test('a question that was interrupted is told from a no', async () => {
  for (const [interrupts, status, code] of [
    [true, 'cancelled', 'cancelled'],
    [false, 'failed', 'refused'],
  ] as const) {
    const { yard, approved, create, run } = openYard()
    const { id } = await create(await approved([make('a'), make('b', { dependsOn: ['a'] })]))
    const caller = new AbortController()
    const ask = async () => {
      if (interrupts) caller.abort()
      return false
    }
    // What was approved of the second step is not what it does any more.
    yard.midway = async () => void yard.things.set('b', '0')
    const task = await run(id, {}, { ask, signal: caller.signal })
    expect(task).toMatchObject({ status, steps: [{ status: 'done' }, { status: 'failed', error: { code } }] })
    yard.midway = async () => undefined
    yard.things.delete('b')
    expect(statuses(await run(id))).toEqual(['a done', 'b done'])
  }
})
