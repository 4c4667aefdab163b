import { expect, test } from 'bun:test'
import { existsSync, writeFileSync } from 'node:fs'
import { chmod, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { failure, workspace } from '@nimbus/testkit'

const confirmed = (name: string) => ({ consent: { yes: false, confirm: [name] } })

test('removes a file once its name is confirmed, and undo brings back bytes and permissions', async () => {
  await using ws = await workspace({ 'a.sh': '#!/bin/sh\n' })
  await chmod(join(ws.path, 'a.sh'), 0o755)
  const asked = await ws.cli(['fs', 'remove', 'a.sh', '--yes'])
  expect(asked.exit).toBe(3)
  expect(asked.stderr).toContain('--confirm a.sh')

  const { run, outcome } = await ws.invoke('fs.remove', { file: 'a.sh' }, confirmed('a.sh'))
  expect(outcome).toBe('done')
  expect(existsSync(join(ws.path, 'a.sh'))).toBe(false)
  expect((await ws.invoke('nimbus.undo', { run })).outcome).toBe('done')
  expect(await ws.file('a.sh').text()).toBe('#!/bin/sh\n')
  expect((await stat(join(ws.path, 'a.sh'))).mode & 0o777).toBe(0o755)
})

test('a file that is not there, or not the expected one, stays as it is', async () => {
  await using ws = await workspace({ 'a.txt': 'x' })
  expect(await failure(ws.call('fs.remove', { file: 'none' }))).toMatchObject({
    code: 'no-file',
    exit: 5,
    already: true,
  })
  const expect64 = '0'.repeat(64)
  const error = await failure(ws.call('fs.remove', { file: 'a.txt', expect: expect64 }, confirmed('a.txt')))
  expect(error).toMatchObject({ code: 'changed-meanwhile', exit: 4 })
  expect(await ws.file('a.txt').text()).toBe('x')
})

test('verify says so when the file is back', async () => {
  await using ws = await workspace({ 'a.txt': 'x' })
  const envelope = await ws.invoke(
    'fs.remove',
    { file: 'a.txt' },
    {
      ...confirmed('a.txt'),
      onEvent({ type, data }) {
        if (type === 'step' && data && typeof data === 'object' && 'status' in data && data.status === 'done')
          writeFileSync(join(ws.path, 'a.txt'), 'back')
      },
    },
  )
  expect(envelope).toMatchObject({ outcome: 'negative', findings: [{ status: 'fail', code: 'file-removed' }] })
})

test('undo does not replace what was made in its place since', async () => {
  await using ws = await workspace({ 'a.txt': 'old' })
  const { run } = await ws.invoke('fs.remove', { file: 'a.txt' }, confirmed('a.txt'))
  await Bun.write(join(ws.path, 'a.txt'), 'new')
  expect(await failure(ws.call('nimbus.undo', { run }))).toMatchObject({ code: 'changed-meanwhile', exit: 4 })
  expect(await ws.file('a.txt').text()).toBe('new')
})
