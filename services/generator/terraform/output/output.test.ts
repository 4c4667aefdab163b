import { describe, expect, test } from 'bun:test'
import { chmod, mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { compare, textAt } from './compare.ts'
import { readStamp, type Stamp, stampText } from './stamp.ts'
import { writeAll } from './write.ts'

const stampFor = (files: Record<string, string>) =>
  readStamp(
    stampText(
      'shop',
      {},
      Object.entries(files).map(([path, text]) => ({ path, text })),
    ),
  ) as Stamp

async function place(files: Record<string, string> = {}) {
  const path = await mkdtemp(join(tmpdir(), 'nimbus-output-'))
  for (const [name, text] of Object.entries(files)) {
    await mkdir(dirname(join(path, name)), { recursive: true })
    await writeFile(join(path, name), text)
  }
  return { path, [Symbol.asyncDispose]: () => rm(path, { recursive: true, force: true }) }
}

const everything = async (directory: string) =>
  (await readdir(directory, { recursive: true, withFileTypes: true }))
    .filter((entry) => entry.isFile())
    .map(({ name }) => name)

describe('comparing with a folder', () => {
  test('tells new, same, outdated, edited and foreign files apart', async () => {
    await using here = await place({ same: 'a\n', old: 'old\n', mine: 'mine\n', theirs: 'theirs\n' })
    const files = ['new', 'same', 'old', 'mine', 'theirs'].map((path) => ({ path, text: 'a\n' }))
    const plan = await compare(here.path, files, stampFor({ same: 'a\n', old: 'old\n', mine: 'generated\n' }))

    const statuses = 'files' in plan && plan.files.map(({ path, status }) => `${path} ${status}`)
    expect(statuses).toEqual(['new create', 'same identical', 'old update', 'mine edited', 'theirs foreign'])
    expect('files' in plan && plan.files[3]?.diff).toBe('--- a/mine\n+++ b/mine\n@@ -1 +1 @@\n-mine\n+a\n')
  })

  test('names what an earlier spec left, when it is still there', async () => {
    await using here = await place({ 'envs/old/main.tf': 'x\n' })
    const plan = await compare(here.path, [], stampFor({ 'envs/old/main.tf': 'x\n', 'envs/gone/main.tf': 'x\n' }))
    expect(plan).toMatchObject({ leftOver: ['envs/old/main.tf'] })
  })

  test('says what is in the way: a file for a folder, a folder for a file, a link', async () => {
    await using here = await place({ envs: 'a file\n', 'README.md/x': '' })
    await symlink('/', join(here.path, 'modules'))
    const files = ['envs/dev/main.tf', 'README.md', 'modules/shop/main.tf'].map((path) => ({ path, text: '' }))
    const plan = await compare(here.path, files, undefined)
    expect('problems' in plan && plan.problems.map(({ why }) => why)).toEqual([
      'a file is in the way of a folder to be written',
      'a folder is in the way of a file to be written',
      'a link is in the way of a folder to be written',
    ])
  })

  test('does not trust a damaged stamp', () => {
    expect(readStamp('{')).toBeUndefined()
    expect(readStamp('{"version":9}')).toBeUndefined()
  })
})

describe('writing a set', () => {
  test('leaves exactly the files of the set', async () => {
    await using here = await place()
    const target = join(here.path, 'deep', 'out')
    await writeAll(target, [
      { path: 'a.tf', text: 'a' },
      { path: 'b/c.tf', text: 'c' },
    ])
    expect((await everything(here.path)).sort()).toEqual(['a.tf', 'c.tf'])
  })

  test('takes everything back when a file cannot be placed', async () => {
    await using here = await place({ 'out/a.tf': 'before', 'out/z.tf/x': '' })
    const target = join(here.path, 'out')
    const work = writeAll(target, [
      { path: 'a.tf', text: 'after', before: 'before' },
      { path: 'new/b.tf', text: 'b' },
      { path: 'z.tf', text: 'z' },
    ])
    expect(work).rejects.toThrow()
    await work.catch(() => undefined)
    expect(await readFile(join(target, 'a.tf'), 'utf8')).toBe('before')
    expect((await readdir(here.path)).sort()).toEqual(['out'])
    expect((await readdir(target)).sort()).toEqual(['a.tf', 'z.tf'])
  })

  test('changes nothing where it may not write', async () => {
    // Not even the superuser can create files there.
    const work = writeAll('/proc/nimbus-out', [{ path: 'a.tf', text: 'a' }])
    expect(work).rejects.toThrow()
    await work.catch(() => undefined)
    expect(await textAt('/proc/nimbus-out/a.tf')).toBeUndefined()
  })

  test.skipIf(process.getuid?.() === 0)('changes nothing in a folder without permission', async () => {
    await using here = await place()
    await chmod(here.path, 0o555)
    expect(writeAll(join(here.path, 'out'), [{ path: 'a.tf', text: 'a' }])).rejects.toThrow('EACCES')
    await chmod(here.path, 0o755)
  })

  const tmpfs =
    Bun.which('unshare') && Bun.spawnSync(['unshare', '-rm', 'mount', '-t', 'tmpfs', 'none', '/mnt']).success
  test.skipIf(!tmpfs)('leaves nothing half-written on a full disk', async () => {
    await using here = await place()
    const script = join(here.path, 'fill.ts')
    await writeFile(
      script,
      `import { writeAll } from ${JSON.stringify(join(import.meta.dir, 'write.ts'))}
import { readdirSync } from 'node:fs'
const files = [{ path: 'a.tf', text: 'small' }, { path: 'b.tf', text: 'x'.repeat(400_000) }]
const failed = await writeAll('/mnt/out', files).then(() => 'no', (cause) => cause.code)
console.log(JSON.stringify({ failed, left: readdirSync('/mnt') }))
`,
    )
    const shell = `mount -t tmpfs -o size=200k none /mnt && exec "$0" "$1"`
    const child = Bun.spawn(['unshare', '-rm', 'sh', '-c', shell, process.execPath, script], {
      stdout: 'pipe',
      stderr: 'pipe',
    })
    expect(JSON.parse(await child.stdout.text())).toEqual({ failed: 'ENOSPC', left: [] })
  })

  test('a kill at any moment leaves every file whole, old or new', async () => {
    await using here = await place()
    const target = join(here.path, 'out')
    const paths = Array.from({ length: 60 }, (_, index) => `envs/e${index}/main.tf`)
    const version = (letter: string) => paths.map((path) => ({ path, text: letter.repeat(5000) }))
    await writeAll(target, version('a'))
    const script = join(here.path, 'write.ts')
    await writeFile(
      script,
      `import { writeAll } from ${JSON.stringify(join(import.meta.dir, 'write.ts'))}
const files = ${JSON.stringify(paths)}.map((path) => ({ path, text: 'b'.repeat(5000), before: 'a'.repeat(5000) }))
console.log('ready')
await writeAll(${JSON.stringify(target)}, files)
`,
    )
    for (let round = 0; round < 5; round++) {
      const child = Bun.spawn([process.execPath, script], { stdout: 'pipe' })
      await child.stdout.getReader().read()
      for (let spin = 0; spin < round * 400; spin++) await Promise.resolve()
      child.kill('SIGKILL')
      await child.exited
      for (const path of paths) {
        const text = await readFile(join(target, path), 'utf8')
        expect(text.length).toBe(5000)
        expect(new Set(text).size).toBe(1)
      }
    }
  })
})
