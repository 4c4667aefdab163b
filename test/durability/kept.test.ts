import { expect, test } from 'bun:test'
import { join } from 'node:path'
import { workspace } from '@nimbus/testkit'

test('what a run kept before it was killed can be put back', async () => {
  await using ws = await workspace({ 'notes.txt': 'all of it' })
  const script = join(import.meta.dir, 'killed-writer.ts')
  const child = Bun.spawn([process.execPath, script, ws.path, 'notes.txt'], { env: { ...ws.env }, stderr: 'pipe' })
  await child.exited
  expect([child.signalCode, await child.stderr.text()]).toEqual(['SIGKILL', ''])
  expect(await ws.file('notes.txt').text()).toBe('half of it')

  const { journal } = (await ws.host()).ports
  const [killed] = await journal.list({ tenant: 'local', operation: 'killed.write', limit: 1 })
  if (!killed) throw new Error('the killed run is not on record')
  expect(killed).toMatchObject({ outcome: 'interrupted', kept: { 'notes.txt': expect.any(String) } })

  const refused = await ws.invoke('nimbus.undo', { run: killed.id })
  expect(refused.error).toMatchObject({ code: 'no-undo' })
  expect(refused.error?.next).toContain('notes.txt')

  await ws.call('fs.restore', { file: 'notes.txt', run: killed.id })
  expect(await ws.file('notes.txt').text()).toBe('all of it')
})
