import { expect, test } from 'bun:test'
import { mkdir, symlink } from 'node:fs/promises'
import { join } from 'node:path'
import { product, workspace } from '@nimbus/testkit'
import { snapshot } from '../surfaces/file-tree.ts'
import { hostileValues } from '../surfaces/hostile-values.ts'

const canary = 'canary-that-nobody-may-read'

/** Fields of words, which reach the command line of git; flags and numbers do not. */
const wordFields = product()
  .catalog.list()
  .filter(({ service }) => service === 'git')
  .flatMap((entry) =>
    Object.entries(entry.input.properties ?? {})
      .filter(([field, { type }]) => field !== 'directory' && (type === 'string' || type === 'array'))
      .map(([field, { type }]) => ({ entry, field, list: type === 'array' })),
  )

test('no word from a model changes a repository, leads out of it or ends in a defect', async () => {
  await using ws = await workspace(
    { 'README.md': '# Read me\n', '.gitignore': '.nimbus/\n' },
    { env: { GIT_CONFIG_NOSYSTEM: '1', GIT_CONFIG_GLOBAL: '/dev/null', XDG_CONFIG_HOME: undefined } },
  )
  const root = join(ws.path, '..')
  await mkdir(join(root, 'outside'))
  await Bun.write(join(root, 'outside/secret.txt'), canary)
  await symlink('../outside', join(ws.path, 'link-out'))
  const git = (...argv: string[]) =>
    Bun.spawnSync(['git', '-c', 'user.name=a', '-c', 'user.email=a@b', ...argv], { cwd: ws.path })
  git('init', '--quiet', '--initial-branch=main')
  git('add', 'README.md', '.gitignore')
  git('commit', '--quiet', '--message=first')
  git('branch', 'feature')
  await ws.write({ 'README.md': '# Edited\n' })
  git('stash')
  await ws.write({ 'README.md': '# Edited again\n' })
  await ws.host()
  const leaveOut = (path: string) => /^home\/\.nimbus(\/|$)/.test(path)
  const before = await snapshot(root, leaveOut)

  const wrong: string[] = []
  for (const { entry, field, list } of wordFields)
    for (const { tries, value } of hostileValues) {
      const example = entry.examples[0]?.input as object | undefined
      const input = { ...example, [field]: list && typeof value === 'string' ? [value] : value }
      const envelope = await ws.invoke(entry.id, input, { surface: 'mcp', consent: undefined })
      const text = JSON.stringify(envelope)
      if (text.includes(canary) || text.includes('root:x:0'))
        wrong.push(`${entry.id} ${field}, ${tries}: read what it may not`)
      if (envelope.error?.code === 'unexpected') wrong.push(`${entry.id} ${field}, ${tries}: ${envelope.error.message}`)
      if (entry.effect !== 'read' && envelope.outcome === 'done' && envelope.undo && !('irreversible' in envelope.undo))
        wrong.push(`${entry.id} ${field}, ${tries}: done without a question`)
    }
  expect(wrong).toEqual([])
  expect(await snapshot(root, leaveOut)).toEqual(before)
}, 180_000)
