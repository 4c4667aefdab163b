import { expect, test } from 'bun:test'
import { existsSync, mkdirSync, readdirSync, renameSync, symlinkSync, writeFileSync } from 'node:fs'
import { chmod, mkdir, readdir, stat, symlink } from 'node:fs/promises'
import { join } from 'node:path'
import type { RunEvent } from '@nimbus/kernel'
import { failure, workspace } from '@nimbus/testkit'
import { temporaryName } from '../leftovers.ts'

/** Does something the moment a step of the run has been done: after the effect, before it is verified. */
const afterEffect = (work: () => void) => (event: RunEvent) => {
  const data = event.data
  if (event.type === 'step' && data && typeof data === 'object' && 'status' in data && data.status === 'done') work()
}

/** Does something between the look and the run. */
const afterLook = (work: () => void) => (event: RunEvent) => {
  if (event.type === 'decision') work()
}

test('creates a file with the directories above it, and undo takes all of them away', async () => {
  await using ws = await workspace()
  const envelope = await ws.invoke('fs.write', { file: 'a/b/c.txt', content: 'hi\n' })
  expect(envelope).toMatchObject({
    outcome: 'done',
    data: { file: 'a/b/c.txt', did: 'created', bytes: 3, directories: ['a', 'a/b'] },
    findings: [{ status: 'pass' }],
  })
  expect(await ws.file('a/b/c.txt').text()).toBe('hi\n')

  const refused = await ws.invoke('nimbus.undo', { run: envelope.run })
  expect(refused.error).toMatchObject({ code: 'approval-needed', exit: 3 })
  const undone = await ws.invoke(
    'nimbus.undo',
    { run: envelope.run },
    { consent: { yes: true, confirm: ['a/b/c.txt'] } },
  )
  expect(undone.outcome).toBe('done')
  expect(existsSync(join(ws.path, 'a'))).toBe(false)
})

test('replaces a file and keeps its permissions; undo gives back every byte', async () => {
  const before = new Uint8Array([0xff, 0xfe, 0, 13, 10, 1])
  await using ws = await workspace({ 'run.bin': before })
  await chmod(join(ws.path, 'run.bin'), 0o750)

  const envelope = await ws.invoke('fs.write', { file: 'run.bin', content: '#!/bin/sh\n' })
  expect(envelope.data).toMatchObject({ did: 'updated' })
  expect((await stat(join(ws.path, 'run.bin'))).mode & 0o777).toBe(0o750)

  expect((await ws.invoke('nimbus.undo', { run: envelope.run })).outcome).toBe('done')
  expect(await ws.file('run.bin').bytes()).toEqual(before)
  expect((await stat(join(ws.path, 'run.bin'))).mode & 0o777).toBe(0o750)
})

test('undo refuses to lose what was edited since', async () => {
  await using ws = await workspace({ 'a.txt': 'one\n' })
  const { run } = await ws.invoke('fs.write', { file: 'a.txt', content: 'two\n' })
  await ws.write({ 'a.txt': 'three\n' })
  expect((await ws.invoke('nimbus.undo', { run })).error).toMatchObject({ code: 'changed-meanwhile', exit: 4 })
  expect(await ws.file('a.txt').text()).toBe('three\n')
})

test('the preview says create or update, with a diff, and changes nothing', async () => {
  await using ws = await workspace({ 'a.txt': 'one\ntwo\n' })
  const update = await ws.invoke('fs.write', { file: 'a.txt', content: 'one\n2\n' }, { dryRun: true })
  expect(update.preview?.changes).toMatchObject([{ resource: 'workspace:a.txt', effect: 'update' }])
  expect(update.preview?.changes[0]?.diff).toBe('--- a/a.txt\n+++ b/a.txt\n@@ -1,2 +1,2 @@\n one\n-two\n+2\n')
  const create = await ws.invoke('fs.write', { file: 'new.txt', content: 'x' }, { dryRun: true })
  expect(create.preview?.changes).toMatchObject([{ resource: 'workspace:new.txt', effect: 'create' }])
  expect(await ws.file('a.txt').text()).toBe('one\ntwo\n')
  expect(existsSync(join(ws.path, 'new.txt'))).toBe(false)
})

test('the preview of a file of secrets does not show what it holds', async () => {
  await using ws = await workspace({ '.env': 'TOKEN=hunter2hunter2\n' })
  const look = await ws.invoke('fs.write', { file: '.env', content: 'x' }, { dryRun: true, surface: 'mcp' })
  expect(look.preview?.changes).toMatchObject([{ effect: 'update' }])
  expect(JSON.stringify(look)).not.toContain('hunter2')
})

test('a new file of secrets is for its owner alone', async () => {
  await using ws = await workspace()
  await ws.call('fs.write', { file: 'deploy.pem', content: 'x' })
  expect((await stat(join(ws.path, 'deploy.pem'))).mode & 0o777).toBe(0o600)
})

test('writing what is there already changes nothing and asks nothing', async () => {
  await using ws = await workspace({ 'a.txt': 'same\n' })
  const envelope = await ws.invoke('fs.write', { file: 'a.txt', content: 'same\n' }, { consent: undefined })
  expect(envelope).toMatchObject({ outcome: 'done', data: { did: 'nothing' } })
})

test('overwriting asks where creating does not', async () => {
  await using ws = await workspace({ 'a.txt': 'mine\n' })
  const over = await ws.cli(['fs', 'write', 'a.txt', 'theirs'])
  expect(over.exit).toBe(3)
  expect(over.stderr).toContain('nimbus approve p_')
  expect(await ws.file('a.txt').text()).toBe('mine\n')
  expect((await ws.cli(['fs', 'write', 'b.txt', 'new'])).exit).toBe(0)
})

test('the command line takes content from a file and from standard input', async () => {
  await using ws = await workspace({ 'draft.md': '# Draft\n' })
  expect((await ws.cli(['fs', 'write', 'a.md', '--content', '@draft.md'])).exit).toBe(0)
  expect((await ws.cli(['fs', 'write', 'b.md', '-'], { stdin: 'piped ✓\n' })).exit).toBe(0)
  expect(await ws.file('a.md').text()).toBe('# Draft\n')
  expect(await ws.file('b.md').text()).toBe('piped ✓\n')
})

test.each(['.git/hooks/pre-commit', '.nimbus/policy.yaml', 'sub/.git/config', '.Git/config', 'sub/.NIMBUS/a'])(
  '%s is never written',
  async (file) => {
    await using ws = await workspace({ '.git/HEAD': 'ref: refs/heads/main\n' })
    const error = await failure(ws.call('fs.write', { file, content: 'x' }))
    expect(error).toMatchObject({ code: 'protected-path', exit: 4 })
    expect(existsSync(join(ws.path, file))).toBe(false)
  },
)

test('a file that changed after it was shown is not overwritten', async () => {
  await using ws = await workspace({ 'a.txt': 'shown\n' })
  const path = join(ws.path, 'a.txt')
  const onEvent = afterLook(() => writeFileSync(path, 'edited\n'))
  const { error } = await ws.invoke('fs.write', { file: 'a.txt', content: 'new\n' }, { onEvent })
  expect(error).toMatchObject({ code: 'changed-meanwhile', exit: 4 })
  expect(await ws.file('a.txt').text()).toBe('edited\n')
})

test('a symbolic link put in the way after the look is not followed', async () => {
  await using ws = await workspace({ 'in/a.txt': 'inside\n' })
  const outside = join(ws.home, 'target')
  mkdirSync(outside)
  writeFileSync(join(outside, 'a.txt'), 'outside\n')

  const overFile = afterLook(() => {
    renameSync(join(ws.path, 'in/a.txt'), join(ws.path, 'in/old'))
    symlinkSync(join(outside, 'a.txt'), join(ws.path, 'in/a.txt'))
  })
  const first = await ws.invoke('fs.write', { file: 'in/a.txt', content: 'x' }, { onEvent: overFile })
  expect(first.error).toMatchObject({ code: 'path-changed', exit: 4 })

  const overDirectory = afterLook(() => {
    renameSync(join(ws.path, 'in'), join(ws.path, 'moved'))
    symlinkSync(outside, join(ws.path, 'in'))
  })
  const second = await ws.invoke('fs.write', { file: 'in/b.txt', content: 'x' }, { onEvent: overDirectory })
  expect(second.error).toMatchObject({ code: 'path-changed', exit: 4 })
  expect(await readdir(outside)).toEqual(['a.txt'])
  expect(await Bun.file(join(outside, 'a.txt')).text()).toBe('outside\n')
})

test('verify says so when something else is in the file afterwards', async () => {
  await using ws = await workspace()
  const path = join(ws.path, 'a.txt')
  const onEvent = afterEffect(() => writeFileSync(path, 'sabotage'))
  const envelope = await ws.invoke('fs.write', { file: 'a.txt', content: 'mine' }, { onEvent })
  expect(envelope).toMatchObject({
    ok: true,
    outcome: 'negative',
    findings: [{ status: 'fail', code: 'file-written' }],
  })
})

test('a path out of the workspace is refused on every surface but the command line, where it asks', async () => {
  await using ws = await workspace()
  await symlink(ws.home, join(ws.path, 'link'))
  for (const file of ['../x', 'a/../../x', '/tmp/nimbus-x', 'link/x']) {
    for (const surface of ['http', 'mcp', 'agent'] as const) {
      const { error } = await ws.invoke('fs.write', { file, content: 'x' }, { surface })
      expect(error).toMatchObject({ code: 'outside-workspace', exit: 4 })
    }
    expect((await ws.cli(['fs', 'write', file, 'x'])).exit).toBe(3)
  }
  expect((await readdir(ws.home)).filter((name) => name === 'x')).toEqual([])
})

test('a directory, a file in the way and a stale expectation are each refused', async () => {
  await using ws = await workspace({ 'file.txt': 'x' })
  await mkdir(join(ws.path, 'dir'))
  expect(await failure(ws.call('fs.write', { file: 'dir', content: 'x' }))).toMatchObject({
    code: 'not-a-file',
    exit: 2,
  })
  expect(await failure(ws.call('fs.write', { file: 'file.txt/x', content: 'x' }))).toMatchObject({ exit: 2 })
  expect(await failure(ws.call('fs.write', { file: 'file.txt', content: 'y', expect: 'absent' }))).toMatchObject({
    code: 'changed-meanwhile',
    exit: 4,
  })
})

test("several writes into one directory that is not there yet do not stand in each other's way", async () => {
  await using ws = await workspace()
  const names = Array.from({ length: 8 }, (_, i) => `deep/new/${i}.txt`)
  const written = await Promise.all(names.map((file) => ws.call('fs.write', { file, content: 'x' })))
  expect(written.map(({ did }) => did)).toEqual(names.map(() => 'created'))
  expect(written.flatMap(({ directories }) => directories).toSorted()).toEqual(['deep', 'deep/new'])
})

test("what a killed process left beside the file goes with the next write, and nobody else's", async () => {
  await using ws = await workspace({ 'a.txt': 'one' })
  const own = temporaryName(join(ws.path, 'a.txt'))
  const child = Bun.spawn(['true'])
  await child.exited
  const dead = own.replace(`-${process.pid}-`, `-${child.pid}-`)
  const alive = own.replace(`-${process.pid}-`, `-${process.ppid}-`)
  await ws.write({ [own]: 'x', [dead]: 'x', [alive]: 'x' })
  expect((await ws.call('fs.write', { file: 'a.txt', content: 'one' })).did).toBe('nothing')
  const left = readdirSync(ws.path).filter((name) => name.endsWith('.tmp'))
  expect(left.toSorted()).toEqual([own, alive].toSorted())
})

test('a write that was made already is made again without harm, whatever was expected before it', async () => {
  await using ws = await workspace()
  const input = { file: 'a.txt', content: 'one', expect: 'absent' }
  expect((await ws.call('fs.write', input)).did).toBe('created')
  expect((await ws.call('fs.write', input)).did).toBe('nothing')
  expect(await failure(ws.call('fs.write', { ...input, content: 'two' }))).toMatchObject({ code: 'changed-meanwhile' })
})

test('the way back is told before the effect, so that a kill in the middle does not lose it', async () => {
  await using ws = await workspace({ 'old.txt': 'before' })
  const told = async (file: string) => {
    const { run, preview } = await ws.invoke('fs.write', { file, content: 'x' }, { dryRun: true })
    const { outcome, undo } = await ws.invoke(
      'fs.write',
      { file, content: 'x' },
      { consent: { yes: true, confirm: [] } },
    )
    expect(outcome).toBe('done')
    return { ahead: preview?.undo, left: undo, run }
  }
  const made = await told('deep/er/new.txt')
  expect(made.ahead).toEqual(made.left)
  const changed = await told('old.txt')
  expect(changed.ahead).toMatchObject({ operation: 'fs.restore', input: { file: 'old.txt', run: changed.run } })
  expect((await told('old.txt')).ahead).toBeUndefined()
})
