import { expect, test } from 'bun:test'
import { workspace } from '@nimbus/testkit'

test('what was changed is found behind any number of reads, and a run behind any number that it called', async () => {
  await using ws = await workspace()
  await ws.call('fs.write', { file: 'a.txt', content: 'a' })
  for (let i = 0; i < 8; i += 1) await ws.call('state.history-list', {})
  const changed = await ws.call('state.history-list', { changes: true, limit: 1 })
  expect(changed.entries).toMatchObject([{ operation: 'fs.write' }])
  expect((await ws.call('state.history-list', { limit: 1 })).entries).toMatchObject([{ operation: 'fs.write' }])
})

test('the looks that a plan takes at its steps are no runs of their own', async () => {
  await using ws = await workspace()
  const step = { id: '1', operation: 'fs.write', input: { file: 'a.txt', content: 'a' } }
  const { id: plan } = await ws.call('nimbus.plan-save', { document: { steps: [step] } })
  await ws.call('nimbus.approve', { plan })
  await ws.call('nimbus.apply', { plan })
  const outcomes = async (nested: boolean) =>
    (await ws.call('state.history-list', { operation: 'fs.write', nested })).entries.map(({ outcome }) => outcome)
  expect(await outcomes(false)).toEqual(['done'])
  expect(await outcomes(true)).toContain('preview')
})

test('a note is shown with all that it says', async () => {
  await using ws = await workspace()
  await ws.call('state.history-note', { summary: 'another one' })
  await ws.call('state.history-note', { summary: 'raised the quota', detail: { ticket: 'OPS-1' } })
  const { entries } = await ws.call('state.history-list', {})
  const { id = '' } = entries.find(({ kind, summary }) => kind === 'note' && summary === 'raised the quota') ?? {}
  expect(await ws.call('state.history-show', { run: id })).toMatchObject({ input: { detail: { ticket: 'OPS-1' } } })
  const none = await ws.invoke('state.history-show', { run: 'note-0000' })
  expect(none.error).toMatchObject({ code: 'not-found', exit: 5 })
})
