import { expect, test } from 'bun:test'
import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import fc from 'fast-check'
import { ignoreRules } from './ignore-rules.ts'
import { walk } from './walk.ts'

const git = Bun.which('git')

const paths = [
  'a',
  'b.log',
  'build/x.o',
  'build/keep',
  'docs/a/b.log',
  'docs/b.txt',
  'docs/deep/er/a',
  'x y',
  'src/[a]',
]
const rule = fc
  .tuple(
    fc.constantFrom('', '', '!', '/'),
    fc.array(fc.constantFrom('a', '*', '**', 'b', '.log', '/', 'docs', 'build', '?', '[ab]', 'x y', '\\[a]', 'deep'), {
      minLength: 1,
      maxLength: 6,
    }),
    fc.constantFrom('', '/'),
  )
  .map(([start, parts, end]) => start + parts.join('') + end)

test.skipIf(!git)(`it leaves out what git leaves out${git ? '' : ' (skipped: git not found)'}`, async () => {
  const root = await mkdtemp(join(tmpdir(), 'nimbus-ignore-'))
  try {
    for (const path of paths) {
      await mkdir(dirname(join(root, path)), { recursive: true })
      await writeFile(join(root, path), '')
    }
    const run = async (...argv: string[]) => {
      const env = { PATH: process.env.PATH ?? '', HOME: root, GIT_CONFIG_NOSYSTEM: '1' }
      const child = Bun.spawn([git ?? '', ...argv], { cwd: root, env, stdout: 'pipe', stderr: 'ignore' })
      return (await child.stdout.text()).split('\0').filter(Boolean)
    }
    await run('init')
    const samples = fc.sample(fc.tuple(fc.array(rule, { maxLength: 3 }), fc.array(rule, { maxLength: 2 })), {
      numRuns: 90,
      seed: 11,
    })
    for (const [top, docs] of samples) {
      await writeFile(join(root, '.gitignore'), top.join('\n'))
      await writeFile(join(root, 'docs/.gitignore'), docs.join('\n'))
      const expected = await run('ls-files', '-z', '--others', '--exclude-standard')
      const found: string[] = []
      const { signal } = new AbortController()
      for await (const { path, type } of walk(root, root, { hidden: true, ignored: 'skip', signal }))
        if (type === 'file') found.push(path)
      expect(found.sort(), JSON.stringify({ top, docs })).toEqual(expected.sort())
    }
  } finally {
    await rm(root, { recursive: true })
  }
})

test.each([
  ['many wildcards', `${'*a'.repeat(20)}b`, 'a'.repeat(200)],
  ['any folders within any folders', `${'**/a/'.repeat(20)}b`, Array(100).fill('a').join('/')],
  ['a line that is too long', '['.repeat(1_000_000), 'a'],
  ['a line of spaces', `a${' '.repeat(1_000_000)}b`, 'a'],
  ['brackets that nothing closes', `${'['.repeat(4000)}\n`.repeat(1000), 'a'],
  ['many lines of wildcards', '*a*b*\n'.repeat(600_000), 'aaaa'],
])('%s: it takes no time', (_name, glob, path) => {
  const started = performance.now()
  expect(ignoreRules(glob).ignores(path, false)).toBe(false)
  expect(performance.now() - started).toBeLessThan(10_000)
})

test('spaces at the end mean nothing, but for one behind a backslash', () => {
  expect(ignoreRules('a  \n').ignores('a', false)).toBe(true)
  expect(ignoreRules('a\\   \n').ignores('a ', false)).toBe(true)
  expect(ignoreRules('a\\   \n').ignores('a', false)).toBe(false)
  expect(ignoreRules('   \n').ignores('   ', false)).toBe(false)
})

test('what poses as rules and never ends rules nothing', async () => {
  const root = await mkdtemp(join(tmpdir(), 'nimbus-ignore-'))
  try {
    await symlink('/dev/zero', join(root, '.gitignore'))
    await mkdir(join(root, 'pipe'))
    Bun.spawnSync(['mkfifo', join(root, 'pipe', '.gitignore')])
    await writeFile(join(root, 'pipe', 'a'), '')
    const found: string[] = []
    for await (const { path } of walk(root, root, {
      hidden: false,
      ignored: 'skip',
      signal: new AbortController().signal,
    }))
      found.push(path)
    expect(found).toEqual(['pipe', 'pipe/a'])
  } finally {
    await rm(root, { recursive: true })
  }
})
