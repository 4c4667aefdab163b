import { expect, test } from 'bun:test'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { RunEvent } from '@nimbus/kernel'
import { failure, workspace } from '@nimbus/testkit'

const plain = { name: 'my-agent', binary: 'my-agent', prompt: 'stdin' } as const

test('puts the file back to what it was before a run, over later edits only when told no state', async () => {
  await using ws = await workspace()
  const yaml = join(ws.env.NIMBUS_HOME ?? '', 'llm.yaml')
  await ws.call('llm.tool-add', plain)
  const before = readFileSync(yaml, 'utf8')
  const { run } = await ws.invoke('llm.tool-add', { ...plain, name: 'other' })
  writeFileSync(yaml, '# all gone\n')
  const restored = await ws.invoke('llm.tool-restore', { run })
  expect(restored).toMatchObject({ outcome: 'done', data: { did: 'restored' }, findings: [{ status: 'pass' }] })
  expect(readFileSync(yaml, 'utf8')).toBe(before)

  await ws.invoke('nimbus.undo', { run: restored.run })
  expect(readFileSync(yaml, 'utf8')).toBe('# all gone\n')
})

test('a run that changed something else has nothing to put back', async () => {
  await using ws = await workspace()
  const { run } = await ws.invoke('fs.write', { file: 'a.txt', content: 'x' })
  expect(await failure(ws.call('llm.tool-restore', { run }))).toMatchObject({ code: 'nothing-kept', exit: 5 })
})

test('verify says so when the file is something else afterwards', async () => {
  await using ws = await workspace()
  const yaml = join(ws.env.NIMBUS_HOME ?? '', 'llm.yaml')
  await ws.call('llm.tool-add', plain)
  const { run } = await ws.invoke('llm.tool-add', { ...plain, name: 'other' })
  const onEvent = (event: RunEvent) => {
    const data = event.data
    if (event.type === 'step' && data && typeof data === 'object' && 'status' in data && data.status === 'done')
      writeFileSync(yaml, '# sabotage\n')
  }
  const envelope = await ws.invoke('llm.tool-restore', { run }, { onEvent })
  expect(envelope).toMatchObject({
    ok: true,
    outcome: 'negative',
    findings: [{ status: 'fail', code: 'file-restored' }],
  })
})
