import { expect, test } from 'bun:test'
import { failure, type TestWorkspace, workspace } from '@nimbus/testkit'

const write = (id: string, file = `${id}.txt`) => ({
  id,
  operation: 'fs.write',
  input: { file, content: `by ${id}\n` },
})
const remove = (id: string, file: string) => ({ id, operation: 'fs.remove', input: { file } })

const approved = async (place: TestWorkspace, steps: readonly object[], more: object = {}): Promise<string> => {
  const { id } = await place.call('nimbus.plan-save', { document: { steps, ...more } })
  await place.call('nimbus.approve', { plan: id })
  return id
}

const quotaIn = ({ findings }: { findings: readonly { code: string; status: string; message: string }[] }) =>
  findings.filter(({ code }) => code.startsWith('quota-')).map(({ status, message }) => `${status} ${message}`)

test('what all plans of a day change is limited together, and every check shows what is left', async () => {
  await using place = await workspace({}, { env: { NIMBUS_MAX_CHANGES_PER_DAY: '3' } })
  const { task } = await place.call('nimbus.apply', { plan: await approved(place, [write('a'), write('b')]) })
  const more = await approved(place, [write('c'), write('d')])
  const { data } = await place.invoke('engine.safety-pre-check', { plan: more })
  const said = '2 of at most 3 changes of resources of a day are used'
  expect(quotaIn(data as never)).toEqual([`fail ${said}, and 2 more would be`])
  expect(await failure(place.call('nimbus.apply', { plan: more }))).toMatchObject({ code: 'quota-changes', exit: 4 })
  expect(await place.file('c.txt').exists()).toBe(false)
  expect(quotaIn(await place.call('engine.safety-during-check', { task: task.id }))).toEqual([`pass ${said}`])
  expect(quotaIn(await place.call('engine.safety-post-check', { task: task.id }))).toEqual([`pass ${said}`])
  await place.call('nimbus.apply', { plan: await approved(place, [write('c')]) })
  await place.call('nimbus.apply', {
    plan: await approved(place, [{ id: '1', operation: 'fs.read', input: { file: 'a.txt' } }]),
  })
})

test('deletions have a quota of their own, which changes do not use up', async () => {
  await using place = await workspace({ 'x.txt': 'x', 'y.txt': 'y' }, { env: { NIMBUS_MAX_DELETIONS_PER_DAY: '1' } })
  await place.call('nimbus.apply', { plan: await approved(place, [write('a'), remove('x', 'x.txt')]) })
  const plan = await approved(place, [remove('y', 'y.txt')])
  expect(await failure(place.call('nimbus.apply', { plan }))).toMatchObject({ code: 'quota-deletions', exit: 4 })
  expect(await place.file('y.txt').exists()).toBe(true)
  await place.call('nimbus.apply', { plan: await approved(place, [write('b')]) })
})

test('two tasks that each fit do not go past a quota together', async () => {
  await using place = await workspace({}, { env: { NIMBUS_MAX_CHANGES_PER_DAY: '3' } })
  const tasks = []
  for (const steps of [
    [write('a'), write('b')],
    [write('c'), write('d')],
  ])
    tasks.push((await place.call('engine.task-create', { plan: await approved(place, steps) })).id)
  const ends = await Promise.all(tasks.map((task) => place.invoke('engine.task-execute', { task })))
  const errors = ends.flatMap(({ error }) => error ?? [])
  expect(errors).toMatchObject([{ code: 'over-quota', exit: 4 }])
  expect(errors[0]?.message).toContain('of at most 3 changes of resources of a day')
  const made = await Promise.all(['a', 'b', 'c', 'd'].map((name) => place.file(`${name}.txt`).exists()))
  expect(made.filter(Boolean)).toHaveLength(3)
})

test('a step that was made and could not be counted is counted as the task goes on, and not made again', async () => {
  for (const part of ['settle', 'release'] as const) {
    await using place = await workspace({}, { env: { NIMBUS_MAX_CHANGES_PER_DAY: '3' } })
    const { ports } = await place.host()
    const { id } = await place.call('engine.task-create', { plan: await approved(place, [write('a'), write('b')]) })
    const { ledger } = ports
    ports.ledger = (service, tenant) => ({
      ...ledger(service, tenant),
      [part]: async () => Promise.reject(new Error('the disk is full')),
    })
    await failure(place.call('engine.task-execute', { task: id }))
    ports.ledger = ledger
    const runsOf = async (step: string) => {
      const runs = await ports.journal.list({ tenant: 'local', task: id, limit: 100 })
      return runs.filter((run) => run.step === step && run.outcome !== 'preview').map((run) => run.id)
    }
    const [made] = await runsOf('a')
    const resumed = await place.call('engine.task-resume', { task: id })
    expect(resumed).toMatchObject({ status: 'done', steps: [{ run: made }, {}] })
    expect(await runsOf('a')).toEqual([made ?? ''])
    const counted = await place.call('engine.safety-post-check', { task: id })
    expect(quotaIn(counted)).toEqual(['pass 2 of at most 3 changes of resources of a day are used'])
  }
})

test('time and money of a day are limited as well; a price that nobody knows does not pass', async () => {
  await using late = await workspace({}, { env: { NIMBUS_MAX_MINUTES_PER_DAY: '0' } })
  const plan = await approved(late, [write('a')])
  expect(await failure(late.call('nimbus.apply', { plan }))).toMatchObject({ code: 'quota-minutes', exit: 4 })

  await using dear = await workspace({}, { env: { NIMBUS_MAX_COST_USD_PER_DAY: '0.10' } })
  const ask = { id: 'ask', operation: 'llm.chat', input: { prompt: 'hello' } }
  const unknown = await approved(dear, [ask])
  expect(await failure(dear.call('nimbus.apply', { plan: unknown }))).toMatchObject({ code: 'quota-cost-unknown' })
  const known = await approved(dear, [ask], { estimates: { costUsd: 0.2 } })
  expect(await failure(dear.call('nimbus.apply', { plan: known }))).toMatchObject({ code: 'quota-cost', exit: 4 })
  await dear.call('nimbus.apply', { plan: await approved(dear, [write('a')]) })
})

test('a quota that cannot be read is no quota that does not hold', async () => {
  await using place = await workspace({}, { env: { NIMBUS_MAX_DELETIONS_PER_DAY: 'few' } })
  const plan = await approved(place, [write('a')])
  expect(await failure(place.call('nimbus.apply', { plan }))).toMatchObject({ code: 'invalid-setting', exit: 2 })
})
