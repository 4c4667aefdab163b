import { expect, test } from 'bun:test'
import { mkdir, symlink } from 'node:fs/promises'
import { join } from 'node:path'
import { failure, workspace } from '@nimbus/testkit'

test('lists directories first, then by name, and names links without following them', async () => {
  await using ws = await workspace({ 'b.txt': '12345', 'A.txt': '', 'src/x': '', '.hidden': '' })
  await symlink('/etc', join(ws.path, 'etc'))
  const { entries, hidden } = await ws.call('fs.list', {})
  expect(entries.map(({ name, type }) => [name, type])).toEqual([
    ['src', 'directory'],
    ['A.txt', 'file'],
    ['b.txt', 'file'],
    ['etc', 'link'],
  ])
  expect(entries[2]?.bytes).toBe(5)
  expect(entries[3]?.target).toBe('/etc')
  expect(hidden).toBe(2)
  expect((await ws.call('fs.list', { hidden: true })).entries).toHaveLength(6)
})

test('an empty directory says so; a file and an absent directory are errors', async () => {
  await using ws = await workspace({ 'a.txt': '' })
  await mkdir(join(ws.path, 'empty'))
  expect((await ws.cli(['fs', 'list', 'empty'])).stdout).toBe('empty is empty\n')
  expect(await failure(ws.call('fs.list', { path: 'a.txt' }))).toMatchObject({ code: 'not-a-directory', exit: 2 })
  expect(await failure(ws.call('fs.list', { path: 'none' }))).toMatchObject({ code: 'no-directory', exit: 5 })
})

test('a name with a line break in it stays one line', async () => {
  await using ws = await workspace({ 'a\n✓ done': '' })
  expect((await ws.cli(['fs', 'list'])).stdout).toMatch(/^0 B .*a⏎✓ done\n/)
})

test('the home of Nimbus is not listed', async () => {
  await using ws = await workspace()
  await ws.invoke('fs.list', {})
  expect((await ws.cli(['fs', 'list', join(ws.home, '.nimbus')])).exit).toBe(4)
})

test('what goes while it is looked at is left out', async () => {
  await using ws = await workspace({ 'stays.txt': '' })
  const churn = `for (;;) for (const i of Array(300).keys()) {
    require('fs').writeFileSync('f' + i, '')
    if (i > 20) require('fs').rmSync('f' + (i - 20), { force: true })
  }`
  const child = Bun.spawn([process.execPath, '-e', churn], { cwd: ws.path })
  try {
    for (let i = 0; i < 60; i++) {
      const { entries } = await ws.call('fs.list', {})
      expect(entries.map(({ name }) => name)).toContain('stays.txt')
      await ws.call('fs.tree', { sizes: true })
    }
  } finally {
    child.kill()
    await child.exited
  }
})
