import { expect, test } from 'bun:test'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { failure, workspace } from '@nimbus/testkit'
import fc from 'fast-check'

test('whatever a file held comes back byte for byte, and that can be taken back too', async () => {
  await using ws = await workspace({ 'a.bin': '' })
  await fc.assert(
    fc.asyncProperty(fc.uint8Array({ maxLength: 200 }), fc.string({ maxLength: 50 }), async (bytes, content) => {
      writeFileSync(join(ws.path, 'a.bin'), bytes)
      const { run, data } = await ws.invoke('fs.write', { file: 'a.bin', content })
      if (data && typeof data === 'object' && 'did' in data && data.did === 'nothing') return
      const restored = await ws.invoke('fs.restore', { file: 'a.bin', run })
      expect(await ws.file('a.bin').bytes()).toEqual(new Uint8Array(bytes))
      await ws.call('nimbus.undo', { run: restored.run })
      expect(await ws.file('a.bin').text()).toBe(content)
    }),
    { numRuns: 25 },
  )
})

test('what was kept of one file cannot be read through another', async () => {
  await using ws = await workspace({ '.env': 'SECRET=1\n', 'notes.md': '' })
  const { run } = await ws.invoke('fs.write', { file: '.env', content: 'SECRET=2\n' })
  expect(await failure(ws.call('fs.restore', { file: 'notes.md', run }))).toMatchObject({
    code: 'nothing-kept',
    exit: 5,
  })
})

test('verify says so when the file is something else afterwards', async () => {
  await using ws = await workspace({ 'a.txt': 'one' })
  const { run } = await ws.invoke('fs.write', { file: 'a.txt', content: 'two' })
  const envelope = await ws.invoke(
    'fs.restore',
    { file: 'a.txt', run },
    {
      onEvent({ type, data }) {
        if (type === 'step' && data && typeof data === 'object' && 'status' in data && data.status === 'done')
          writeFileSync(join(ws.path, 'a.txt'), 'sabotage')
      },
    },
  )
  expect(envelope).toMatchObject({ outcome: 'negative', findings: [{ status: 'fail' }] })
})
