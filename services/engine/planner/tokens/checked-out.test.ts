import { expect, test } from 'bun:test'
import { planned } from '../testing.ts'

const world = { files: ['docs/guide.md'], git: { branch: 'main', branches: ['main', 'hotfix'] } }

test.each(['create a branch called fix and check it out', 'create branch fix, then check that out'])(
  '%s: one goes to it',
  (request) => {
    expect(planned(request, world)).toEqual([
      ['git.branch-create', { name: 'fix' }],
      ['git.checkout', { ref: 'fix' }],
    ])
  },
)

test('a branch that is there is checked out however the words stand', () => {
  expect(planned('check hotfix out', world)).toEqual([['git.checkout', { ref: 'hotfix' }]])
})
