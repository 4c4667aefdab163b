import { expect, test } from 'bun:test'
import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { ground } from '../testing.ts'
import { printable } from './printable.ts'

test('git says which files count: what it ignores is left out, what is new is in', async () => {
  await using place = await ground(
    {
      '.gitignore': 'secret/\n*.log\n',
      'a.ts': '',
      'secret/b.ts': '',
      'c.log': '',
      'vendor/d.go': '',
      'dist/e.js': '',
    },
    { git: 'real' },
  )
  spawnSync('git', ['init', '--quiet'], { cwd: place.path })
  const { tree } = await place.look()
  expect(tree.listedBy).toBe('git')
  expect([...tree.files].sort()).toEqual(['.gitignore', 'a.ts', 'dist/e.js'])
})

test('git is not asked where the environment sends it to another repository', async () => {
  await using place = await ground({ 'a.ts': '' }, { git: 'real', env: { GIT_DIR: '/elsewhere/.git' } })
  spawnSync('git', ['init', '--quiet'], { cwd: place.path })
  expect((await place.look()).tree.listedBy).toBe('walk')
})

test('without git a walk leaves out what is usually built or brought in', async () => {
  await using place = await ground({
    'a.ts': '',
    'node_modules/b.ts': '',
    'dist/c.ts': '',
    'src/d.ts': '',
    '.git/x': '',
  })
  const { tree } = await place.look()
  expect(tree.listedBy).toBe('walk')
  expect(tree.files).toEqual(['a.ts', 'src/d.ts'])
})

test('a setting of a hostile repository runs no program', async () => {
  await using place = await ground({ 'a.ts': '' }, { git: 'real' })
  spawnSync('git', ['init', '--quiet'], { cwd: place.path })
  const trap = join(place.path, 'trap')
  writeFileSync(trap, `#!/bin/sh\ntouch ${place.path}/sprung\n`, { mode: 0o755 })
  for (const name of ['core.fsmonitor', 'core.sshCommand', 'core.pager', 'core.editor'])
    spawnSync('git', ['config', name, trap], { cwd: place.path })
  const { tree } = await place.look()
  expect([...tree.files].sort()).toEqual(['a.ts', 'trap'])
})

test('objects that a hostile repository lacks are fetched by no program that it names', async () => {
  await using place = await ground({ 'in/a.ts': '', 'out/b.ts': '' }, { git: 'real' })
  const git = (...argv: string[]) => spawnSync('git', argv, { cwd: place.path, encoding: 'utf8' }).stdout.trim()
  git('init', '--quiet')
  git('add', '--all')
  git('-c', 'user.name=Ada', '-c', 'user.email=ada@example.com', 'commit', '--quiet', '--message=x')
  git('sparse-checkout', 'set', '--cone', '--sparse-index', 'in')
  const tree = git('rev-parse', 'HEAD:out')
  rmSync(join(place.path, '.git/objects', tree.slice(0, 2), tree.slice(2)))
  git('config', 'core.repositoryFormatVersion', '1')
  git('config', 'extensions.partialClone', 'origin')
  git('config', 'remote.origin.url', '/nowhere')
  git('config', 'remote.origin.uploadPack', `touch ${place.path}/sprung; false`)
  await place.look()
  expect(existsSync(join(place.path, 'sprung'))).toBe(false)
})

test('links are not followed, not as a file and not on the way to one', async () => {
  await using outside = await ground({ 'secret.ts': 'outside' })
  for (const git of ['real', 'absent'] as const) {
    await using place = await ground({ 'a.ts': 'inside' }, { git })
    symlinkSync(join(outside.path, 'secret.ts'), join(place.path, 'link.ts'))
    symlinkSync(outside.path, join(place.path, 'folder'))
    symlinkSync(place.path, join(place.path, 'loop'))
    if (git === 'real') {
      spawnSync('git', ['init', '--quiet'], { cwd: place.path })
      spawnSync('git', ['add', '--all'], { cwd: place.path })
    }
    const { tree } = await place.look()
    expect(tree.text('a.ts')).toBe('inside')
    for (const path of ['link.ts', 'folder/secret.ts', '../shop/a.ts/x', 'folder']) {
      expect(tree.text(path)).toBeUndefined()
      expect(tree.lines(path)).toBeUndefined()
    }
    expect(tree.directoriesIn('loop')).toEqual([])
  }
})

test('what cannot be read as text is not: binary, huge, a directory, a pipe, nothing', async () => {
  await using place = await ground({
    'bytes.ts': new Uint8Array([0xff, 0xfe, 0x41]),
    'zero.ts': 'a\0b',
    'huge.ts': 'x'.repeat(1024 * 1024 + 1),
    'dir/a.ts': '',
  })
  spawnSync('mkfifo', [join(place.path, 'pipe.ts')])
  const { tree } = await place.look()
  for (const path of ['bytes.ts', 'zero.ts', 'huge.ts', 'dir', 'pipe.ts', 'absent.ts'])
    expect(tree.text(path)).toBeUndefined()
  expect(tree.files).not.toContain('pipe.ts')
})

test('no more files are looked at than asked, those near the top first, and it is said', async () => {
  await using place = await ground({ 'deep/er/a.ts': '', 'b.ts': '', 'c/d.ts': '' })
  const { tree } = await place.look({ most: 2 })
  expect(tree.files).toEqual(['b.ts', 'c/d.ts'])
  expect(tree.notes).toEqual(['only the first 2 files were looked at'])
})

test('the home of Nimbus is not looked into, whatever it is called', async () => {
  await using place = await ground({ 'home/nimbus.db': '', 'home/key.ts': '' })
  mkdirSync(join(place.path, '.nimbus'))
  expect((await place.look()).tree.files).toEqual([])
})

test.each([
  ['plain-name ✓', 'plain-name ✓'],
  ['\u001b[31mred', '\\u{1b}[31mred'],
  ['line\nbreak', 'line\\u{a}break'],
  ['\u202Eevil', '\\u{202e}evil'],
  ['x'.repeat(300), `${'x'.repeat(200)}…`],
])('%j is shown as %j', (name, shown) => {
  expect(printable(name)).toBe(shown)
})
