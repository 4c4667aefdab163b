import { expect, test } from 'bun:test'
import { failure, workspace } from '@nimbus/testkit'
import { afterEffect, behindTheBack } from './sabotage.ts'

test.each([
  ['small', 'one line\n'],
  ['larger than a row should be', '✓ many lines\n'.repeat(20_000)],
])('an artifact that is %s comes back as it was given, by a start of its id', async (_size, content) => {
  await using ws = await workspace({ 'content.txt': content })
  const saved = await ws.cli(['artifact', 'save', 'notes.md', '--content', '@content.txt', '--json'])
  const { data } = JSON.parse(saved.stdout)
  expect(data).toMatchObject({ name: 'notes.md', type: 'text/markdown', bytes: Buffer.byteLength(content) })
  expect(data.id).toMatch(/^a_[a-z2-7]{20}$/)
  expect((await ws.cli(['artifact', 'get', data.id.slice(0, 8)])).stdout).toBe(content)
})

test('the list shows the newest first and says what to do when it is empty', async () => {
  await using ws = await workspace()
  expect((await ws.cli(['artifact', 'list'])).stdout).toContain('nothing saved yet')
  for (const name of ['a.json', 'b.json']) await ws.call('state.artifact-save', { name, content: name })
  const { artifacts, total } = await ws.call('state.artifact-list', { limit: 1 })
  expect(total).toBe(2)
  expect(artifacts).toHaveLength(1)
  expect((await ws.call('state.artifact-list', { name: 'a.j' })).artifacts.map(({ name }) => name)).toEqual(['a.json'])
})

test('a name cannot look like another row of the list', async () => {
  await using ws = await workspace()
  const error = await failure(ws.call('state.artifact-save', { name: 'a\na_bcde  just now', content: 'x' }))
  expect(error).toMatchObject({ code: 'invalid-input', message: 'name: takes one line', exit: 2 })
})

test('an id that is none, stands for nothing, or lost its content is one clear error', async () => {
  await using ws = await workspace()
  expect(await failure(ws.call('state.artifact-get', { id: 'plan.json' }))).toMatchObject({
    code: 'invalid-id',
    exit: 2,
  })
  expect(await failure(ws.call('state.artifact-get', { id: 'a_abcd' }))).toMatchObject({ code: 'not-found', exit: 5 })
  const { id } = await ws.call('state.artifact-save', { name: 'x', content: 'kept' })
  behindTheBack(ws, `UPDATE documents SET body = replace(body, 'kept', 'torn')`)
  expect(await failure(ws.call('state.artifact-get', { id }))).toMatchObject({ code: 'artifact-damaged', exit: 1 })
})

test('undo deletes what was saved, once it is confirmed', async () => {
  await using ws = await workspace()
  const { run, data } = await ws.invoke('state.artifact-save', { name: 'x', content: 'y' })
  const { id } = data as { id: string }
  expect((await ws.invoke('nimbus.undo', { run })).error).toMatchObject({ code: 'approval-needed' })
  const consent = { yes: false, confirm: [`artifacts/${id}`] }
  expect((await ws.invoke('nimbus.undo', { run }, { consent })).outcome).toBe('done')
  expect(await failure(ws.call('state.artifact-get', { id }))).toMatchObject({ code: 'not-found' })
})

test('verify says so when the row was removed, or could not be', async () => {
  await using ws = await workspace()
  const onEvent = afterEffect(() => behindTheBack(ws, 'UPDATE documents SET body = NULL'))
  const saved = await ws.invoke('state.artifact-save', { name: 'x', content: 'y' }, { onEvent })
  expect(saved).toMatchObject({ outcome: 'negative', findings: [{ status: 'fail', code: 'artifact-saved' }] })

  const { id } = await ws.call('state.artifact-save', { name: 'x', content: 'y' })
  behindTheBack(ws, 'CREATE TABLE saved AS SELECT id, body FROM documents WHERE body IS NOT NULL')
  const back = afterEffect(() =>
    behindTheBack(ws, 'UPDATE documents SET body = (SELECT body FROM saved WHERE saved.id = documents.id)'),
  )
  const consent = { yes: false, confirm: [`artifacts/${id}`] }
  const deleted = await ws.invoke('state.artifact-delete', { id }, { onEvent: back, consent })
  expect(deleted).toMatchObject({ outcome: 'negative', findings: [{ status: 'fail', code: 'artifact-deleted' }] })
})
