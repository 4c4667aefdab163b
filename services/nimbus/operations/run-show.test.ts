import { expect, test } from 'bun:test'
import { failure, workspace } from '@nimbus/testkit'

test('a run shows input, decision, result and numbered events', async () => {
  await using place = await workspace()
  const { run } = await place.invoke('fs.write', { file: 'a.txt', content: 'one' })
  const shown = await place.call('nimbus.run-show', { run: run.slice(0, 8) })
  expect(shown).toMatchObject({
    id: run,
    operation: 'fs.write',
    outcome: 'done',
    surface: 'cli',
    principal: 'tester',
    input: { file: 'a.txt', content: 'one' },
    decision: 'defaults: new files inside the workspace, asked for by a person',
  })
  expect(shown.events.map(({ n }) => n)).toEqual(shown.events.map((_, i) => i + 1))
  const [first] = shown.events
  expect((await place.call('nimbus.run-show', { run, after: first?.n ?? 0 })).events).toEqual(shown.events.slice(1))
})

test.each([
  ['r_zzzz', 'not-found', 5],
  ['r_a', 'invalid-id', 2],
  ['nonsense', 'invalid-id', 2],
] as const)('%s is refused as %s', async (run, code, exit) => {
  await using place = await workspace()
  expect(await failure(place.call('nimbus.run-show', { run }))).toMatchObject({ code, exit })
})
