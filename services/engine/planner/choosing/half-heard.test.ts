import { expect, test } from 'bun:test'
import { planned } from '../testing.ts'

const git = { branch: 'main', branches: ['main', 'hotfix'], changed: [], staged: [], stashes: ['stash@{0}'] }

test('asks about no word that only says what happens anyway', () => {
  expect(planned('pop the newest stash', { files: [], git })).toEqual([['git.stash-pop', {}]])
  expect(planned('a monthly breakdown of model usage for each provider would be appreciated')).toEqual([
    ['llm.stats', { by: 'provider', monthly: true }],
  ])
})

test('what became of a thing limits nothing', () => {
  expect(planned('hotfix was merged yesterday, delete that branch', { files: [], git })).toEqual([
    ['git.branch-delete', { name: 'hotfix' }],
  ])
})
