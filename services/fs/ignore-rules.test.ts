import { expect, test } from 'bun:test'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import fc from 'fast-check'
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
      maxLength: 3,
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
      numRuns: 60,
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
