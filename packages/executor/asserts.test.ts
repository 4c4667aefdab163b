import { expect, test } from 'bun:test'
import { make, openYard, statuses } from './testing.ts'

test('what the plan says of a result is held against it right after it, and what is not told is unknown', async () => {
  const { approved, apply } = openYard()
  const asserts = (pointer: string, equals: unknown) => [{ pointer, equals }]
  expect((await apply(await approved([make('a', { asserts: asserts('/name', 'a') })]))).result?.verdict).toBe(
    'achieved',
  )
  const wrong = await apply(await approved([make('b', { asserts: asserts('/name', 'z') })]))
  expect(wrong).toMatchObject({
    status: 'failed',
    steps: [{ error: { code: 'not-asserted', message: '/name is to be "z", and is "b"' } }],
    result: { verdict: 'not-achieved' },
  })
  expect((await apply(await approved([make('c', { asserts: asserts('/size', 1) })]))).result?.verdict).toBe('unknown')
})

const wrongName = { asserts: [{ pointer: '/name', equals: 'z' }] }

test('nothing is built on a result that is not what the plan says: the rest stops, goes on elsewhere or is taken back', async () => {
  const { yard, approved, apply } = openYard({ parallel: 1 })
  const steps = (letter: string) => [
    make(`${letter}1`, wrongName),
    make(`${letter}2`, { dependsOn: [`${letter}1`] }),
    make(`${letter}3`),
  ]
  const stopped = await apply(await approved(steps('a')))
  expect(statuses(stopped)).toEqual(['a1 failed', 'a2 waiting', 'a3 waiting'])
  const goesOn = await apply(await approved(steps('b'), { onFailure: 'continue' }))
  expect(statuses(goesOn)).toEqual(['b1 failed', 'b2 skipped', 'b3 done'])
  expect(goesOn.result).toMatchObject({ verdict: 'partly' })
  expect([...yard.things.keys()]).toEqual(['a1', 'b1', 'b3'])
  const back = await apply(await approved(steps('c'), { onFailure: 'roll-back' }))
  expect(back).toMatchObject({ status: 'rolled-back', steps: [{ status: 'undone' }, {}, {}] })
  expect(yard.things.has('c1')).toBe(false)
})

test('a result that is not what the plan says is no reason to do again what may not be repeated', async () => {
  const { yard, approved, apply, run } = openYard()
  const build = (id: string) => make(id, { operation: 'yard.build', ...wrongName })
  const built = await apply(await approved([build('a'), make('b', { dependsOn: ['a'] })]))
  expect(statuses(built)).toEqual(['a failed', 'b waiting'])
  expect(statuses(await run(built.id))).toEqual(['a failed', 'b waiting'])
  expect(yard.done).toEqual(['yard.build a'])
  // A look may find something else the next time.
  yard.things.set('x', '2')
  const good = [{ pointer: '/good', equals: true }]
  const look = { id: 'look', operation: 'yard.look', input: { name: 'x' }, effect: 'read' as const, asserts: good }
  const looked = await apply(await approved([look, make('c', { dependsOn: ['look'] })]))
  expect(statuses(looked)).toEqual(['look failed', 'c waiting'])
  yard.things.set('x', '1')
  expect(statuses(await run(looked.id))).toEqual(['look done', 'c done'])
})

test('what the plan says of a result is judged also where the process ended before it could write down the result', async () => {
  const { yard, approved, create, run, killed, ports } = openYard()
  const { id } = await create(await approved([make('a', wrongName), make('b', { dependsOn: ['a'] })]))
  const { write } = ports.tasks
  await killed(id, (die) => {
    ports.tasks.write = async (hold, change) => (change.step?.endedAt ? die() : write(hold, change))
  })
  expect(statuses(await run(id))).toEqual(['a failed', 'b waiting'])
  expect([...yard.things.keys()]).toEqual(['a'])
})
