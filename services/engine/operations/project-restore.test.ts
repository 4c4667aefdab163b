import { expect, test } from 'bun:test'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { failure, workspace } from '@nimbus/testkit'

const confirmed = { consent: { yes: true, confirm: ['.nimbus/project.yaml', '.nimbus/project-generated.json'] } }
const both = ['project.yaml', 'project-generated.json'] as const

test('it takes a creation back, and undoing that brings the same bytes again', async () => {
  await using ws = await workspace({ 'a.ts': 'x\n' })
  const { run } = await ws.invoke('engine.init', {})
  const written = await ws.file('.nimbus/project.yaml').text()
  const restore = await ws.invoke('engine.project-restore', { run, restore: [], remove: both }, confirmed)
  expect(restore).toMatchObject({ outcome: 'done', findings: [{ status: 'pass' }, { status: 'pass' }] })
  expect(await ws.file('.nimbus/project.yaml').exists()).toBe(false)
  expect((await ws.invoke('nimbus.undo', { run: restore.run }, confirmed)).outcome).toBe('done')
  expect(await ws.file('.nimbus/project.yaml').text()).toBe(written)
})

test('a removal asks for the name of the file', async () => {
  await using ws = await workspace({ 'a.ts': 'x\n' })
  const { run } = await ws.invoke('engine.init', {})
  const { error } = await ws.invoke('engine.project-restore', { run, restore: [], remove: both })
  expect(error?.exit).toBe(3)
  expect(await ws.file('.nimbus/project.yaml').exists()).toBe(true)
})

test('a run that kept nothing cannot be taken back so', async () => {
  await using ws = await workspace({ '.nimbus/project.yaml': 'name: mine\n' })
  const error = await failure(ws.call('engine.project-restore', { run: `r_${'a'.repeat(20)}` }))
  expect(error).toMatchObject({ code: 'nothing-kept', exit: 5 })
  expect(await ws.file('.nimbus/project.yaml').text()).toBe('name: mine\n')
})

test('verify says so when the file is not what was put back', async () => {
  await using ws = await workspace({ 'a.ts': 'x\n', '.nimbus/project.yaml': 'owner: me\n' })
  const { run } = await ws.invoke('engine.init', {})
  const onEvent = ({ type, data }: { type: string; data: unknown }) => {
    if (type === 'step' && data && typeof data === 'object' && 'status' in data && data.status === 'done')
      writeFileSync(join(ws.path, '.nimbus/project.yaml'), 'sabotage: 1\n')
  }
  const input = { run, restore: ['project.yaml'], remove: [] }
  expect(await ws.invoke('engine.project-restore', input, { onEvent })).toMatchObject({
    outcome: 'negative',
    findings: [{ status: 'fail', code: 'project-written' }],
  })
})
