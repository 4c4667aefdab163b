import { expect, test } from 'bun:test'
import { failure } from '@nimbus/testkit'
import { make, openYard, statuses } from './testing.ts'

/** A task that was killed between the effect of its first step, which may be made again, and the end of that. */
const cutOff = async (before?: string) => {
  const open = openYard()
  const { yard, approved, create, killed, ports } = open
  if (before !== undefined) yard.things.set('a', before)
  const plan = await approved([make('a'), make('b', { dependsOn: ['a'] })], {
    preconditions: { 'a/a': before ?? 'absent' },
  })
  const { id } = await create(plan)
  await killed(id, (die) => {
    yard.midway = die
  })
  expect(yard.things.get('a')).toBe('1')
  return { ...open, id, ports }
}
const back = {
  covering: {
    by: 'bob',
    changes: [
      { resource: 'yard:a', effect: 'delete' },
      { resource: 'yard:b', effect: 'delete' },
    ],
  },
} as const

test('the ground that a step has moved itself is no reason against going on', async () => {
  const { id, run } = await cutOff()
  expect(statuses(await run(id))).toEqual(['a done', 'b done'])
})

test('the ground that somebody else has moved still is', async () => {
  const { id, run, yard } = await cutOff()
  yard.things.set('a', 'of somebody else')
  const { steps } = await run(id)
  expect(steps[0]?.error?.code).toBe('precondition-changed')
  expect(yard.things.get('a')).toBe('of somebody else')
})

test('what it did is taken back, at once and after going on', async () => {
  for (const first of [true, false]) {
    const { id, run, yard } = await cutOff()
    if (first) await run(id)
    const { status } = await run(id, { back: true }, back)
    expect({ status, left: [...yard.things.keys()] }).toEqual({ status: 'rolled-back', left: [] })
  }
})

test('where no way back was told ahead, nobody says that all of it is taken back', async () => {
  const { id, run } = await cutOff('0')
  expect(await failure(run(id, { back: true }, back))).toMatchObject({ code: 'irreversible' })
})

test('a step that had nothing to do is nothing to take back', async () => {
  const { yard, approved, apply, run } = openYard()
  yard.things.set('b', '1')
  const { id } = await apply(await approved([make('a'), make('b', { dependsOn: ['a'] })]))
  const { status } = await run(id, { back: true }, back)
  expect({ status, left: [...yard.things.keys()] }).toEqual({ status: 'rolled-back', left: ['b'] })
})
