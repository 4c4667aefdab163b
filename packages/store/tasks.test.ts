import { expect, test } from 'bun:test'
import { type Plan, planDigest, type Task } from '@nimbus/kernel'
import { failure } from '@nimbus/testkit/failure'
import type { Owner } from './owner.ts'
import { onEachDatabase, type Place } from './test-places.ts'

const plan: Plan = {
  version: 1,
  id: 'p_abcd',
  digest: '',
  workspace: '/work',
  steps: ['1', '2'].map((id) => ({
    id,
    operation: 'fs.write',
    input: {},
    dependsOn: [],
    effect: 'update',
    reason: '',
  })),
  preconditions: {},
  estimates: {},
  decisions: [],
  expires: '2026-03-02T12:00:00.000Z',
}
const approved = { ...plan, digest: planDigest(plan) }

const aTask = (id = 't_abcd'): Task => ({
  id,
  plan: plan.id,
  tenant: 'local',
  principal: 'ana',
  workspace: '/work',
  status: 'ready',
  steps: [
    { id: '1', status: 'waiting', attempts: 0 },
    { id: '2', status: 'waiting', attempts: 0 },
  ],
  createdAt: '2026-03-01T12:00:00.000Z',
})

const withPlan = async (here: Place) => {
  const store = await here.open()
  await store.plans.save(approved, { tenant: 'local', requester: 'ana' })
  await store.plans.approve(plan.id, { by: 'ben', digest: approved.digest, at: '' })
  return store
}

/** A process on this host that has ended: nobody has this pid since then. */
const dead = (here: Owner): Owner => ({ ...here, pid: 2 ** 22 + 1, startTime: '1' })

onEachDatabase('tasks', (place) => {
  test('a step is written anew only while nobody works at its task, and that is no event and no end of it', async () => {
    await using here = await place()
    const { tasks } = await withPlan(here)
    await tasks.create(aTask())
    const step = { id: '1', status: 'done' as const, attempts: 1, data: 'whole' }
    const hold = await tasks.claim('t_abcd', 'local')
    if (!hold) throw new Error('nobody else has it')
    await tasks.write(hold, { step })
    expect(await tasks.rewrite('t_abcd', 'local', [{ ...step, data: 'short' }])).toBe(false)
    await tasks.write(hold, { status: 'failed' })
    const [before] = await tasks.find('t_abcd', 'local')
    expect(await tasks.rewrite('t_abcd', 'other', [{ ...step, data: 'short' }])).toBe(false)
    expect(await tasks.rewrite('t_abcd', 'local', [{ ...step, data: 'short' }])).toBe(true)
    const [after] = await tasks.find('t_abcd', 'local')
    expect(after?.steps[0]?.data).toBe('short')
    expect({ ...after, steps: [] }).toEqual({ ...before, steps: [] } as never)
    expect(await tasks.events({ tenant: 'local', task: 't_abcd', limit: 5 })).toEqual([])
  })

  test('a task uses its plan up, both or neither', async () => {
    await using here = await place()
    const { tasks, plans, audit } = await withPlan(here)
    expect(await tasks.create(aTask())).toBe(true)
    expect(await tasks.create(aTask('t_other'))).toBe(false)
    expect(await tasks.find('t_', 'local')).toEqual([aTask()])
    expect((await plans.find(plan.id, 'local'))[0]?.status).toBe('used')
    expect(await tasks.find('t_', 'other')).toEqual([])
    expect(await tasks.list({ tenant: 'local', plan: plan.id, limit: 5 })).toHaveLength(1)
    expect((await audit.list('local', 2)).map(({ action }) => action)).toEqual(['task.create', 'plan.claim'])
  })

  test('of many that take a task at once one gets it, and nobody else until it lets go', async () => {
    await using here = await place()
    const { tasks } = await withPlan(here)
    await tasks.create(aTask())
    const stores = await Promise.all(Array.from({ length: 6 }, () => here.open()))
    const holds = await Promise.all(stores.map((store) => store.tasks.claim('t_abcd', 'local')))
    const [hold, ...more] = holds.filter((each) => each !== undefined)
    expect(more).toEqual([])
    expect((await tasks.find('t_abcd', 'local'))[0]?.status).toBe('running')
    await tasks.write(hold ?? { id: '', token: 0 }, { status: 'failed' })
    expect(await tasks.claim('t_abcd', 'local')).toMatchObject({ token: 2 })
  })

  test('what is written down is there with its number, and sealed', async () => {
    await using here = await place()
    const { tasks } = await withPlan(here)
    await tasks.create(aTask())
    const hold = await tasks.claim('t_abcd', 'local')
    if (!hold) throw new Error('not held')
    const step = { id: '1', status: 'done' as const, attempts: 1, data: 'hunter2-hunter2' }
    await tasks.write(hold, { step: { ...step, status: 'running' }, event: { step: '1', status: 'running' } })
    await tasks.write(hold, { step, event: { step: '1', status: 'done' } })
    const result = { verdict: 'unknown' as const, evidence: [] }
    await tasks.write(hold, { status: 'done', result, event: { status: 'done' } })

    const [task] = await tasks.find('t_abcd', 'local')
    expect(task).toMatchObject({ status: 'done', result, steps: [step, { id: '2', status: 'waiting' }] })
    const events = await tasks.events({ tenant: 'local', task: 't_abcd', limit: 9 })
    expect(events.map(({ n, status }) => [n, status])).toEqual([
      [1, 'running'],
      [2, 'done'],
      [3, 'done'],
    ])
    expect(await tasks.events({ tenant: 'local', task: 't_abcd', after: 2, limit: 9 })).toHaveLength(1)
    expect((await tasks.events({ tenant: 'local', limit: 2 })).map(({ n }) => n)).toEqual([2, 3])
    const [raw] = (await here.meddle('SELECT sealed FROM task_steps')) as { sealed: Uint8Array }[]
    expect(Buffer.from(raw?.sealed ?? []).includes('hunter2')).toBe(false)
  })

  test('a task of a process that has died is interrupted, and the old right to it is worth nothing', async () => {
    await using here = await place()
    const { tasks } = await withPlan(here)
    await tasks.create(aTask())
    const { thisProcess } = await import('./owner.ts')
    const gone = await here.open({ owner: dead(thisProcess()) })
    const old = await gone.tasks.claim('t_abcd', 'local')
    if (!old) throw new Error('not held')
    await gone.tasks.write(old, { step: { id: '1', status: 'running', attempts: 1 } })

    expect((await tasks.find('t_abcd', 'local'))[0]).toMatchObject({ status: 'interrupted' })
    expect(await tasks.list({ tenant: 'local', status: 'interrupted', limit: 5 })).toHaveLength(1)
    expect(await tasks.list({ tenant: 'local', status: 'running', limit: 5 })).toEqual([])
    expect(await tasks.claim('t_abcd', 'local')).toMatchObject({ token: old.token + 1 })
    const late = gone.tasks.write(old, { step: { id: '1', status: 'done', attempts: 1 } })
    expect(await failure(late)).toMatchObject({ code: 'task-lost', exit: 1 })
    expect((await tasks.find('t_abcd', 'local'))[0]?.steps[0]?.status).toBe('running')
  })

  test('let go of in the middle of its work it is interrupted, and taken up as it stood', async () => {
    await using here = await place()
    const { tasks } = await withPlan(here)
    await tasks.create(aTask())
    const hold = await tasks.claim('t_abcd', 'local')
    if (!hold) throw new Error('not held')
    await tasks.write(hold, { status: 'rolling-back' })
    await tasks.write(hold, { release: true })
    expect((await tasks.find('t_abcd', 'local'))[0]?.status).toBe('interrupted')
    await tasks.claim('t_abcd', 'local')
    expect((await tasks.find('t_abcd', 'local'))[0]?.status).toBe('rolling-back')
  })

  test('one that runs is told to stop; one that nobody works at is cancelled at once; one that ended is neither', async () => {
    await using here = await place()
    const { tasks } = await withPlan(here)
    await tasks.create(aTask())
    const hold = await tasks.claim('t_abcd', 'local')
    if (!hold) throw new Error('not held')
    expect(await tasks.cancel('t_abcd', 'local')).toBe('asked')
    expect(await tasks.cancelling('t_abcd')).toBe(true)
    expect(await tasks.write(hold, { event: { status: 'running' } })).toEqual({ cancelling: true })
    await tasks.write(hold, { status: 'asks' })
    expect(await tasks.cancel('t_abcd', 'local')).toBe('cancelled')
    expect(await tasks.cancel('t_abcd', 'local')).toBe('ended')
    expect(await tasks.cancel('t_abcd', 'other')).toBe('ended')
    expect((await tasks.find('t_abcd', 'local'))[0]?.status).toBe('cancelled')
  })
})
