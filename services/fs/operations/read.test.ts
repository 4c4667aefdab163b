import { expect, test } from 'bun:test'
import { mkdirSync, symlinkSync, unlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { failure, workspace } from '@nimbus/testkit'

test('gives a file with its size and count of lines, and a part of it', async () => {
  await using ws = await workspace({ 'a.txt': 'one\ntwo\nthree' })
  expect(await ws.call('fs.read', { file: 'a.txt' })).toMatchObject({
    file: 'a.txt',
    text: 'one\ntwo\nthree',
    lines: 3,
    bytes: 13,
  })
  expect((await ws.call('fs.read', { file: 'a.txt', from: 2, lines: 1 })).text).toBe('two\n')
})

test('an absent file, a directory, a binary, a line past the end: one clear error each', async () => {
  await using ws = await workspace({ bin: new Uint8Array([1, 0, 2]), latin: new Uint8Array([0xe9, 0x41]), a: 'x\n' })
  const errors = await Promise.all(
    (['none', '.nimbus', 'bin', 'latin'] as const).map((file) => failure(ws.call('fs.read', { file }))),
  )
  expect(errors.map(({ code }) => code)).toEqual(['no-file', 'not-a-file', 'binary-file', 'binary-file'])
  expect(errors.every(({ at, next }) => at !== undefined && next !== undefined)).toBe(true)
  expect(await failure(ws.call('fs.read', { file: 'a', from: 5 }))).toMatchObject({ code: 'past-the-end', exit: 2 })
  const flag = await ws.cli(['fs', 'read', 'a', '--from', '0'])
  expect(flag.exit).toBe(2)
  expect(flag.stderr).toContain('from')
})

test('a named pipe is refused instead of waited on', async () => {
  await using ws = await workspace()
  const made = Bun.spawnSync(['mkfifo', join(ws.path, 'pipe')])
  expect(made.exitCode).toBe(0)
  const error = await failure(ws.call('fs.read', { file: 'pipe' }))
  expect(error).toMatchObject({ code: 'not-a-file', exit: 2 })
  expect(error.message).toContain('named pipe')
})

test('what looks like a secret is asked about first', async () => {
  await using ws = await workspace({ '.env': 'TOKEN=hunter2hunter2\n' })
  const result = await ws.cli(['fs', 'read', '.env'])
  expect(result.exit).toBe(3)
  expect(result.stdout + result.stderr).not.toContain('hunter2')
})

test('the home of Nimbus is not read, not even by the person at the terminal', async () => {
  await using ws = await workspace()
  await ws.invoke('fs.list', {})
  const { exit, stderr } = await ws.cli(['fs', 'read', join(ws.home, '.nimbus/key'), '--yes'])
  expect(exit).toBe(4)
  expect(stderr).toContain('belongs to Nimbus itself')
})

test('a link out of the workspace is refused to a model, also when it appears between look and read', async () => {
  await using ws = await workspace({ 'a.txt': 'inside' })
  mkdirSync(join(ws.home, 'private'))
  writeFileSync(join(ws.home, 'private/a.txt'), 'outside')
  symlinkSync(join(ws.home, 'private'), join(ws.path, 'link'))
  const before = await ws.invoke('fs.read', { file: 'link/a.txt' }, { surface: 'mcp' })
  expect(before.error).toMatchObject({ code: 'outside-workspace', exit: 4 })

  const swap = () => {
    unlinkSync(join(ws.path, 'a.txt'))
    symlinkSync(join(ws.home, 'private/a.txt'), join(ws.path, 'a.txt'))
  }
  const onEvent = ({ type }: { type: string }) => (type === 'decision' ? swap() : undefined)
  const between = await ws.invoke('fs.read', { file: 'a.txt' }, { surface: 'mcp', onEvent })
  expect(between.error).toMatchObject({ code: 'path-changed', exit: 4 })
})
