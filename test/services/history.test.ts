import { expect, test } from 'bun:test'
import { failure, workspace } from '@nimbus/testkit'
import { afterEffect, behindTheBack } from './sabotage.ts'

test('the history shows what was done, newest first, with ids short enough to type', async () => {
  await using ws = await workspace({ 'a.txt': 'one\n' })
  expect((await ws.cli(['history'])).stdout).toContain('nothing yet')
  await ws.cli(['fs', 'read', 'a.txt'])
  await ws.cli(['fs', 'write', 'b.txt', 'two'])
  await ws.cli(['fs', 'read', 'none.txt'])
  const { stdout } = await ws.cli(['history'])
  const rows = stdout.trimEnd().split('\n').slice(1, -1)
  expect(
    rows.map((row) =>
      row
        .replace(/^r_\S{6}\s+.*?\s\s+/, '')
        .replace(/\d+ms/, 'n')
        .split(/\s{2,}/),
    ),
  ).toEqual([
    ['✗ missing', 'fs.read', 'n', 'tester', 'none.txt'],
    ['✓ done', 'fs.write', 'n', 'tester', 'b.txt two'],
    ['✓ done', 'fs.read', 'n', 'tester', 'a.txt'],
  ])
  const [id = ''] = rows[1]?.split(' ') ?? []
  const shown = await ws.cli(['history', 'show', id])
  expect(shown.stdout).toContain('✓ fs.write done  b.txt two')
  expect(shown.stdout).toContain('✓ b.txt holds what was written')
  expect(shown.stdout).toMatch(/Undo\n {2}nimbus undo r_[a-z2-7]{20}/)
})

test('filters by operation, outcome, effect, time and words', async () => {
  await using ws = await workspace({ 'a.txt': 'x' })
  await ws.invoke('fs.read', { file: 'a.txt' })
  await ws.invoke('fs.read', { file: 'none' })
  await ws.invoke('fs.write', { file: 'production.txt', content: 'x' })
  const operations = async (input: Parameters<typeof list>[0]) =>
    (await list(input)).entries.map((each) => each.operation)
  const list = (input: { [key: string]: unknown }) => ws.call('state.history-list', input)
  expect(await operations({ operation: 'fs.read' })).toEqual(['fs.read', 'fs.read'])
  expect(await operations({ outcome: 'missing' })).toEqual(['fs.read'])
  expect(await operations({ effect: 'create' })).toEqual(['fs.write'])
  expect(await operations({ effect: 'update' })).toEqual([])
  expect(await operations({ changes: true })).toEqual(['fs.write'])
  expect(await operations({ since: '1h' })).toHaveLength(3)
  expect(await operations({ since: '2999-01-01' })).toEqual([])
  expect(await failure(list({ since: 'yesterday' }))).toMatchObject({ code: 'invalid-time', exit: 2 })
  const found = await ws.call('state.history-search', { words: ['production'] })
  expect(found.entries.map(({ operation }) => operation)).toEqual(['fs.write'])
})

test('a run shows the programs it ran as they can be pasted, and the runs it called', async () => {
  await using ws = await workspace({ 'a b.txt': "it's\n" }, { env: { NIMBUS_RG: '/bin/true' } })
  const { run } = await ws.invoke('fs.search', { pattern: "it's $HOME" })
  const shown = await ws.call('state.history-show', { run: run.slice(0, 10) })
  expect(shown.commands).toHaveLength(1)
  expect(shown.commands[0]).toMatchObject({ exitCode: 0 })
  expect(shown.commands[0]?.command).toEndWith(` -- 'it'\\''s $HOME' .`)

  const write = await ws.invoke('fs.write', { file: 'a b.txt', content: 'x' })
  const undo = await ws.invoke('nimbus.undo', { run: write.run })
  const parent = await ws.call('state.history-show', { run: undo.run })
  expect(parent.children).toMatchObject([{ operation: 'fs.restore', outcome: 'done', parent: undo.run }])
  const top = await ws.call('state.history-list', { outcome: 'done' })
  expect(top.entries.map(({ operation }) => operation)).not.toContain('fs.restore')
})

test('an id that is none or stands for nothing is one clear error', async () => {
  await using ws = await workspace()
  expect(await failure(ws.call('state.history-show', { run: 'x' }))).toMatchObject({ code: 'invalid-id', exit: 2 })
  expect(await failure(ws.call('state.history-show', { run: 'r_abcd' }))).toMatchObject({ code: 'not-found', exit: 5 })
})

test('a note is in the history, marked as one, and is no run', async () => {
  await using ws = await workspace()
  const { exit } = await ws.cli(['history', 'note', 'Raised the quota by hand', '--source', 'console'])
  expect(exit).toBe(0)
  const { entries } = await ws.call('state.history-list', {})
  expect(entries.filter(({ kind }) => kind === 'note')).toMatchObject([
    { summary: 'Raised the quota by hand', operation: 'console', outcome: 'note' },
  ])
  const { entries: found } = await ws.call('state.history-search', { words: ['quota'] })
  expect(found.map(({ kind }) => kind).sort()).toEqual(['note', 'run'])
  expect(await failure(ws.call('state.history-note', { summary: '  ' }))).toMatchObject({ exit: 2 })
})

test('verify says so when the note was lost', async () => {
  await using ws = await workspace()
  const onEvent = afterEffect(() => behindTheBack(ws, 'UPDATE documents SET body = NULL'))
  const envelope = await ws.invoke('state.history-note', { summary: 'x' }, { onEvent })
  expect(envelope).toMatchObject({ outcome: 'negative', findings: [{ status: 'fail', code: 'note-stored' }] })
})
