import { expect, test } from 'bun:test'
import { failure } from '@nimbus/testkit'
import { emptyRepository, repositoryWith, type TestRepository } from '../testing.ts'

const withHistory = async (): Promise<TestRepository> => {
  const ws = await repositoryWith({ 'a.txt': 'one\n', 'b.txt': 'b\n' })
  await ws.write({ 'a.txt': 'two\n' })
  ws.git(
    'commit',
    '--quiet',
    '--all',
    '--message=Fix the (route)\n\nA body, with\n\nparagraphs ✓',
    '--author=Bob "the" O\'Hara <bob@example.com>',
  )
  ws.git('tag', 'v1')
  return ws
}

test('gives commits with author, message, parents and names, newest first', async () => {
  await using ws = await withHistory()
  const { commits, more } = await ws.call('git.log', {})
  expect(more).toBe(false)
  expect(commits).toMatchObject([
    {
      commit: ws.git('rev-parse', 'HEAD').trim(),
      parents: [ws.git('rev-parse', 'HEAD~1').trim()],
      author: { name: 'Bob "the" O\'Hara', email: 'bob@example.com' },
      subject: 'Fix the (route)',
      body: 'A body, with\n\nparagraphs ✓',
      refs: ['HEAD -> main', 'tag: v1'],
    },
    { subject: 'first', parents: [], refs: [] },
  ])
  expect(Number.isNaN(Date.parse(commits[0]?.committed ?? ''))).toBe(false)
})

test('a limit says whether there is more, and skip goes on from there', async () => {
  await using ws = await withHistory()
  const first = await ws.call('git.log', { limit: 1 })
  expect(first).toMatchObject({ commits: [{ subject: 'Fix the (route)' }], more: true })
  expect(await ws.call('git.log', { limit: 1, skip: 1 })).toMatchObject({
    commits: [{ subject: 'first' }],
    more: false,
  })
})

test('finds by path, author and text, which is no pattern', async () => {
  await using ws = await withHistory()
  const subjects = async (input: object) => (await ws.call('git.log', input)).commits.map(({ subject }) => subject)
  expect(await subjects({ paths: ['b.txt'] })).toEqual(['first'])
  expect(await subjects({ author: 'bob@' })).toEqual(['Fix the (route)'])
  expect(await subjects({ search: '(ROUTE)' })).toEqual(['Fix the (route)'])
  expect(await subjects({ search: '.*' })).toEqual([])
  expect(await subjects({ from: 'HEAD', until: 'HEAD~1' })).toEqual(['Fix the (route)'])
})

test('an empty repository has no commits; an unknown one is an error', async () => {
  await using empty = await emptyRepository()
  expect(await empty.call('git.log', {})).toEqual({ commits: [], more: false })
  await using ws = await withHistory()
  expect(await failure(ws.call('git.log', { from: 'v2' }))).toMatchObject({ code: 'unknown-revision', exit: 5 })
})

test('on the command line a commit is a line', async () => {
  await using ws = await withHistory()
  const { stdout, exit } = await ws.cli(['git', 'log'])
  expect(exit).toBe(0)
  expect(stdout.split('\n')[0]).toMatch(
    /^[0-9a-f]{10} {2}\d{4}-\d\d-\d\d {2}Bob "the" O'Hara {2}Fix the \(route\) {2}\(HEAD -> main, tag: v1\)$/,
  )
})
