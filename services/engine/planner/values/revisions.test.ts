import { expect, test } from 'bun:test'
import { planned } from '../testing.ts'

const world = {
  files: ['README.md', 'docs/guide.md', 'config.yaml', 'terraform/main.tf', 'envs/staging/main.tf'],
  git: { branch: 'main', branches: ['main', 'hotfix', 'feature/login'] },
}

test.each([
  ['commits that hotfix has and main does not', { from: 'hotfix', until: 'main' }],
  ['which commits does hotfix have that main lacks?', { from: 'hotfix', until: 'main' }],
  ['the commits of feature/login which main has not', { from: 'feature/login', until: 'main' }],
  ["list everything committed on hotfix that isn't in main yet", { from: 'hotfix', until: 'main' }],
  ['log of main, skip the newest 10, show 30', { from: 'main', skip: 10, limit: 30 }],
  ['skip the last 100 commits and list the 50 before them', { skip: 100, limit: 50 }],
])('%s: lists commits of the branches that are named, and no file that is called so', (said, input) =>
  expect(planned(said, world)).toEqual([['git.log', input]]),
)

test.each([
  ['diff main hotfix', { from: 'main', to: 'hotfix' }],
  ['what does hotfix add compared with main, as a diff', { from: 'main', to: 'hotfix' }],
  ['just the file names that differ between main and hotfix', { from: 'main', to: 'hotfix', lines: 0 }],
  ['list the files that differ between main and hotfix, without the patch', { from: 'main', to: 'hotfix', lines: 0 }],
  ['compare main with hotfix, only the docs folder', { from: 'main', to: 'hotfix', paths: ['docs'] }],
])('%s: compares two revisions in one step', (said, input) =>
  expect(planned(said, world)).toEqual([['git.diff', input]]),
)

test('takes the staging area for no folder of that name', () => {
  expect(planned('take config.yaml back out of the staging area', world)).toEqual([
    ['git.unstage', { paths: ['config.yaml'] }],
  ])
})
