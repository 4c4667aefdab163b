import { expect, test } from 'bun:test'
import {
  chownSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { chmod } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { failure } from '@nimbus/testkit/failure'
import { isTemporary, replaceFile } from './replace-file.ts'

const ground = () => {
  const folder = mkdtempSync(join(tmpdir(), 'nimbus-edited-'))
  const path = join(folder, 'made/a.yaml')
  const modeOf = (name: string) => statSync(join(folder, name)).mode & 0o777
  return {
    folder,
    file: { path, shown: 'a.yaml' },
    modeOf,
    [Symbol.dispose]: () => rmSync(folder, { recursive: true }),
  }
}

test('a new file is for those it is meant for', () => {
  using at = ground()
  replaceFile(at.file, 'a: 1\n', 'owner-when-new')
  expect(readFileSync(at.file.path, 'utf8')).toBe('a: 1\n')
  expect([at.modeOf('made'), at.modeOf('made/a.yaml')]).toEqual([0o700, 0o600])

  const shared = join(at.folder, 'b.yaml')
  replaceFile({ path: shared, shown: 'b.yaml' }, 'b: 1\n', 'umask-when-new')
  expect(at.modeOf('b.yaml')).toBe(0o666 & ~process.umask())
})

test('a file keeps its permissions, whatever the umask is, where it is not for its owner alone', async () => {
  using at = ground()
  replaceFile(at.file, 'a: 1\n', 'owner-when-new')
  await chmod(at.file.path, 0o666)
  replaceFile(at.file, 'a: 2\n', 'owner-when-new')
  expect(at.modeOf('made/a.yaml')).toBe(0o666)
  replaceFile(at.file, 'a: 3\n', 'only-owner')
  expect(at.modeOf('made/a.yaml')).toBe(0o600)
})

test('nothing as its content removes it, and there is nothing to remove twice', () => {
  using at = ground()
  replaceFile(at.file, 'a: 1\n', 'owner-when-new')
  replaceFile(at.file, undefined, 'owner-when-new')
  replaceFile(at.file, undefined, 'owner-when-new')
  expect(readdirSync(join(at.folder, 'made'))).toEqual([])
})

test.skipIf(process.getuid?.() !== 0)('root leaves a file to whom it belongs, but for what is for root alone', () => {
  using at = ground()
  replaceFile(at.file, 'a: 1\n', 'owner-when-new')
  chownSync(at.file.path, 1234, 1235)
  replaceFile(at.file, 'a: 2\n', 'owner-when-new')
  expect(lstatSync(at.file.path)).toMatchObject({ uid: 1234, gid: 1235, mode: 0o100600 })
  replaceFile(at.file, 'a: 3\n', 'only-owner')
  expect(lstatSync(at.file.path)).toMatchObject({ uid: 0, gid: 0 })
})

test.skipIf(process.getuid?.() !== 0)(
  'whoever owns the folder turns the work of root on no other file, by a link in place of what is being written',
  async () => {
    using at = ground()
    replaceFile(at.file, 'a: 1\n', 'owner-when-new')
    chownSync(at.file.path, 1234, 1235)
    await chmod(at.file.path, 0o666)
    const victim = join(at.folder, 'victim')
    writeFileSync(victim, 'hush', { mode: 0o600 })
    const swap = `const fs = require('fs')
      const [folder, victim] = process.argv.slice(-2)
      console.log('ready')
      for (;;) for (const name of fs.readdirSync(folder)) if (name.endsWith('.tmp')) try {
        fs.unlinkSync(folder + '/' + name)
        fs.symlinkSync(victim, folder + '/' + name)
      } catch {}`
    const attacker = Bun.spawn([process.execPath, '-e', swap, join(at.folder, 'made'), victim], { stdout: 'pipe' })
    try {
      await attacker.stdout.getReader().read()
      for (let i = 0; i < 100; i++)
        try {
          replaceFile(at.file, `a: ${i}\n`, 'owner-when-new')
        } catch {
          // The attacker may also take away what is being written.
        }
    } finally {
      attacker.kill()
      await attacker.exited
    }
    expect(lstatSync(victim)).toMatchObject({ uid: 0, gid: 0, mode: 0o100600 })
  },
)

const isMapped = Bun.which('unshare') !== null && Bun.spawnSync(['unshare', '-r', 'true']).success

test.skipIf(process.getuid?.() !== 0 || !isMapped)(
  'a file is edited in a container that does not know its owner',
  () => {
    using at = ground()
    replaceFile(at.file, 'a: 1\n', 'owner-when-new')
    chownSync(at.file.path, 0, 1235)
    const script = `const { replaceFile } = await import(${JSON.stringify(join(import.meta.dir, 'replace-file.ts'))})
    replaceFile(${JSON.stringify(at.file)}, 'a: 2\\n', 'owner-when-new')`
    const { stderr } = Bun.spawnSync(['unshare', '-r', process.execPath, '-e', script])
    expect(stderr.toString()).toBe('')
    expect(readFileSync(at.file.path, 'utf8')).toBe('a: 2\n')
  },
)

test('a link that stands there is replaced, and what it leads to stays', () => {
  using at = ground()
  const elsewhere = { path: join(at.folder, 'made/other.yaml'), shown: 'other.yaml' }
  replaceFile(elsewhere, 'other\n', 'owner-when-new')
  symlinkSync(elsewhere.path, at.file.path)
  replaceFile(at.file, 'a: 1\n', 'owner-when-new')
  expect(lstatSync(at.file.path).isFile()).toBe(true)
  expect(readFileSync(elsewhere.path, 'utf8')).toBe('other\n')
})

test('what could not be put in its place leaves nothing beside it', async () => {
  using at = ground()
  mkdirSync(at.file.path, { recursive: true })
  const writing = Promise.try(() => replaceFile(at.file, 'a: 1\n', 'owner-when-new'))
  expect(await failure(writing)).toMatchObject({ code: 'write-failed', at: 'a.yaml', exit: 1 })
  expect(readdirSync(join(at.folder, 'made'))).toEqual(['a.yaml'])
})

test('its temporary files are known by their name', () => {
  expect(isTemporary('.a.yaml.0123abcd.tmp', '/somewhere/a.yaml')).toBe(true)
  expect(isTemporary('.b.yaml.0123abcd.tmp', '/somewhere/a.yaml')).toBe(false)
})
