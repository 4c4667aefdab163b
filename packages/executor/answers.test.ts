import { expect, test } from 'bun:test'
import { person } from '@nimbus/testkit/memory-gateway'
import { make, openYard, statuses } from './testing.ts'

const flags = { yes: true, confirm: [] }
const unseen = { decisions: [{ step: 'a', decide: 'ask' as const, rule: '', changes: [] }] }

/** A task whose one step has asked about a thing that is there, because nobody looked at it when its plan was made. */
const asking = async (step = make('a'), guarded: readonly string[] = []) => {
  const open = openYard()
  open.yard.things.set('a', 'old')
  const layers = await open.ports.policy('', 'delete')
  open.ports.policy = async () => [...layers, { name: 'house', rules: [], protected: guarded }]
  const task = await open.apply(await open.approved([step], { ...unseen, environment: 'production' }))
  expect(statuses(task)).toEqual(['a asks'])
  const question = task.steps[0]?.error?.plan ?? ''
  const say = async (id: string, by = person.id) => {
    const digest = open.ports.held.plans.get(id)?.plan.digest ?? ''
    await open.ports.plans.approve(id, { by, digest, at: '' })
  }
  return { ...open, id: task.id, question, say }
}

test('flags answer what a step has asked before', async () => {
  const { id, run, question, ports } = await asking()
  expect(statuses(await run(id, {}, { consent: flags }))).toEqual(['a done'])
  expect(ports.held.plans.get(question)).toMatchObject({ status: 'used', approval: { by: person.id } })
})

test('flags say nothing of what nobody has seen yet', async () => {
  const { approved, create, run } = openYard()
  const { id } = await create(await approved([make('a')], unseen))
  expect(statuses(await run(id, {}, { consent: flags }))).toEqual(['a asks'])
})

test('a deletion is answered by its name, and by a person', async () => {
  const { id, run, yard } = await asking({ id: 'a', operation: 'yard.remove', input: { name: 'a' } })
  expect(statuses(await run(id, {}, { consent: flags }))).toEqual(['a asks'])
  const named = { yes: false, confirm: ['a'] }
  const principal = { ...person, kind: 'model' as const }
  expect(statuses(await run(id, {}, { consent: named, principal }))).toEqual(['a asks'])
  expect(yard.things.has('a')).toBe(true)
  expect(statuses(await run(id, {}, { consent: named }))).toEqual(['a done'])
})

test('any of the questions that a step has asked may be the one that is approved', async () => {
  const { id, run, question, say } = await asking()
  expect(statuses(await run(id))).toEqual(['a asks'])
  await say(question)
  expect(statuses(await run(id))).toEqual(['a done'])
})

test('an approval is for what was shown: once the ground has moved, the step asks again', async () => {
  const { id, run, question, say, yard } = await asking()
  await say(question)
  yard.things.set('a', 'of somebody else')
  expect(statuses(await run(id))).toEqual(['a asks'])
  expect(yard.things.get('a')).toBe('of somebody else')
})

test('in a protected environment whoever asked for the plan answers nothing that its steps ask', async () => {
  const { id, run, question, say } = await asking(make('a'), ['production'])
  expect(statuses(await run(id, {}, { consent: flags, ask: async () => true }))).toEqual(['a asks'])
  await say(question)
  expect(statuses(await run(id))).toEqual(['a asks'])
  await say(question, 'bob')
  expect(statuses(await run(id))).toEqual(['a done'])
})
