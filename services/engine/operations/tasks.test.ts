import { expect, test } from 'bun:test'
import { failure, type TestWorkspace, workspace } from '@nimbus/testkit'

const write = (id: string, file: string, more: object = {}) => ({
  id,
  operation: 'fs.write',
  input: { file, content: `by ${id}\n` },
  ...more,
})

const approved = async (place: TestWorkspace, steps: readonly object[], more: object = {}): Promise<string> => {
  const { id } = await place.call('nimbus.plan-save', { document: { steps, ...more } })
  await place.call('nimbus.approve', { plan: id })
  return id
}

const two = [write('1', 'a.txt'), write('2', 'b.txt', { dependsOn: ['1'] })]

test('a plan becomes a task, which is run, shown, listed and rolled back', async () => {
  await using place = await workspace({ 'a.txt': 'before\n' })
  const made = await place.call('engine.task-create', { plan: await approved(place, two) })
  expect(made).toMatchObject({ status: 'ready', steps: [{ id: '1', operation: 'fs.write', status: 'waiting' }, {}] })
  expect(await place.file('b.txt').exists()).toBe(false)

  const done = await place.call('engine.task-execute', { task: made.id })
  expect(done).toMatchObject({ status: 'done', verdict: 'achieved' })
  expect(await place.call('engine.task-show', { task: made.id.slice(0, 8) })).toEqual(done)
  expect((await place.call('engine.task-list', {})).tasks).toEqual([done])
  expect((await place.call('engine.task-list', { status: 'failed' })).tasks).toEqual([])
  expect(await failure(place.call('engine.task-execute', { task: made.id }))).toMatchObject({
    code: 'task-begun',
    next: expect.stringContaining('nimbus task show'),
  })
  expect(await failure(place.call('engine.task-resume', { task: made.id }))).toMatchObject({
    code: 'task-ended',
    exit: 2,
  })

  const asked = await place.invoke('engine.task-roll-back', { task: made.id })
  expect(asked.error).toMatchObject({ code: 'approval-needed', message: 'This needs approval: delete workspace:b.txt' })
  const consent = { yes: true, confirm: ['b.txt'] }
  const back = await place.call('engine.task-roll-back', { task: made.id }, { consent })
  expect(back).toMatchObject({ status: 'rolled-back', steps: [{ status: 'undone' }, { status: 'undone' }] })
  expect(await place.file('a.txt').text()).toBe('before\n')
  expect(await place.file('b.txt').exists()).toBe(false)
})

test('undoing what applied a plan takes all of it back', async () => {
  await using place = await workspace({ 'a.txt': 'before\n' })
  const plan = await approved(place, two)
  const { run } = await place.invoke('nimbus.apply', { plan })
  const undone = await place.invoke('nimbus.undo', { run }, { consent: { yes: true, confirm: ['b.txt'] } })
  expect(undone).toMatchObject({ outcome: 'done', data: { operation: 'engine.task-roll-back' } })
  expect(await place.file('a.txt').text()).toBe('before\n')
  expect(await place.file('b.txt').exists()).toBe(false)
})

test('what happened can be read from any number on, by who asks later and by who watches', async () => {
  await using place = await workspace()
  const { id } = await place.call('engine.task-create', { plan: await approved(place, two) })
  const seen: unknown[] = []
  const onEvent = ({ type, data }: { type: string; data: unknown }) => void (type === 'chunk' && seen.push(data))
  const watching = place.call('engine.task-events', { task: id, follow: true }, { onEvent })
  await place.call('engine.task-execute', { task: id })
  const { events } = await watching
  expect(seen).toMatchObject(events)
  expect(events.map(({ n, step, status }) => [n, step, status])).toEqual([
    [1, '1', 'running'],
    [2, '1', 'done'],
    [3, '2', 'running'],
    [4, '2', 'done'],
    [5, undefined, 'done'],
  ])
  expect((await place.call('engine.task-events', { task: id, after: 3 })).events).toEqual(events.slice(3))
  const { events: latest } = await place.call('engine.statistics-events', { limit: 2 })
  expect(latest).toEqual(events.slice(3).map((event) => ({ task: id, ...event })))
})

test('a task that was not begun is cancelled at once, and one that has ended cannot be', async () => {
  await using place = await workspace()
  const { id } = await place.call('engine.task-create', { plan: await approved(place, two) })
  expect(await place.call('engine.task-cancel', { task: id })).toEqual({ task: id, did: 'cancelled' })
  expect(await failure(place.call('engine.task-cancel', { task: id }))).toMatchObject({ code: 'task-ended', exit: 2 })
  expect((await place.call('engine.task-resume', { task: id })).status).toBe('done')
})

test('a step that asks is named with the plan to approve, and the task goes on with it', async () => {
  await using place = await workspace({ 'a.txt': 'secret' })
  const copy = { file: 'a.txt', content: { $from: { step: '1', pointer: '/text' } } }
  const steps = [
    { id: '1', operation: 'fs.read', input: { file: 'a.txt' } },
    { id: '2', operation: 'fs.write', input: { ...copy, file: 'main.tf' }, dependsOn: ['1'] },
  ]
  await place.write({ 'main.tf': 'a = 1\n' })
  const { error } = await place.invoke('nimbus.apply', { plan: await approved(place, steps) })
  expect(error).toMatchObject({ code: 'approval-needed', exit: 3 })
  const [task = ''] = /t_[a-z2-7]{20}/.exec(error?.next ?? '') ?? []
  expect(error?.next).toBe(`nimbus approve ${error?.plan} && nimbus task resume ${task}`)
  await place.call('nimbus.approve', { plan: error?.plan ?? '' })
  expect(await place.call('engine.task-resume', { task })).toMatchObject({ status: 'done' })
  expect(await place.file('main.tf').text()).toBe('secret')
})

test('at a terminal what comes up is asked there and then, one question at a time', async () => {
  await using place = await workspace({ 'from.txt': 'new', 'a.txt': 'old', 'b.txt': 'old' })
  const content = { $from: { step: 'from', pointer: '/text' } }
  const copy = (id: string, file: string) => ({
    id,
    operation: 'fs.write',
    input: { file, content },
    dependsOn: ['from'],
  })
  const from = { id: 'from', operation: 'fs.read', input: { file: 'from.txt' } }
  const plan = await approved(place, [from, copy('1', 'a.txt'), copy('2', 'b.txt')])
  let [open, most, asked] = [0, 0, 0]
  const ask = async () => {
    open += 1
    asked += 1
    most = Math.max(most, open)
    await new Promise((resolve) => setImmediate(resolve))
    open -= 1
    return true
  }
  const consent = { yes: false, confirm: [] }
  expect(await place.call('nimbus.apply', { plan }, { ask, consent })).toMatchObject({ task: { status: 'done' } })
  expect([asked, most]).toEqual([2, 1])
  expect(await place.file('b.txt').text()).toBe('new')
})

test('an answer about a step is whole or none', async () => {
  await using place = await workspace()
  const { id } = await place.call('engine.task-create', { plan: await approved(place, two) })
  const half = place.call('engine.task-resume', { task: id, step: '1' })
  expect(await failure(half)).toMatchObject({ code: 'half-an-answer', exit: 2 })
  const back = place.call('engine.task-roll-back', { task: id, is: 'done' })
  expect(await failure(back)).toMatchObject({ code: 'half-an-answer', exit: 2, at: 'step' })
  const wrong = place.call('engine.task-resume', { task: id, step: '1', is: 'done' })
  expect(await failure(wrong)).toMatchObject({ code: 'step-not-unclear', exit: 2 })
})

test('a task that is not there is named, with the other thing that its id may be', async () => {
  await using place = await workspace()
  expect(await failure(place.call('engine.task-show', { task: 't_zzzz' }))).toMatchObject({
    code: 'not-found',
    exit: 5,
    next: 'list them with: nimbus task list; a saved Terraform plan is applied with: nimbus terraform apply t_zzzz',
  })
})

test('verify sees a task that is not on record as it was shown, and one that did not stop', async () => {
  await using place = await workspace()
  const { ports } = await place.host()
  const { id } = await place.call('engine.task-create', { plan: await approved(place, two) })
  const { cancel, find } = ports.records.tasks
  ports.records.tasks.cancel = async () => 'asked'
  const cancelled = await place.invoke('engine.task-cancel', { task: id })
  expect(cancelled).toMatchObject({ outcome: 'negative', findings: [{ code: 'task-stops', status: 'fail' }] })
  ports.records.tasks.cancel = cancel

  const { write: checkpoint } = ports.tasks
  let looks = -1
  ports.tasks.write = async (hold, change) => {
    if (change.status === 'done') looks = 0
    return checkpoint(hold, change)
  }
  ports.tasks.find = async (prefix, tenant) => {
    const found = await find(prefix, tenant)
    // The first look after the end is what is shown, the second that of verify.
    if (looks >= 0) looks += 1
    return looks > 1 ? found.map((task) => ({ ...task, status: 'failed' as const })) : found
  }
  const executed = await place.invoke('engine.task-execute', { task: id })
  expect(executed.findings?.find(({ code }) => code === 'task-recorded')).toMatchObject({ status: 'fail' })
  expect(executed.outcome).toBe('negative')
})

test('verify sees a task that was made without using its plan up', async () => {
  await using place = await workspace()
  const { ports } = await place.host()
  const plan = await approved(place, two)
  const { find } = ports.records.plans
  ports.records.plans.find = async (prefix, tenant) =>
    (await find(prefix, tenant)).map((stored) => ({ ...stored, status: 'approved' as const }))
  const made = await place.invoke('engine.task-create', { plan })
  expect(made).toMatchObject({ outcome: 'negative', findings: [{ code: 'task-created', status: 'fail' }] })
})

test('counts what happened, and says when nothing has', async () => {
  await using place = await workspace()
  expect(await place.call('engine.statistics', {})).toMatchObject({ tasks: {}, verdicts: {}, runs: {}, complete: true })
  await place.call('nimbus.apply', { plan: await approved(place, two) })
  await place.call('engine.task-create', { plan: await approved(place, [write('1', 'c.txt')]) })
  expect(await place.call('engine.statistics', {})).toMatchObject({
    tasks: { done: 1, ready: 1 },
    verdicts: { achieved: 1 },
    steps: { byStatus: { done: 2, waiting: 1 }, triedAgain: 0 },
    runs: { done: 2 },
  })
})

test('taking back what was done before a failure is no failure, and says what may be left', async () => {
  await using place = await workspace({ 'a.txt': 'before\n' })
  const steps = [write('1', 'a.txt'), write('2', 'a.txt/b.txt', { dependsOn: ['1'] })]
  const { error } = await place.invoke('nimbus.apply', { plan: await approved(place, steps) })
  expect(error?.exit).toBeGreaterThan(0)
  const { tasks } = await place.call('engine.task-list', {})
  const { exit, stdout, stderr } = await place.cli(['task', 'roll-back', tasks[0]?.id ?? '', '--yes'])
  expect({ exit, stderr }).toMatchObject({ exit: 0 })
  expect(stdout).toContain('↩ everything that was done is taken back')
  expect(stdout).toMatch(
    /\? step 2 failed, and what it may have left behind is not taken back; .*nimbus history show r_/,
  )
  expect(await place.file('a.txt').text()).toBe('before\n')
})

test('what was gone before it could be taken back is taken back, as a look found it', async () => {
  await using place = await workspace()
  const { id } = await place.call('engine.task-create', { plan: await approved(place, two) })
  await place.call('engine.task-execute', { task: id })
  await place.file('b.txt').delete()
  const consent = { yes: true, confirm: ['a.txt'] }
  const back = await place.invoke('engine.task-roll-back', { task: id }, { consent })
  expect(back).toMatchObject({ outcome: 'done', findings: [{ code: 'undo-recorded', status: 'pass' }] })
})

test('verify says what only somebody says is taken back, and of what there is neither a run nor a word', async () => {
  for (const [findings, status] of [
    [[{ status: 'unknown' as const, code: 'said-back', message: 'dev says that it is taken back' }], 'unknown'],
    [[], 'fail'],
  ] as const) {
    await using place = await workspace()
    const { ports } = await place.host()
    const { id } = await place.call('engine.task-create', { plan: await approved(place, two) })
    await place.call('engine.task-execute', { task: id })
    const { write: checkpoint } = ports.tasks
    ports.tasks.write = async (hold, change) => {
      const { undoneBy, ...step } = change.step ?? { id: '', status: 'waiting', attempts: 0 }
      return checkpoint(hold, undoneBy && step.id === '2' ? { ...change, step: { ...step, findings } } : change)
    }
    const consent = { yes: true, confirm: ['a.txt', 'b.txt'] }
    const back = await place.invoke('engine.task-roll-back', { task: id }, { consent })
    expect(back.findings).toMatchObject([{ code: 'undo-recorded', status }])
    expect(back.outcome).toBe(status === 'fail' ? 'negative' : 'done')
  }
})

test('whoever interrupts an apply is told what was done, and how to go on or back', async () => {
  await using place = await workspace()
  const caller = new AbortController()
  const onEvent = ({ type, data }: { type: string; data: unknown }) => {
    if (type === 'step' && (data as { status?: string }).status === 'done') caller.abort()
  }
  const plan = await approved(place, two)
  const { error, outcome } = await place.invoke('nimbus.apply', { plan }, { signal: caller.signal, onEvent })
  const { tasks } = await place.call('engine.task-list', {})
  const id = tasks[0]?.id ?? ''
  expect(outcome).toBe('cancelled')
  expect(error).toMatchObject({ code: 'cancelled', message: `${id} was cancelled`, exit: 130, task: id })
  expect(error?.why).toContain('1 of 2 steps are done')
  expect(error?.next).toContain(`nimbus task resume ${id}`)
  expect(error?.next).toContain(`nimbus task roll-back ${id}`)
})

test('an apply that failed names its task, for programs as well, and the way back', async () => {
  await using place = await workspace()
  const steps = [write('1', 'a.txt'), write('2', 'a.txt/b.txt', { dependsOn: ['1'] })]
  const { error } = await place.invoke('nimbus.apply', { plan: await approved(place, steps) })
  const { tasks } = await place.call('engine.task-list', {})
  expect(error?.task).toBe(tasks[0]?.id ?? 'none')
  expect(error?.next).toContain(`take back what was done with: nimbus task roll-back ${error?.task}`)
})

test('what steps took counts their own runs, and not the calls that these made', async () => {
  await using place = await workspace()
  const { ports } = await place.host()
  await place.call('nimbus.apply', { plan: await approved(place, two) })
  const { list } = ports.records.journal
  ports.records.journal.list = async (query) => {
    const runs = await list(query)
    const long = { startedAt: '2020-01-01T00:00:00.000Z', endedAt: '2020-01-02T00:00:00.000Z' }
    return [...runs, ...runs.map((run) => ({ ...run, id: `${run.id}-called`, parent: run.id, ...long }))]
  }
  const { steps } = await place.call('engine.statistics', {})
  expect(steps.p95Ms).toBeLessThan(86_400_000)
})
