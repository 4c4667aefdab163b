import { expect, test } from 'bun:test'
import { planned } from '../testing.ts'

const world = { files: [], git: { branch: 'main', branches: ['main', 'hotfix'] } }
const own = [['git.diff', { from: '4f2a91c^', to: '4f2a91c' }]]
const since = [['git.diff', { from: '4f2a91c' }]]

test.each(['what did commit 4f2a91c change', 'what changed in 4f2a91c?', 'show the changes of commit 4f2a91c'])(
  'shows what one commit changed: %s',
  (request) => expect(planned(request, world)).toEqual(own),
)

test.each(['what changed since 4f2a91c', 'diff against 4f2a91c'])('what changed since one is more: %s', (request) =>
  expect(planned(request, world)).toEqual(since),
)

test('the last commit has what came before it', () => {
  expect(planned('what changed in the last commit', world)).toEqual([['git.diff', { from: 'HEAD^', to: 'HEAD' }]])
})

test('two versions with dots between them are both', () => {
  expect(planned('diff main..hotfix', world)).toEqual([['git.diff', { from: 'main', to: 'hotfix' }]])
  expect(planned('log main..hotfix', world)).toEqual([['git.log', { from: 'hotfix', until: 'main' }]])
})

test.each(['show commits between main and hotfix', 'commits from main to hotfix', 'what is hotfix ahead of main'])(
  'of two versions the list has what only the newer one has: %s',
  (request) => expect(planned(request, world)).toEqual([['git.log', { from: 'hotfix', until: 'main' }]]),
)

test.each([
  ['what did anna commit', { author: 'anna' }],
  ['list the commits tom made', { author: 'tom' }],
])('whoever made commits is named by what he did: %s', (request, input) =>
  expect(planned(request, world)).toEqual([['git.log', input]]),
)

test('commits of one person are not dropped for a time that nothing hears', () => {
  expect(planned('show me commits from last week by anna', world)).toBe('ask')
})

test('several of what is put aside are looked at', () => {
  expect(planned('stashes', world)).toEqual([['git.stash-list', {}]])
})

test('what is wanted of branches is no branch', () => {
  expect(planned('git brnach list', world)).toEqual([['git.branch-list', {}]])
})
