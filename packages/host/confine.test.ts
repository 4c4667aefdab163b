import { expect, test } from 'bun:test'
import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { NimbusError } from '@nimbus/kernel'
import fc from 'fast-check'
import { confine } from './confine.ts'

const ground = () => {
  const root = realpathSync(mkdtempSync(join(tmpdir(), 'nimbus-confine-')))
  const workspace = join(root, 'workspace')
  mkdirSync(join(workspace, 'envs/dev'), { recursive: true })
  mkdirSync(join(root, 'outside'))
  writeFileSync(join(workspace, 'main.tf'), '')
  return { root, workspace, [Symbol.dispose]: () => rmSync(root, { recursive: true, force: true }) }
}

const codeOf = (work: () => unknown): string => {
  try {
    work()
  } catch (thrown) {
    if (thrown instanceof NimbusError) return `${thrown.data.code} ${thrown.data.exit}`
    throw thrown
  }
  return 'nothing'
}

test.each([
  ['main.tf', 'main.tf', true],
  ['.', '.', true],
  ['envs/../main.tf', 'main.tf', true],
  ['new/deep/file.tf', 'new/deep/file.tf', true],
  ['..dots/file', '..dots/file', true],
  ['..', '', false],
  ['../outside', '', false],
  ['envs/../../outside/x', '', false],
  ['/etc/passwd', '', false],
] as const)('%s is shown as %p, inside: %p', (path, shown, inside) => {
  using place = ground()
  const confined = confine(path, place.workspace, place.workspace)
  expect(confined.inside).toBe(inside)
  expect(confined.shown).toBe(inside ? shown : confined.absolute)
})

test('a relative path is relative to its base', () => {
  using place = ground()
  expect(confine('dev', join(place.workspace, 'envs'), place.workspace).shown).toBe('envs/dev')
})

test('an absolute path into the workspace is inside', () => {
  using place = ground()
  expect(confine(join(place.workspace, 'main.tf'), '/', place.workspace)).toMatchObject({ inside: true })
})

test.each(['link', 'link/file', 'link/new/file', 'envs/up/outside'])('%s leads out through a link', (path) => {
  using place = ground()
  symlinkSync(join(place.root, 'outside'), join(place.workspace, 'link'))
  symlinkSync('../..', join(place.workspace, 'envs/up'))
  expect(confine(path, place.workspace, place.workspace).inside).toBe(false)
})

test('a link within the workspace is followed', () => {
  using place = ground()
  symlinkSync('main.tf', join(place.workspace, 'link'))
  expect(confine('link', place.workspace, place.workspace)).toMatchObject({ inside: true, shown: 'main.tf' })
})

test.each(['dangling', 'dangling/below'])('%s is refused: a write would land wherever the link points', (path) => {
  using place = ground()
  symlinkSync(join(place.root, 'nowhere'), join(place.workspace, 'dangling'))
  expect(codeOf(() => confine(path, place.workspace, place.workspace))).toBe('dangling-link 2')
})

test('links in a circle, files taken for directories, NUL and endless names are refused', () => {
  using place = ground()
  symlinkSync('b', join(place.workspace, 'a'))
  symlinkSync('a', join(place.workspace, 'b'))
  for (const path of ['a', 'main.tf/below', 'a\0b', 'x'.repeat(5000)])
    expect(codeOf(() => confine(path, place.workspace, place.workspace))).toBe('invalid-path 2')
})

test('no path made of dots, slashes and links is inside and yet leads out', () => {
  using place = ground()
  symlinkSync(place.root, join(place.workspace, 'link'))
  const parts = fc.array(fc.constantFrom('..', '.', '', 'envs', 'dev', 'link', 'new', 'outside'), { maxLength: 7 })
  fc.assert(
    fc.property(parts, (words) => {
      const { absolute, inside } = confine(words.join('/'), place.workspace, place.workspace)
      expect(inside).toBe(`${absolute}/`.startsWith(`${place.workspace}/`))
      expect(absolute).not.toMatch(/\/\.\.(\/|$)/)
    }),
  )
})

test('a pipe is nowhere, and so not in the workspace', async () => {
  const script = `
    import { confine } from ${JSON.stringify(join(import.meta.dir, 'confine.ts'))}
    try { console.log(confine('/dev/stdin', process.cwd(), process.cwd()).inside) } catch (error) { console.log(error.data.code) }`
  const child = Bun.spawn([process.execPath, '-e', script], { stdin: 'pipe', stdout: 'pipe' })
  expect((await child.stdout.text()).trim()).toBe('invalid-path')
})
