import { expect, test } from 'bun:test'
import { planned } from '../testing.ts'

const world = {
  files: ['README.md', 'config.yaml', 'envs/production/main.tf'],
  git: { branch: 'main', branches: ['main', 'hotfix'] },
}

test.each([
  ['box up my edits under "rotate the keys"', ['git.stash-save', { message: 'rotate the keys' }]],
  [
    'give config.yaml its old contents from before r_k3m7p2q5',
    ['fs.restore', { file: 'config.yaml', run: 'r_k3m7p2q5' }],
  ],
  ['wire up the backend in production', ['terraform.init', { directory: 'envs/production' }]],
  ['add a branch fix-login', ['git.branch-create', { name: 'fix-login' }]],
  ['write a commit for it: "rotate the keys"', ['git.commit', { message: 'rotate the keys' }]],
  ['scan the files for "timeout"', ['fs.search', { pattern: 'timeout' }]],
] as const)('%s: is what people say for it', (request, step) => {
  expect(planned(request, world)).toEqual([step] as never)
})

test.each([
  'the file README.md is a leftover',
  'annihilate the file README.md',
  'wanted to revert',
  'time to park this work',
  'README.md got staged by mistake',
])('%s: is not as good as ordered', (request) => {
  expect(Array.isArray(planned(request, world))).toBe(false)
})
