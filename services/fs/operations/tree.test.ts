import { expect, test } from 'bun:test'
import { workspace } from '@nimbus/testkit'

const files = {
  '.gitignore': 'node_modules/\n*.log\n',
  'README.md': '# x\n',
  'node_modules/a/index.js': '',
  'src/deep/er/file.ts': '',
  'src/main.ts': '12345',
  'src/debug.log': '',
  '.git/HEAD': '',
}

test('draws what git would keep, in a stable order, to a depth', async () => {
  await using ws = await workspace(files)
  const { stdout } = await ws.cli(['fs', 'tree', '--depth', '2', '--sizes'])
  expect(stdout).toBe(
    ['.', '├── src/', '│   ├── deep/', '│   └── main.ts  5 B', '└── README.md  4 B', '2 directories, 2 files', ''].join(
      '\n',
    ),
  )
})

test('shows what is hidden and ignored when asked, never .git and .nimbus', async () => {
  await using ws = await workspace(files)
  const { entries } = await ws.call('fs.tree', { hidden: true, ignored: true, depth: 9 })
  const paths = entries.map(({ path }) => path)
  expect(paths).toContain('node_modules/a/index.js')
  expect(paths).toContain('.gitignore')
  expect(paths).toContain('src/deep/er/file.ts')
  expect(paths.filter((path) => /^\.(git|nimbus)(\/|$)/.test(path))).toEqual([])
})

test('says when there is more than was asked for', async () => {
  await using ws = await workspace(files)
  const tree = await ws.call('fs.tree', { most: 2 })
  expect(tree).toMatchObject({ truncated: true })
  expect(tree.entries).toHaveLength(2)
})
