import { expect, test } from 'bun:test'
import { mkdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { failure } from '@nimbus/testkit'
import fc from 'fast-check'
import { afterEffect, afterLook, emptyRepository, repositoryWith } from '../testing.ts'

const entries = (ws: { git(...argv: string[]): string }) => ws.git('ls-files', '--stage', '-z')

test('stages edits, new files and deletions, and undo puts the index back as it was', async () => {
  await using ws = await repositoryWith({ 'a.txt': 'one\n', 'gone.txt': 'x\n', 'kept.txt': 'k\n' })
  await ws.write({ 'a.txt': 'half\n' })
  ws.git('add', 'a.txt')
  const before = entries(ws)
  await ws.write({ 'a.txt': 'whole\n', 'new.txt': 'n\n' })
  rmSync(join(ws.path, 'gone.txt'))

  const { run, data, findings, undo } = await ws.invoke('git.add', { all: true })
  expect(data).toEqual({
    repository: '.',
    staged: [
      { path: 'a.txt', change: 'modified' },
      { path: 'gone.txt', change: 'deleted' },
      { path: 'new.txt', change: 'added' },
    ],
  })
  expect(findings).toMatchObject([{ status: 'pass', code: 'staged' }])
  expect(ws.git('diff', '--cached', '--name-only')).toBe('a.txt\ngone.txt\nnew.txt\n')
  expect(undo).toEqual({ operation: 'git.unstage', input: { directory: '.', run } })

  expect((await ws.invoke('nimbus.undo', { run })).outcome).toBe('done')
  expect(entries(ws)).toBe(before)
  expect(await ws.file('a.txt').text()).toBe('whole\n')
})

test('the preview names each file with its effect and patch, and stages nothing', async () => {
  await using ws = await repositoryWith({ 'a.txt': 'one\n', '.env': 'A=1\n' })
  await ws.write({ 'a.txt': 'two\n', 'new.txt': 'n\n', '.env': 'A=hunter2hunter2\n' })
  const look = await ws.invoke('git.add', { all: true }, { dryRun: true })
  expect(look.preview?.changes).toMatchObject([
    { resource: 'git:.#.env', effect: 'update', summary: 'stage: modified; it looks like a secret' },
    { resource: 'git:.#a.txt', effect: 'update' },
    { resource: 'git:.#new.txt', effect: 'create' },
  ])
  expect(look.preview?.changes[1]?.diff).toContain('-one\n+two\n')
  expect(JSON.stringify(look)).not.toContain('hunter2')
  expect(ws.git('diff', '--cached', '--name-only')).toBe('')
})

test.each(['with "quotes".txt', 'line\nbreak.txt', '-leading', 'ünï→.txt', ' space ', '*', ':(top)a', '[a]'])(
  '%j is a name and nothing else',
  async (name) => {
    await using ws = await repositoryWith({ 'a.txt': 'one\n' })
    await ws.write({ [name]: 'x\n', 'other.txt': 'o\n', a: 'a\n' })
    expect((await ws.call('git.add', { paths: [name] })).staged).toEqual([{ path: name, change: 'added' }])
    expect(ws.git('diff', '--cached', '--name-only', '-z')).toBe(`${name}\0`)
  },
)

test('whatever was staged before comes back, and that can be taken back too', async () => {
  await using ws = await repositoryWith({ 'a.txt': 'one\n', 'b.txt': 'two\n' })
  const content = fc.option(fc.string({ maxLength: 20 }), { nil: undefined })
  const files = fc.record({ 'a.txt': content, 'b.txt': content, 'c.txt': content })
  const put = (contents: Record<string, string | undefined>) => {
    for (const [name, text] of Object.entries(contents)) {
      const path = join(ws.path, name)
      rmSync(path, { force: true })
      if (text !== undefined) writeFileSync(path, text)
    }
  }
  await fc.assert(
    fc.asyncProperty(files, files, async (first, second) => {
      put(first)
      ws.git('add', '--all')
      put(second)
      const before = entries(ws)
      const { run, data } = await ws.invoke('git.add', { all: true })
      const staged = entries(ws)
      if ((data as { staged: unknown[] }).staged.length === 0) return
      const undone = await ws.invoke('nimbus.undo', { run })
      expect(undone.outcome).toBe('done')
      expect(entries(ws)).toBe(before)
      const { id } = (
        await (
          await ws.host()
        ).ports.journal.list({ tenant: 'local', root: undone.run, operation: 'git.unstage', limit: 1 })
      )[0] ?? { id: '' }
      expect((await ws.invoke('nimbus.undo', { run: id })).outcome).toBe('done')
      expect(entries(ws)).toBe(staged)
    }),
    { numRuns: 6 },
  )
})

test('what is there already is no change and asks nothing', async () => {
  await using ws = await repositoryWith()
  const envelope = await ws.invoke('git.add', { paths: ['a.txt'] }, { consent: undefined })
  expect(envelope).toMatchObject({ outcome: 'done', data: { staged: [] } })
})

test('asks before it stages', async () => {
  await using ws = await repositoryWith()
  await ws.write({ 'a.txt': 'two\n' })
  const asked = await ws.cli(['git', 'add', 'a.txt'])
  expect(asked.exit).toBe(3)
  expect(asked.stderr).toContain('nimbus approve p_')
  expect((await ws.cli(['git', 'add', 'a.txt', '--yes'])).exit).toBe(0)
  expect(ws.git('diff', '--cached', '--name-only')).toBe('a.txt\n')
})

test('names count from the directory they are given with', async () => {
  await using ws = await repositoryWith({ 'sub/a.txt': 'one\n', 'a.txt': 'one\n' })
  await ws.write({ 'sub/a.txt': 'two\n', 'a.txt': 'two\n' })
  expect((await ws.call('git.add', { directory: 'sub', paths: ['a.txt'] })).staged).toEqual([
    { path: 'sub/a.txt', change: 'modified' },
  ])
})

test('a file that is absent, ignored, outside or a repository of its own is each refused', async () => {
  await using ws = await repositoryWith({ '.gitignore': 'dist/\n', 'a.txt': 'x' })
  await ws.write({ 'dist/out.js': 'x' })
  expect(await failure(ws.call('git.add', { paths: ['none.txt'] }))).toMatchObject({ code: 'no-file', exit: 5 })
  expect(await failure(ws.call('git.add', { paths: ['dist/out.js'] }))).toMatchObject({ code: 'ignored-file', exit: 2 })
  expect(await failure(ws.call('git.add', { paths: ['dist'] }))).toMatchObject({ code: 'ignored-file', exit: 2 })
  for (const path of ['../x', '/etc/passwd', 'a/../../x', 'a\0b'])
    expect(await failure(ws.call('git.add', { paths: [path] }))).toMatchObject({ code: 'outside-repository', exit: 2 })
  expect(await failure(ws.call('git.add', {}))).toMatchObject({ code: 'which-files', exit: 2 })
  expect(await failure(ws.call('git.add', { all: true, paths: ['a.txt'] }))).toMatchObject({
    code: 'which-files',
    exit: 2,
  })
  mkdirSync(join(ws.path, 'nested'))
  ws.git('init', '--quiet', 'nested')
  ws.git(
    '-C',
    'nested',
    '-c',
    'user.name=a',
    '-c',
    'user.email=a@b',
    'commit',
    '--quiet',
    '--allow-empty',
    '--message=x',
  )
  expect(await failure(ws.call('git.add', { all: true }))).toMatchObject({ code: 'nested-repository', exit: 2 })
})

test.if(process.platform === 'linux')('a name that is not UTF-8 is said to be one', async () => {
  await using ws = await repositoryWith()
  const name = Buffer.concat([Buffer.from(`${ws.path}/caf`), Buffer.from([0xe9])])
  writeFileSync(name, 'x')
  expect(await failure(ws.call('git.add', { all: true }))).toMatchObject({ code: 'unusual-name', exit: 2 })
})

test('a link is staged as a link, wherever it leads', async () => {
  await using ws = await repositoryWith()
  symlinkSync('/etc/passwd', join(ws.path, 'link'))
  await ws.call('git.add', { paths: ['link'] })
  expect(ws.git('ls-files', '--stage', 'link')).toStartWith('120000')
  expect(ws.git('show', ':link')).toBe('/etc/passwd')
})

test('works before the first commit', async () => {
  await using ws = await emptyRepository()
  await ws.write({ 'a.txt': 'x' })
  const { run } = await ws.invoke('git.add', { all: true })
  expect(ws.git('ls-files')).toBe('a.txt\n')
  expect((await ws.invoke('nimbus.undo', { run })).outcome).toBe('done')
  expect(ws.git('ls-files')).toBe('')
})

test('a file that changed after it was shown is not staged', async () => {
  await using ws = await repositoryWith()
  await ws.write({ 'a.txt': 'shown\n' })
  const onEvent = afterLook(() => writeFileSync(join(ws.path, 'a.txt'), 'edited since\n'))
  const { error } = await ws.invoke('git.add', { all: true }, { onEvent })
  expect(error).toMatchObject({ code: 'changed-meanwhile', exit: 4 })
  expect(ws.git('diff', '--cached', '--name-only')).toBe('')
})

test('undo refuses to lose what was staged since', async () => {
  await using ws = await repositoryWith()
  await ws.write({ 'a.txt': 'two\n' })
  const { run } = await ws.invoke('git.add', { all: true })
  await ws.write({ 'a.txt': 'three\n' })
  ws.git('add', 'a.txt')
  expect((await ws.invoke('nimbus.undo', { run })).error).toMatchObject({
    code: 'changed-meanwhile',
    at: 'a.txt',
    exit: 4,
  })
})

test('a lock of another git is said, with who holds it', async () => {
  await using ws = await repositoryWith()
  await ws.write({ 'a.txt': 'two\n', '.git/index.lock': '' })
  const error = await failure(ws.call('git.add', { all: true }))
  expect(error).toMatchObject({ code: 'locked', exit: 1, at: join(ws.path, '.git/index.lock') })
  expect(error.why).toContain('made less than a minute ago')
})

test.if(process.platform === 'linux')('a lock that a running process holds names that process', async () => {
  await using ws = await repositoryWith()
  await ws.write({ 'a.txt': 'two\n' })
  const holder = Bun.spawn(['sh', '-c', 'exec 3>.git/index.lock; echo ready; exec cat'], {
    cwd: ws.path,
    stdin: 'pipe',
    stdout: 'pipe',
  })
  for await (const _ready of holder.stdout) break
  const error = await failure(ws.call('git.add', { all: true }))
  expect(error.why).toContain(`process ${holder.pid} holds it: cat`)
  holder.kill()
  await holder.exited
})

test('verify says so when the index does not have the files afterwards', async () => {
  await using ws = await repositoryWith()
  await ws.write({ 'a.txt': 'two\n', 'new.txt': 'n' })
  const onEvent = afterEffect(() => ws.git('reset', '--quiet'))
  expect(await ws.invoke('git.add', { all: true }, { onEvent })).toMatchObject({
    outcome: 'negative',
    findings: [{ status: 'fail', code: 'staged', message: 'not in the index: a.txt, new.txt' }],
  })
})
