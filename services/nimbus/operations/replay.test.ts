import { expect, test } from 'bun:test'
import { failure, workspace } from '@nimbus/testkit'

test('the call of a run is made again as a run of its own, looked at as things are now', async () => {
  await using place = await workspace({ 'a.txt': 'one' })
  const { run } = await place.invoke('fs.write', { file: 'a.txt', content: 'two' })
  await place.write({ 'a.txt': 'three' })
  const again = await place.invoke('nimbus.replay', { run: run.slice(0, 8) })
  expect(again).toMatchObject({
    outcome: 'done',
    data: { replayed: run, operation: 'fs.write', data: { did: 'updated' } },
  })
  expect(await place.file('a.txt').text()).toBe('two')
})

test('it asks as the call itself would, whatever was approved then', async () => {
  await using place = await workspace({ 'a.txt': 'one' })
  const consent = { yes: true, confirm: ['a.txt'] }
  const { run } = await place.invoke('fs.remove', { file: 'a.txt' }, { consent })
  await place.write({ 'a.txt': 'again' })
  const { error } = await place.invoke('nimbus.replay', { run })
  expect(error).toMatchObject({ code: 'approval-needed', message: 'This needs approval: delete workspace:a.txt' })
  expect(await place.file('a.txt').exists()).toBe(true)
  expect((await place.invoke('nimbus.replay', { run }, { consent })).outcome).toBe('done')
})

test('a call whose input is not on record as it was cannot be made again', async () => {
  await using place = await workspace()
  const long = 'x'.repeat(100_000)
  const { run } = await place.invoke('fs.write', { file: 'long.txt', content: long })
  expect(await failure(place.call('nimbus.replay', { run }))).toMatchObject({
    code: 'no-replay',
    exit: 1,
    why: 'a long text in its input was not recorded',
  })
})

test('verify sees a call that was not made again', async () => {
  await using place = await workspace({ 'a.txt': 'one' })
  const { run } = await place.invoke('fs.write', { file: 'a.txt', content: 'two' })
  const { ports } = await place.host()
  ports.records.journal.list = async () => []
  const again = await place.invoke('nimbus.replay', { run })
  expect(again).toMatchObject({ outcome: 'negative', findings: [{ code: 'replay-recorded', status: 'fail' }] })
})

test('an apply is not made again, and says what to do instead', async () => {
  await using place = await workspace()
  const document = { steps: [{ id: '1', operation: 'fs.write', input: { file: 'a.txt', content: 'one' } }] }
  const { id } = await place.call('nimbus.plan-save', { document })
  await place.call('nimbus.approve', { plan: id })
  const { run } = await place.invoke('nimbus.apply', { plan: id })
  const { run: undo } = await place.invoke('nimbus.undo', { run }, { consent: { yes: true, confirm: ['a.txt'] } })
  expect(await failure(place.call('nimbus.replay', { run }))).toMatchObject({
    code: 'no-replay',
    why: 'a plan is for a single use',
    next: `make the plan again and apply that one; what this one was: nimbus plan show ${id}`,
  })
  expect(await failure(place.call('nimbus.replay', { run: undo }))).toMatchObject({
    code: 'no-replay',
    next: 'make the call again with its own command',
  })
})
