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
